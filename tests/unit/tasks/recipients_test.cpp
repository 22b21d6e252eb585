// SPDX-License-Identifier: MPL-2.0
#include "tasks/recipients.hpp"

#include "base/file.hpp"
#include "people_world.hpp"
#include "tasks/people_list.hpp"
#include "tasks/protect.hpp"
#include "tasks/sealing.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

using Names = std::vector<std::string>;

Address address(const std::string& text) {
    return parse_address(text).value();
}

tasks::RecipientCertificate who_opens(const Names& opens) {
    tasks::RecipientCertificate recipient;
    recipient.known.push_back({nullptr, {}, people::Source::mail, {}, opens});
    return recipient;
}

cms::Cipher chosen(const std::vector<Names>& all) {
    std::vector<tasks::RecipientCertificate> recipients;
    for (const Names& opens : all) recipients.push_back(who_opens(opens));
    return tasks::cipher_for_all(recipients);
}

tasks::RecipientCertificate find(PeopleWorld& world, const std::string& text) {
    auto found = tasks::Recipients(world.services).find(address(text));
    REQUIRE_MESSAGE(found.ok(), found.error().detail);
    return std::move(found).value();
}

const Names kGcm = {"AES-256-GCM", "AES-256-CBC"};
const Names kCbc128 = {"AES-128-CBC"};

}  // namespace

TEST_CASE("E-26 the content cipher is the best that every recipient opens") {
    CHECK(chosen({{}}) == cms::Cipher::aes_256_cbc);
    CHECK(chosen({kGcm}) == cms::Cipher::aes_256_gcm);
    CHECK(chosen({kGcm, kGcm}) == cms::Cipher::aes_256_gcm);
    CHECK(chosen({kGcm, {}}) == cms::Cipher::aes_256_cbc);
    CHECK(chosen({kGcm, {"AES-256-CBC"}}) == cms::Cipher::aes_256_cbc);
    CHECK(chosen({kGcm, kCbc128}) == cms::Cipher::aes_128_cbc);
    CHECK(chosen({{}, kCbc128}) == cms::Cipher::aes_128_cbc);
    CHECK(chosen({{"AES-128-GCM"}}) == cms::Cipher::aes_128_cbc);
    CHECK(chosen({{"3DES-CBC", "AES-128-CBC"}}) == cms::Cipher::aes_128_cbc);
}

TEST_CASE("E-26 what is sent follows what was remembered of the recipient's program") {
    PeopleWorld world;
    world.know(world.world.bob);
    tasks::ProtectRequest request;
    const std::string entity = text_entity();
    request.entity = as_view(entity);
    request.account = "alice@example.com";
    request.recipients = {"bob@example.org"};
    request.protection = tasks::Protection::sign_and_encrypt;
    const auto sent = [&] {
        auto made = tasks::protect(request, world.services);
        REQUIRE_MESSAGE(made.ok(), made.error().detail);
        auto reading = world.world.open(fields(world.world) + std::string(as_text(made->entity)));
        CHECK(reading.verdict.encryption == EncryptionState::secret);
        CHECK(reading.verdict.signature == SignatureState::verified);
        return reading;
    };
    CHECK(sent().cipher == "AES-256-CBC");
    const X509& bob = *world.world.bob.certificate;
    REQUIRE(world.services.people->note_capabilities(bob, kCbc128, world.world.now));
    CHECK(sent().cipher == "AES-128-CBC");
    const UnixTime later = world.world.now + std::chrono::seconds(1);
    REQUIRE(world.services.people->note_capabilities(bob, kGcm, later));
    CHECK(sent().cipher == "AES-256-GCM");
}

