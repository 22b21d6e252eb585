// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"
#include "base/file.hpp"
#include "support/temp_folder.hpp"
#include "trust/path_cache.hpp"
#include "world.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace sealwright;
using namespace sealwright::trust;
using namespace std::chrono_literals;

namespace {

const X509_NAME& subject(const Ca& ca) {
    return *X509_get_subject_name(ca.certificate.get());
}

/// Counts how often it is asked, and can be told to be a new version.
class CountingAnchors : public AnchorSource {
  public:
    explicit CountingAnchors(const Ca& root) : inner_(fixed_anchors({root.certificate})) {}
    std::vector<Certificate> by_subject(const X509_NAME& name) override {
        ++asked;
        return inner_->by_subject(name);
    }
    std::string version() const override { return std::to_string(number); }

    int asked = 0;
    int number = 1;

  private:
    std::unique_ptr<AnchorSource> inner_;
};

/// A root that stopped vouching for new leaves.
class DistrustingAnchors : public CountingAnchors {
  public:
    using CountingAnchors::CountingAnchors;
    std::optional<UnixTime> distrusted_after(const X509&) override { return date; }
    UnixTime date{};
};

/// As PrintableStrings: the list is searched by the octets of a subject.
X509NamePtr name_of(const std::vector<std::pair<const char*, const char*>>& parts) {
    X509NamePtr name(X509_NAME_new());
    for (const auto& [field, value] : parts) {
        X509_NAME_add_entry_by_txt(name.get(), field, V_ASN1_PRINTABLESTRING,
                                   reinterpret_cast<const unsigned char*>(value), -1, -1, 0);
    }
    return name;
}

}  // namespace

TEST_CASE_FIXTURE(World, "anchors are found by subject and nothing else") {
    CHECK(anchors->by_subject(subject(root)).size() == 1);
    CHECK(anchors->by_subject(subject(stranger)).empty());
    CHECK(anchors->version() != fixed_anchors({stranger.certificate})->version());
    CHECK(anchors->version() == fixed_anchors({root.certificate})->version());
}

TEST_CASE_FIXTURE(World, "a directory gives every certificate of its PEM and DER files") {
    const support::TempFolder folder;
    const auto der = der_of(*stranger.certificate);
    REQUIRE(write_file_by_rename(folder.file("one.pem"),
                                 as_view(root.pem_certificate() + inter.pem_certificate())));
    REQUIRE(write_file_by_rename(folder.file("two.der"), der));
    REQUIRE(write_file_by_rename(folder.file("three.txt"), as_view("no certificate")));
    const auto source = directory_anchors(folder.path().string());
    for (const Ca* ca : {&root, &inter, &stranger}) {
        CHECK(source->by_subject(subject(*ca)).size() == 1);
    }
}

TEST_CASE_FIXTURE(World, "a directory follows what is added to it and changes its version") {
    const support::TempFolder folder;
    const auto source = directory_anchors(folder.file("anchors"));
    CHECK(source->by_subject(subject(root)).empty());
    const auto before = source->version();
    std::filesystem::create_directory(folder.file("anchors"));
    REQUIRE(write_file_by_rename(folder.file("anchors/r.pem"), as_view(root.pem_certificate())));
    CHECK(source->by_subject(subject(root)).size() == 1);
    CHECK(source->version() != before);
}

TEST_CASE_FIXTURE(World, "several sources answer together") {
    std::vector<std::unique_ptr<AnchorSource>> sources;
    sources.push_back(fixed_anchors({root.certificate}));
    sources.push_back(fixed_anchors({stranger.certificate}));
    const auto all = all_of(std::move(sources));
    CHECK(all->by_subject(subject(root)).size() == 1);
    CHECK(all->by_subject(subject(stranger)).size() == 1);
    CHECK(all->by_subject(subject(inter)).empty());
}

TEST_CASE_FIXTURE(World, "a root that vouches for old leaves only has no path for new ones") {
    DistrustingAnchors distrusting(root);
    const Ca leaf = alice();
    distrusting.date = now;
    CHECK(faults(check_path(leaf.certificate, {inter.certificate}, distrusting, now,
                            Purpose::sign_mail)) == Faults{});
    distrusting.date = now - 48h;
    CHECK(faults(check_path(leaf.certificate, {inter.certificate}, distrusting, now,
                            Purpose::sign_mail)) == Faults{Check::V_20});
}

TEST_CASE("of Mozilla's roots those for e-mail are anchors and TLS-only ones are not") {
    const auto source = nss_builtin_anchors();
    // In Mozilla's list for TLS alone since 2015, and for TLS and e-mail since 2006.
    const auto tls_only =
        name_of({{"C", "US"}, {"O", "Internet Security Research Group"}, {"CN", "ISRG Root X1"}});
    const auto for_mail = name_of({{"C", "US"},
                                   {"O", "DigiCert Inc"},
                                   {"OU", "www.digicert.com"},
                                   {"CN", "DigiCert Assured ID Root CA"}});
    CHECK(source->by_subject(*tls_only).empty());
    const auto found = source->by_subject(*for_mail);
    REQUIRE(found.size() == 1);
    CHECK(summarise(*found[0]).sha256 ==
          "3e9099b5015e8f486c00bcea9d111ee721faba355a89bcf1df69561e3dc6325c");
    CHECK_FALSE(source->version().empty());
}

TEST_CASE_FIXTURE(World, "a judged path is remembered for the same question and only for it") {
    CountingAnchors counting(root);
    PathCache cache;
    const Ca leaf = alice();
    const std::vector<Certificate> enclosed{inter.certificate};
    const auto ask = [&](UnixTime time, Purpose purpose = Purpose::sign_mail) {
        const int before = counting.asked;
        CHECK(cache.check(leaf.certificate, enclosed, counting, time, purpose)
                  .findings.passed(Check::V_20));
        return counting.asked != before;
    };
    CHECK(ask(now));
    CHECK_FALSE(ask(now));
    CHECK_FALSE(ask(now + 1h));
    CHECK(ask(now, Purpose::receive_mail));
    ++counting.number;
    CHECK(ask(now));
    CHECK_FALSE(ask(now));
}

TEST_CASE_FIXTURE(World, "a remembered path ends with its window of validity") {
    CountingAnchors counting(root);
    PathCache cache;
    const Ca leaf = alice({.not_after = now + 1h});
    const auto outcome = [&](UnixTime time) {
        return cache
            .check(leaf.certificate, {inter.certificate}, counting, time, Purpose::sign_mail)
            .findings[Check::V_21];
    };
    CHECK(outcome(now) == Outcome::passed);
    CHECK(outcome(now + 1h) == Outcome::passed);
    CHECK(outcome(now + 1h + 1s) == Outcome::failed);
    CHECK(outcome(now) == Outcome::passed);
}

TEST_CASE_FIXTURE(World, "the cache is bounded and forgets the least used") {
    CountingAnchors counting(root);
    PathCache cache(2);
    const Ca one = alice(), two = alice(), three = alice();
    const auto asks = [&](const Ca& leaf) {
        const int before = counting.asked;
        (void)cache.check(leaf.certificate, {inter.certificate}, counting, now, Purpose::sign_mail);
        return counting.asked != before;
    };
    CHECK(asks(one));
    CHECK(asks(two));
    CHECK_FALSE(asks(one));
    CHECK(asks(three));
    CHECK_FALSE(asks(one));
    CHECK(asks(two));
}
