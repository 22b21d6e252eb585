// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"
#include "people_world.hpp"
#include "tasks/protect.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>

using namespace sealwright;
using namespace sealwright::support;

namespace {

/// Alice writes to Bob, and to Dave and Erin without Bob knowing.
struct BccWorld : PeopleWorld {
    Ca other_issuer = world.root.intermediate("Inter II");
    Ca dave = other_issuer.leaf("dave@example.net");
    Ca erin = world.inter.leaf("erin@example.net");
    std::string text = text_entity("to all of you\r\n");

    BccWorld() {
        for (const Ca* person : {&world.bob, &erin}) know(*person);
        const std::string chain = dave.pem_certificate() + other_issuer.pem_certificate();
        REQUIRE(tasks::add_known_certificate(as_view(chain), "test", services));
    }

    [[nodiscard]] tasks::ProtectRequest request() const {
        tasks::ProtectRequest request;
        request.account = "alice@example.com";
        request.protection = tasks::Protection::sign_and_encrypt;
        request.entity = as_view(text);
        request.recipients = {"bob@example.org"};
        request.bcc = {"dave@example.net", "erin@example.net"};
        return request;
    }
    [[nodiscard]] tasks::ProtectedMessage send(const tasks::ProtectRequest& request) const {
        auto made = tasks::protect(request, services);
        REQUIRE_MESSAGE(made.ok(), made.error().detail);
        return std::move(made).value();
    }
    /// What `who` reads, holding no other key.
    [[nodiscard]] tasks::Reading open(const Bytes& entity, const Ca& who) const {
        struct OneKey final : keys::KeyStore {
            explicit OneKey(keys::Identity identity) : identity_(std::move(identity)) {}
            [[nodiscard]] std::string name() const override { return "one"; }
            Result<keys::Inventory> list(const std::stop_token&) override {
                return keys::Inventory{{identity_}, {}};
            }
            keys::Identity identity_;
        };
        tasks::Services own = services;
        own.stores = {std::make_shared<OneKey>(world.identity(who))};
        tasks::ReadOptions options;
        options.keys = tasks::KeysAllowed::yes;
        const std::string mail = fields(world) + std::string(as_text(entity));
        auto reading = tasks::read_message(as_view(mail), options, own);
        REQUIRE(reading.ok());
        return std::move(reading).value();
    }
};

cms::Envelope envelope_of(const Bytes& entity) {
    auto parsed = mail::parse_entity(entity);
    REQUIRE(parsed);
    auto envelope = cms::inspect(mail::decoded_body(*parsed, parsed->root));
    REQUIRE(envelope);
    return std::move(envelope).value();
}

bool names(const cms::Envelope& envelope, const Ca& person) {
    return std::any_of(
        envelope.recipients.begin(), envelope.recipients.end(),
        [&](const cms::Recipient& recipient) { return recipient.is_for(*person.certificate); });
}

bool contains(View haystack, View needle) {
    return std::search(haystack.begin(), haystack.end(), needle.begin(), needle.end()) !=
           haystack.end();
}

Bytes issuer_of(const Ca& person) {
    return sealwright::der_of(*X509_get_issuer_name(person.certificate.get()));
}

/// Tag and length included: the few octets of a test's serial number stand in many a ciphertext.
Bytes encoded(const ASN1_INTEGER* number) {
    Bytes der(static_cast<std::size_t>(i2d_ASN1_INTEGER(number, nullptr)));
    std::uint8_t* end = der.data();
    i2d_ASN1_INTEGER(number, &end);
    return der;
}

}  // namespace

TEST_CASE("E-59 the message to all has no trace of its Bcc recipients, not even their number") {
    BccWorld world;
    const auto sent = world.send(world.request());
    const cms::Envelope envelope = envelope_of(sent.entity);
    CHECK(envelope.recipients.size() == 2);
    CHECK(names(envelope, world.world.bob));
    CHECK(names(envelope, world.world.alice));
    auto parsed = mail::parse_entity(sent.entity);
    REQUIRE(parsed);
    const Bytes cms = mail::decoded_body(*parsed, parsed->root);
    for (const Ca* hidden : {&world.dave, &world.erin}) {
        CHECK_FALSE(names(envelope, *hidden));
        const X509* certificate = hidden->certificate.get();
        CHECK_FALSE(contains(cms, encoded(X509_get0_serialNumber(certificate))));
        const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(hidden->certificate.get());
        REQUIRE(id);
        CHECK_FALSE(contains(
            cms, {ASN1_STRING_get0_data(id), static_cast<std::size_t>(ASN1_STRING_length(id))}));
    }
    CHECK(contains(cms, issuer_of(world.world.bob)));
    CHECK_FALSE(contains(cms, issuer_of(world.dave)));
    auto alone = world.request();
    alone.bcc.clear();
    CHECK(world.send(alone).entity.size() == sent.entity.size());
}

