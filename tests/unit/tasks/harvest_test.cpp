// SPDX-License-Identifier: MPL-2.0
#include "tasks/harvest.hpp"

#include "cms/certificate.hpp"
#include "cms/der_writer.hpp"
#include "mail/compose.hpp"
#include "people_world.hpp"
#include "signed_mail.hpp"
#include "support/cms_builder.hpp"
#include "tasks/protect.hpp"
#include "trust/path_cache.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace sealwright;
using namespace sealwright::support;

namespace {

constexpr std::chrono::hours kYear{24 * 365};

std::vector<people::KnownCertificate> known(const PeopleWorld& world) {
    return world.services.people->certificates_for(parse_address("alice@example.com").value())
        .value();
}

std::string signed_at(const PeopleWorld& world, UnixTime time) {
    World then = world.world;
    then.now = time;
    return fields(world.world) + signed_opaque(then, world.world.alice, text_entity());
}

Bytes key_preference(const Certificate& certificate) {
    const Bytes der = support::der_of(certificate);
    const auto view = cms::read_certificate(der);
    REQUIRE(view);
    const Bytes serial = cms::der::write(cms::der::kInteger, view->serial);
    return attribute(cms::oid::kKeyPreference,
                     {cms::der::write(cms::der::constructed(0), {view->issuer, serial})});
}

std::string mail_with(const World& world, const Ca& signer, const std::vector<Certificate>& beside,
                      const std::vector<Bytes>& attributes) {
    SignerSpec spec{signer};
    spec.more_attributes = attributes;
    return mail_with(world, spec, beside);
}

/// "3DES and nothing else."
Bytes only_triple_des() {
    namespace der = cms::der;
    const Bytes triple_des = der::sequence({der::oid(cms::Oid{"1.2.840.113549.3.7"})});
    return attribute(cms::oid::kCapabilities, {der::sequence({triple_des})});
}

/// What mail of ours to Alice is encrypted with.
std::string cipher_to_alice(const PeopleWorld& world) {
    tasks::ProtectRequest request;
    const std::string entity = text_entity();
    request.entity = as_view(entity);
    request.protection = tasks::Protection::sign_and_encrypt;
    request.account = "bob@example.org";
    request.recipients = {"alice@example.com"};
    auto made = tasks::protect(request, world.services);
    REQUIRE_MESSAGE(made.ok(), made.error().detail);
    return world.world
        .open(fields(world.world, "bob@example.org") + std::string(as_text(made->entity)))
        .cipher;
}

}  // namespace

TEST_CASE("E-24 a valid mail teaches its signer's certificate, chain and ciphers") {
    PeopleWorld world;
    const auto reading = world.receive(signed_at(world, world.world.now));
    CHECK(reading.verdict.signature == SignatureState::verified);
    const auto learnt = known(world);
    REQUIRE(learnt.size() == 1);
    CHECK(X509_cmp(learnt[0].certificate.get(), world.world.alice.certificate.get()) == 0);
    CHECK(learnt[0].source == people::Source::mail);
    CHECK(learnt[0].added == world.world.now);
    CHECK(learnt[0].opens.front() == "AES-256-GCM");
    CHECK(learnt[0].chain.size() == 1);
}

TEST_CASE("E-24 nothing is learnt from a broken signature nor from a time that is to come") {
    PeopleWorld world;
    std::string broken =
        fields(world.world) + signed_detached(world.world, world.world.alice, text_entity());
    broken.replace(broken.find("Alice."), 5, "Mallo");
    CHECK(world.receive(broken).verdict.signature == SignatureState::broken);
    CHECK(known(world).empty());
    const auto future = world.receive(signed_at(world, world.world.now + std::chrono::hours(48)));
    CHECK(verdict::is_positive(future.verdict.signature));
    CHECK(known(world).empty());
    world.receive(signed_at(world, world.world.now + kYear));
    CHECK(known(world).empty());
}

TEST_CASE("E-24 what a person's program opens is not unlearnt by a mail that proves nothing") {
    PeopleWorld world;
    const World& who = world.world;
    world.receive(signed_at(world, who.now - std::chrono::hours(1)));
    REQUIRE(known(world).size() == 1);
    SignerSpec spec{who.alice};
    spec.more_attributes = {only_triple_des()};
    SUBCASE("whose signature is broken") {
        spec.signature = Bytes(256, 0x5a);
        CHECK(world.receive(mail_with(who, spec, {})).verdict.signature == SignatureState::broken);
    }
    SUBCASE("that was signed in a year") {
        const Bytes content = to_bytes(as_view(text_entity()));
        spec.attribute_set = {
            content_type_attribute(), message_digest_attribute(digest("SHA256", content)),
            signing_time_attribute(who.now + kYear - std::chrono::hours(48)), only_triple_des()};
        CHECK(verdict::is_positive(world.receive(mail_with(who, spec, {})).verdict.signature));
    }
    REQUIRE(known(world).size() == 1);
    CHECK(known(world)[0].opens.front() == "AES-256-GCM");
    CHECK(cipher_to_alice(world) == "AES-256-GCM");
}