TEST_CASE("E-26 the person's word on GCM is remembered for who has said nothing") {
    PeopleWorld world;
    world.know(world.world.bob);
    const auto cipher = [&] {
        const auto bob = find(world, "bob@example.org");
        REQUIRE(bob.usable);
        return tasks::cipher_for_all({&bob, 1});
    };
    const auto set = [&](const std::string& whom, bool opens) {
        REQUIRE(tasks::set_opens_gcm(whom, opens, world.services));
        return cipher();
    };
    SUBCASE("at an address") {
        CHECK(set("BOB@example.org", true) == cms::Cipher::aes_256_gcm);
        world.services.people = std::make_shared<people::People>(
            std::make_shared<people::Database>((world.folder.path() / "people.sqlite").string()));
        CHECK(cipher() == cms::Cipher::aes_256_gcm);
        CHECK(set("bob@example.org", false) == cms::Cipher::aes_256_cbc);
    }
    SUBCASE("in a whole domain") {
        CHECK(set("Example.org", true) == cms::Cipher::aes_256_gcm);
        CHECK(set("example.org", false) == cms::Cipher::aes_256_cbc);
    }
    SUBCASE("of somebody else") {
        CHECK(set("carol@example.org", true) == cms::Cipher::aes_256_cbc);
        CHECK(set("sub.example.org", true) == cms::Cipher::aes_256_cbc);
        CHECK(set("org", true) == cms::Cipher::aes_256_cbc);
    }
    SUBCASE("until their program says better") {
        const X509& bob = *world.world.bob.certificate;
        REQUIRE(world.services.people->note_capabilities(bob, kCbc128, world.world.now));
        CHECK(set("bob@example.org", true) == cms::Cipher::aes_128_cbc);
    }
    CHECK_FALSE(tasks::set_opens_gcm("no address", true, world.services).ok());
}

/// What comes of sealing to somebody: an error, and nothing that could be sent.
Error refused(const PeopleWorld& world, const std::string& recipient) {
    tasks::ProtectRequest request;
    const std::string entity = text_entity();
    request.entity = as_view(entity);
    request.account = "alice@example.com";
    request.recipients = {recipient};
    request.protection = tasks::Protection::sign_and_encrypt;
    auto made = tasks::protect(request, world.services);
    REQUIRE_FALSE(made.ok());
    return made.error();
}

TEST_CASE("E-27 to somebody who opens nothing but weak ciphers nothing is sent at all") {
    PeopleWorld world;
    const Ca dave = world.world.inter.leaf("dave@example.net");
    world.know(dave);
    REQUIRE(world.services.people->note_capabilities(*dave.certificate, {"3DES-CBC", "RC2-CBC"},
                                                     world.world.now));
    const auto found = find(world, "dave@example.net");
    CHECK_FALSE(found.usable);
    CHECK(found.findings.has(Reason::cms_weak_cipher));
    const Error error = refused(world, "dave@example.net");
    CHECK(error.code == ErrorCode::people_unfit_certificate);
    CHECK(error.args == Names{"dave@example.net"});
}

TEST_CASE("E-28 each unfit certificate stops the message, for a reason of its own") {
    PeopleWorld world;
    const World& who = world.world;
    const auto is_stopped_by = [&](const Ca& unfit, Reason reason) {
        world.know(unfit);
        const Error error = refused(world, "dave@example.net");
        CHECK(error.code == ErrorCode::people_unfit_certificate);
        CHECK(error.args == Names{"dave@example.net"});
        const auto found = find(world, "dave@example.net");
        CHECK_FALSE(found.usable);
        REQUIRE_FALSE(found.findings.list().empty());
        CHECK(found.findings.list().front().reason == reason);
    };
    SUBCASE("expired") {
        is_stopped_by(
            who.inter.leaf("dave@example.net", {.not_before = who.now - std::chrono::hours(48),
                                                .not_after = who.now - std::chrono::hours(24)}),
            Reason::path_expired);
    }
    SUBCASE("for signing alone") {
        is_stopped_by(
            who.inter.leaf("dave@example.net", {.key_usage = "critical,digitalSignature"}),
            Reason::path_unfit_usage);
    }
    SUBCASE("for servers alone") {
        is_stopped_by(who.inter.leaf("dave@example.net", {.extended_key_usage = "serverAuth"}),
                      Reason::path_unfit_usage);
    }
    SUBCASE("with a key of 1024 bits") {
        is_stopped_by(who.inter.leaf("dave@example.net", {.key = KeyType::rsa1024}),
                      Reason::path_weak);
    }
    SUBCASE("of an issuer nobody trusts") {
        is_stopped_by(Ca::root("Root R2").leaf("dave@example.net"), Reason::path_no_anchor);
    }
    SUBCASE("of nobody but itself") {
        is_stopped_by(Ca::root("Dave", {.addresses = {"dave@example.net"}}),
                      Reason::path_self_signed);
    }
    SUBCASE("for another address") {
        world.know(who.inter.leaf("david@example.net"));
        const Error error = refused(world, "dave@example.net");
        CHECK(error.code == ErrorCode::people_no_certificate);
        CHECK(error.args == Names{"dave@example.net"});
    }
}