TEST_CASE("E-59 each Bcc recipient gets a copy that only it and the account open") {
    BccWorld world;
    const auto sent = world.send(world.request());
    REQUIRE(sent.copies.size() == 2);
    CHECK(sent.copies[0].recipient == "dave@example.net");
    CHECK(sent.copies[1].recipient == "erin@example.net");
    for (const auto& copy : sent.copies) {
        const cms::Envelope envelope = envelope_of(copy.entity);
        CHECK(envelope.recipients.size() == 2);
        CHECK(names(envelope, world.world.alice));
        CHECK_FALSE(names(envelope, world.world.bob));
    }
    CHECK(names(envelope_of(sent.copies[0].entity), world.dave));
    CHECK(names(envelope_of(sent.copies[1].entity), world.erin));
    const auto read = world.open(sent.copies[0].entity, world.dave);
    CHECK(read.verdict.signature == SignatureState::verified);
    CHECK(read.verdict.encryption == EncryptionState::secret);
    CHECK(world.open(sent.copies[0].entity, world.erin).verdict.encryption ==
          EncryptionState::no_key);
}

TEST_CASE("one signature stands in the message and in all of its copies") {
    BccWorld world;
    const auto sent = world.send(world.request());
    const auto main = world.open(sent.entity, world.world.alice);
    REQUIRE(main.plaintext);
    for (const auto& copy : sent.copies) {
        const auto read = world.open(copy.entity, world.world.alice);
        REQUIRE(read.plaintext);
        CHECK(as_text(read.plaintext->view()) == as_text(main.plaintext->view()));
    }
}

TEST_CASE("a message to Bcc recipients alone is sealed to the account; a stranger stops it") {
    BccWorld world;
    auto request = world.request();
    request.recipients.clear();
    const auto sent = world.send(request);
    CHECK(envelope_of(sent.entity).recipients.size() == 1);
    CHECK(sent.copies.size() == 2);

    request.bcc.emplace_back("frank@example.net");
    auto stopped = tasks::protect(request, world.services);
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().code == ErrorCode::people_no_certificate);
    CHECK(stopped.error().args == std::vector<std::string>{"frank@example.net"});
    request.bcc.clear();
    CHECK_FALSE(tasks::protect(request, world.services).ok());
}

TEST_CASE("whoever has no certificate is named before a key is used") {
    struct Untouchable final : keys::PrivateKey {
        [[nodiscard]] keys::Abilities abilities() const override {
            FAIL("the key was asked");
            return {};
        }
    };
    struct OwnStore final : keys::KeyStore {
        explicit OwnStore(keys::Identity identity) : identity_(std::move(identity)) {
            identity_.key = std::make_shared<Untouchable>();
        }
        [[nodiscard]] std::string name() const override { return "own"; }
        Result<keys::Inventory> list(const std::stop_token&) override {
            return keys::Inventory{{identity_}, {}};
        }
        keys::Identity identity_;
    };
    BccWorld world;
    world.services.stores = {std::make_shared<OwnStore>(world.world.identity(world.world.alice))};
    auto request = world.request();
    request.bcc.emplace_back("frank@example.net");
    auto stopped = tasks::protect(request, world.services);
    REQUIRE_FALSE(stopped.ok());
    CHECK(stopped.error().code == ErrorCode::people_no_certificate);
}

TEST_CASE("what is only signed needs no copies, and who is named twice is sealed to once") {
    BccWorld world;
    auto request = world.request();
    request.protection = tasks::Protection::sign;
    CHECK(world.send(request).copies.empty());
    request = world.request();
    request.recipients = {"bob@example.org", "BOB@example.org"};
    CHECK(envelope_of(world.send(request).entity).recipients.size() == 2);
}
