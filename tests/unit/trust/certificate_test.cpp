// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"

#include "world.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::trust;
using namespace std::chrono_literals;

namespace {

std::vector<Reason> odd_times(const Ca& leaf, const Times& times) {
    Findings findings;
    check_times(*leaf.certificate, times, findings);
    std::vector<Reason> reasons;
    for (const auto& finding : findings.list()) reasons.push_back(finding.reason);
    CHECK(findings[Check::V_28] == (reasons.empty() ? Outcome::passed : Outcome::failed));
    return reasons;
}

using Reasons = std::vector<Reason>;

}  // namespace

TEST_CASE_FIXTURE(World, "E-42 a summary tells name, address, issuer and validation class") {
    const Ca leaf = alice({.common_name = "Alice Example",
                           .extensions = {{"certificatePolicies", "2.23.140.1.5.3.2"}},
                           .serial = 0x1234});
    const CertificateSummary summary = summarise(*leaf.certificate);
    CHECK(summary.subject == "Alice Example");
    CHECK(summary.issuer == "Inter I");
    CHECK(summary.addresses == std::vector<std::string>{"alice@example.com"});
    CHECK(summary.validation == "sponsor");
    CHECK(summary.serial == "1234");
    CHECK(summary.key == "EC P-256");
    CHECK(summary.sha256.size() == 64);
    CHECK(summary.not_after - summary.not_before == 366 * 24h);
}

TEST_CASE_FIXTURE(World, "the validation class is one of the reserved policies or nothing") {
    const auto validation = [&](const char* policy) {
        return summarise(*alice({.extensions = {{"certificatePolicies", policy}}}).certificate)
            .validation;
    };
    CHECK(validation("2.23.140.1.5.1.1") == "mailbox");
    CHECK(validation("1.2.3.4,2.23.140.1.5.2.3") == "organization");
    CHECK(validation("2.23.140.1.5.4.1") == "individual");
    CHECK(validation("2.23.140.1.5.5.1").empty());
    CHECK(validation("2.23.140.1.5.1.4").empty());
    CHECK(validation("2.23.140.1.2.1").empty());
    CHECK(summarise(*alice().certificate).validation.empty());
}

TEST_CASE_FIXTURE(World, "a summary names keys the way people do") {
    CHECK(summarise(*root.leaf("a@example.com").certificate).key == "RSA 2048");
    CHECK(summarise(*root.leaf("a@b.example", {.key = KeyType::p384}).certificate).key ==
          "EC P-384");
    CHECK(summarise(*root.leaf("a@b.example", {.key = KeyType::ed25519}).certificate).key ==
          "ED25519");
}

TEST_CASE_FIXTURE(World, "E-65 hostile names come out literal, short and clean") {
    const Ca leaf = alice(
        {.common_name = "Al\xE2\x80\xAEice\nVALID <img onerror>" + std::string(1'000'000, 'x')});
    const std::string subject = summarise(*leaf.certificate).subject;
    CHECK(subject.rfind("Alice VALID <img onerror>x", 0) == 0);
    CHECK(subject.size() <= 256 + 2);
    CHECK(subject.find('\n') == std::string::npos);
}

TEST_CASE_FIXTURE(World, "E-23 a signing time far from the date or in the future is odd") {
    const Ca leaf = alice({.not_before = now - 240h, .not_after = now + 240h});
    CHECK(odd_times(leaf, {}) == Reasons{});
    CHECK(odd_times(leaf, {now, now, now}) == Reasons{});
    CHECK(odd_times(leaf, {now, now - 24h, now}) == Reasons{});
    CHECK(odd_times(leaf, {now, now - 24h - 1s, now}) == Reasons{Reason::time_far_from_date});
    CHECK(odd_times(leaf, {now - 120h, now, now}) == Reasons{Reason::time_far_from_date});
    CHECK(odd_times(leaf, {now + 10min, now, now}) == Reasons{});
    CHECK(odd_times(leaf, {now + 10min + 1s, now, now}) == Reasons{Reason::time_in_future});
}

TEST_CASE_FIXTURE(World, "E-23 a signing time outside the certificate's validity is odd") {
    const Ca leaf = alice();
    const UnixTime long_ago{std::chrono::seconds(915'148'800)};  // 1999
    CHECK(odd_times(leaf, {long_ago, long_ago, now}) ==
          Reasons{Reason::time_signed_outside_validity});
}

TEST_CASE_FIXTURE(World, "certificates are read from PEM, DER and certs-only files") {
    CHECK(read_certificates(as_view(root.pem_certificate() + inter.pem_certificate())).size() == 2);
    CHECK(read_certificates(der_of(*root.certificate)).size() == 1);
    const CmsPtr bag(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL));
    REQUIRE(bag);
    CMS_add1_cert(bag.get(), root.certificate.get());
    CMS_add1_cert(bag.get(), inter.certificate.get());
    Bytes der(static_cast<std::size_t>(i2d_CMS_ContentInfo(bag.get(), nullptr)));
    unsigned char* at = der.data();
    i2d_CMS_ContentInfo(bag.get(), &at);
    CHECK(read_certificates(der).size() == 2);
    CHECK(read_certificates(as_view("neither")).empty());
    CHECK(read_certificates({}).empty());
    Bytes trailing = der_of(*root.certificate);
    trailing.push_back(0);
    CHECK_FALSE(read_certificate_der(trailing));
}

TEST_CASE("revocation that is not asked stays unknown with its reason") {
    Findings findings;
    revocation_not_asked()->check({}, {}, findings);
    CHECK(findings[Check::V_25] == Outcome::unknown);
    CHECK(findings.has(Reason::revocation_not_asked));
}