TEST_CASE("E-28 a certificate that has expired is known, unusable, and says why") {
    PeopleWorld world;
    const Ca dave = world.world.inter.leaf("dave@example.net",
                                           {.not_before = world.world.now - std::chrono::hours(48),
                                            .not_after = world.world.now - std::chrono::hours(24)});
    world.know(dave);
    const auto expired = find(world, "dave@example.net");
    CHECK_FALSE(expired.usable);
    CHECK(expired.findings.has(Reason::path_expired));
    REQUIRE(expired.known.size() == 1);

    const Ca renewed = world.world.inter.leaf("dave@example.net");
    world.know(renewed);
    const auto found = find(world, "dave@example.net");
    CHECK(found.usable);
    REQUIRE(found.known.size() == 2);
    CHECK(found.known[0].certificate == found.certificate);
    CHECK(X509_cmp(found.certificate.get(), renewed.certificate.get()) == 0);
    CHECK(found.known[0].source == people::Source::file);
}

TEST_CASE("one can write to oneself: one's own certificate is known without being learnt") {
    PeopleWorld world;
    const auto found = find(world, "bob@example.org");
    CHECK(found.usable);
    REQUIRE(found.known.size() == 1);
    CHECK(found.known[0].source == people::Source::own);
    CHECK(found.known[0].opens.front() == "AES-256-GCM");
    CHECK_FALSE(find(world, "carol@example.org").certificate);
}

TEST_CASE("a store of people that cannot be read is said, and is no missing certificate") {
    PeopleWorld world;
    REQUIRE(write_file_by_rename(world.folder.file("people.sqlite"), as_view("no database")));
    const auto found = tasks::Recipients(world.services).find(address("carol@example.org"));
    REQUIRE_FALSE(found.ok());
    CHECK(found.error().code == ErrorCode::people_store);
    const auto sealed = tasks::certificates_to_seal({"carol@example.org"}, world.services);
    REQUIRE_FALSE(sealed.ok());
    CHECK(sealed.error().code == ErrorCode::people_store);
}

TEST_CASE("known people are listed page by page and forgotten one by one") {
    PeopleWorld world;
    const Ca dave = world.world.inter.leaf("dave@example.net");
    world.know(world.world.bob);
    world.know(dave);
    auto all = tasks::list_people("", world.services);
    REQUIRE(all);
    REQUIRE(all->people.size() == 2);
    CHECK_FALSE(all->more);
    CHECK(all->people[0].address.text() == "bob@example.org");
    CHECK(all->people[0].certificates.size() == 1);
    auto behind = tasks::list_people("bob@example.org", world.services);
    REQUIRE(behind);
    REQUIRE(behind->people.size() == 1);
    CHECK(behind->people[0].address.text() == "dave@example.net");
    CHECK(tasks::forget_person("DAVE@example.net", world.services).value());
    CHECK_FALSE(tasks::forget_person("dave@example.net", world.services).value());
    CHECK_FALSE(tasks::forget_person("no address", world.services).ok());
}

TEST_CASE("of a file with a whole chain in any order the person's certificate is learnt") {
    PeopleWorld world;
    const std::string file = world.world.root.pem_certificate() +
                             world.world.inter.pem_certificate() +
                             world.world.bob.pem_certificate();
    auto learnt = tasks::add_known_certificate(as_view(file), "test", world.services);
    REQUIRE_MESSAGE(learnt.ok(), learnt.error().detail);
    CHECK(learnt->addresses == Names{"bob@example.org"});
    const auto known = world.services.people->certificates_for(address("bob@example.org"));
    REQUIRE(known->size() == 1);
    CHECK(known->front().chain.size() == 2);
}