TEST_CASE(
    "nothing is learnt of wrong addresses, unknown issuers, junk, sent mail and mere looking") {
    PeopleWorld world;
    const std::string good = signed_at(world, world.world.now);
    world.receive(fields(world.world, "carol@example.com") +
                  signed_opaque(world.world, world.world.alice, text_entity()));
    for (const auto folder : {tasks::Folder::junk, tasks::Folder::sent, tasks::Folder::drafts}) {
        auto options = world.received();
        options.context.folder = folder;
        world.receive(good, options);
    }
    auto nobody = world.received();
    nobody.context.account.clear();
    world.receive(good, nobody);
    auto undated = world.received();
    undated.context.received.reset();
    world.receive(good, undated);
    world.services.anchors = trust::fixed_anchors({});
    world.services.paths = std::make_shared<trust::PathCache>();
    world.receive(good);
    CHECK(known(world).empty());
    CHECK(world.services.people->addresses()->empty());
}

TEST_CASE("a verification that belongs to no account opens no database") {
    PeopleWorld world;
    world.receive(signed_at(world, world.world.now), {});
    CHECK_FALSE(std::filesystem::exists(world.folder.path() / "people.sqlite"));
}

TEST_CASE("E-25 what we sign with one certificate asks to be answered with the other") {
    PeopleWorld world;
    World& who = world.world;
    who.alice = who.inter.leaf("alice@example.com", {.key_usage = "critical,keyEncipherment"});
    // In our store beside the other.
    who.bob = who.inter.leaf("alice@example.com", {.key_usage = "critical,digitalSignature"});
    world.services.stores = who.services().stores;
    tasks::ProtectRequest request;
    const std::string entity = text_entity();
    request.entity = as_view(entity);
    request.account = "alice@example.com";
    auto made = tasks::protect(request, world.services);
    REQUIRE_MESSAGE(made.ok(), made.error().detail);
    const auto reading = world.receive(fields(who) + std::string(as_text(made->entity)));
    CHECK(reading.verdict.signature == SignatureState::verified);
    REQUIRE(known(world).size() == 1);
    CHECK(X509_cmp(known(world)[0].certificate.get(), who.alice.certificate.get()) == 0);
}

TEST_CASE(
    "E-25 who signs with another certificate than it reads with is written to with the latter") {
    PeopleWorld world;
    const World& who = world.world;
    const Ca signing =
        who.inter.leaf("alice@example.com", {.key_usage = "critical,digitalSignature"});
    const Ca reading =
        who.inter.leaf("alice@example.com", {.key_usage = "critical,keyEncipherment"});
    const Ca strange = who.inter.leaf("mallory@example.net");
    SUBCASE("it is named by the key preference") {
        world.receive(mail_with(who, signing, {who.alice.certificate, reading.certificate},
                                {key_preference(reading.certificate)}));
    }
    SUBCASE("it is merely enclosed") {
        world.receive(mail_with(who, signing, {strange.certificate, reading.certificate}, {}));
    }
    SUBCASE("somebody else's is preferred, which is not ours to believe") {
        world.receive(mail_with(who, signing, {strange.certificate, reading.certificate},
                                {key_preference(strange.certificate)}));
    }
    const auto learnt = known(world);
    REQUIRE(learnt.size() == 1);
    CHECK(X509_cmp(learnt[0].certificate.get(), reading.certificate.get()) == 0);
    CHECK(world.services.people->addresses()->size() == 1);
}

TEST_CASE("E-25 a preferred certificate that is not trusted or has expired is passed over") {
    PeopleWorld world;
    const World& who = world.world;
    const Ca self = Ca::root("alice@example.com", {.addresses = {"alice@example.com"}});
    const Ca expired =
        who.inter.leaf("alice@example.com", {.not_before = who.now - std::chrono::hours(48),
                                             .not_after = who.now - std::chrono::hours(24)});
    const Ca weak = who.inter.leaf("alice@example.com", {.key = KeyType::rsa1024});
    const Ca for_servers =
        who.inter.leaf("alice@example.com", {.extended_key_usage = "serverAuth"});
    for (const Ca* unfit : {&self, &expired, &weak, &for_servers}) {
        world.receive(
            mail_with(who, who.alice, {unfit->certificate}, {key_preference(unfit->certificate)}));
        const auto learnt = known(world);
        REQUIRE(learnt.size() == 1);
        CHECK(X509_cmp(learnt[0].certificate.get(), who.alice.certificate.get()) == 0);
    }
    CHECK(cipher_to_alice(world) == "AES-256-CBC");
}
