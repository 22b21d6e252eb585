// SPDX-License-Identifier: MPL-2.0
#include "base/limits.hpp"
#include "counting_key.hpp"
#include "mail/compose.hpp"
#include "support/envelope_builder.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

namespace der = cms::der;

std::string entity_of(View cms, mail::SmimeType type) {
    return std::string(as_text(mail::pkcs7_mime(cms, type)));
}

std::string mail_of(const World& world, const EnvelopeSpec& spec) {
    return fields(world) + entity_of(envelope(spec), mail::SmimeType::enveloped_data);
}

EnvelopeSpec sealed_with(std::vector<Bytes> recipients) {
    EnvelopeSpec spec;
    spec.content = to_bytes(as_view(text_entity()));
    spec.recipients = std::move(recipients);
    return spec;
}

SignedSpec opaque_by(const World& world, const SignerSpec& signer, const std::string& entity) {
    SignedSpec spec;
    spec.content = to_bytes(as_view(entity));
    spec.enclosed = spec.content;
    spec.signers = {signer};
    spec.certificates = {world.inter.certificate};
    return spec;
}

std::string signed_with(const World& world, const Bytes& attribute, const std::string& entity) {
    SignerSpec signer{world.alice};
    signer.more_attributes = {attribute};
    return entity_of(signed_data(opaque_by(world, signer, entity)), mail::SmimeType::signed_data);
}

/// A SignerInfo with one unsigned attribute put behind it.
Bytes with_unsigned(const Bytes& info, const Bytes& attribute) {
    der::Reader outer{View(info)};
    const View content = outer.take(der::kSequence).content;
    return der::sequence({content, der::write(der::constructed(1), attribute)});
}

Bytes receipt_request() {
    constexpr cms::Oid kReceiptRequest{"1.2.840.113549.1.9.16.2.1"};
    const Bytes name = der::write(der::primitive(1), as_view("mallory@example.net"));
    const Bytes value = der::sequence({der::octet_string(as_view("content 4711")),
                                       der::write(der::primitive(0), as_view(std::string(1, '\0'))),
                                       der::sequence({der::sequence({name})})});
    return attribute(kReceiptRequest, {value});
}

struct Outcome78 {
    EncryptionState state;
    int uses;  ///< of the key
};

void check_closed(const World& world, const Ca& owner, const EnvelopeSpec& spec,
                  const Outcome78& expected) {
    const Watched reader(world, owner);
    const auto reading = reader.open(mail_of(world, spec));
    CHECK(reading.verdict.encryption == expected.state);
    CHECK(reader.key->opened_with == expected.uses);
    CHECK(gives_nothing(reading));
}

}  // namespace

TEST_CASE("E-78 envelopes that made others fall stay closed, before the key where that can be") {
    const World world;
    Options curve;
    curve.key = KeyType::p256;
    const Ca bob = world.inter.leaf("bob@example.org", curve);
    const Bytes key = EnvelopeSpec{}.key;

    SUBCASE("key agreement without parameters") {
        AgreementSpec agreement;
        agreement.parameters = Bytes{};
        check_closed(world, bob, sealed_with({key_agreement(bob, key, agreement)}),
                     {EncryptionState::refused, 0});
    }
    SUBCASE("an OAEP label whose parameters are absent") {
        const Bytes source = der::algorithm(cms::oid::kPSpecified);
        const Bytes oaep = der::sequence({der::write(der::constructed(2), source)});
        check_closed(world, world.bob, sealed_with({oaep_transport(world.bob, key, oaep)}),
                     {EncryptionState::unsupported, 0});
    }
    SUBCASE("a nonce of 1,000 octets") {
        EnvelopeSpec spec = sealed_with({key_transport(world.bob, key)});
        spec.parameters = der::sequence({der::octet_string(Bytes(1'000, 1)), der::integer(16)});
        check_closed(world, world.bob, spec, {EncryptionState::refused, 0});
    }
    SUBCASE("a wrapped key that is too short fails like all damage") {
        AgreementSpec agreement;
        agreement.encrypted_key = Bytes(8, 1);
        check_closed(world, bob, sealed_with({key_agreement(bob, key, agreement)}),
                     {EncryptionState::failed, 1});
    }
    SUBCASE("a password for a recipient") {
        check_closed(world, world.bob, sealed_with({password_recipient()}),
                     {EncryptionState::no_key, 0});
    }
    SUBCASE("the same tools make envelopes that open") {
        const Watched reader(world, bob);
        const auto opened = reader.open(mail_of(world, sealed_with({key_agreement(bob, key)})));
        CHECK(opened.verdict.encryption == EncryptionState::secret);
    }
}

TEST_CASE("E-78 a SignedData without digest algorithms is judged by its signers") {
    const World world;
    SignedSpec spec = opaque_by(world, SignerSpec{world.alice}, text_entity());
    spec.digest_algorithms = der::write(der::kSet, View());
    const auto reading =
        world.read(fields(world) + entity_of(signed_data(spec), mail::SmimeType::signed_data));
    CHECK(reading.verdict.signature == SignatureState::verified);
}

TEST_CASE("E-76 as many recipients as the limit open, one more is refused without the key") {
    const World world;
    const Bytes key = EnvelopeSpec{}.key;
    std::vector<Bytes> recipients(limits::kRecipients - 1, key_transport(world.alice, key));
    recipients.push_back(key_transport(world.bob, key));
    const Watched bob(world);
    CHECK(bob.open(mail_of(world, sealed_with(recipients))).verdict.encryption ==
          EncryptionState::secret);
    recipients.push_back(key_transport(world.alice, key));
    check_closed(world, world.bob, sealed_with(recipients), {EncryptionState::refused, 0});
}

TEST_CASE("E-70 who countersigned is no author, and a digest of an outer layer says nothing") {
    const World world;
    const Ca mallory = world.inter.leaf("mallory@example.net");
    SignedSpec spec = opaque_by(world, SignerSpec{world.alice}, text_entity());
    const Bytes honest = signer_info(SignerSpec{world.alice}, spec.content);
    const Bytes counter = attribute(cms::oid::kCounterSignature,
                                    {signer_info(SignerSpec{mallory}, as_view("a signature"))});
    spec.signers.clear();
    spec.signer_infos = {with_unsigned(honest, counter)};
    spec.certificates = {world.alice.certificate, mallory.certificate, world.inter.certificate};
    const auto countersigned =
        world.read(fields(world) + entity_of(signed_data(spec), mail::SmimeType::signed_data));
    CHECK(countersigned.verdict.signature == SignatureState::verified);
    CHECK(countersigned.verdict.address == "alice@example.com");
    CHECK(countersigned.signers.size() == 1);

    constexpr cms::Oid kMsgSigDigest{"1.2.840.113549.1.9.16.2.5"};
    const Bytes other = attribute(kMsgSigDigest, {der::octet_string(Bytes(32, 1))});
    const std::string inner = signed_opaque(world, world.alice, text_entity());
    for (const std::string& entity : {inner, encrypted(world, inner), text_entity()}) {
        const auto reading = world.open(fields(world) + signed_with(world, other, entity));
        const bool sealed = entity != inner && entity != text_entity();
        CHECK(reading.verdict.signature == SignatureState::verified);
        CHECK(reading.verdict.address == "alice@example.com");
        CHECK((reading.verdict.encryption == EncryptionState::secret) == sealed);
    }
}

TEST_CASE("N-705 a countersignature among what was signed breaks the signature") {
    const World world;
    const Bytes counter =
        attribute(cms::oid::kCounterSignature, {signer_info(SignerSpec{world.bob}, as_view("x"))});
    const auto reading = world.read(fields(world) + signed_with(world, counter, text_entity()));
    CHECK(reading.verdict.signature == SignatureState::broken);
}

TEST_CASE("E-71 a receipt that is asked for is never made: no key signs, whoever asks") {
    const World world;
    const std::string asking = signed_with(world, receipt_request(), text_entity());
    const auto check = [&](const std::string& from, const std::string& entity, int opened,
                           SignatureState state) {
        const Watched bob(world);
        const auto reading = bob.open(fields(world, from) + entity);
        CHECK(reading.verdict.signature == state);
        CHECK_FALSE(reading.key_error);
        CHECK(bob.key->signed_with == 0);
        CHECK(bob.key->opened_with == opened);
    };
    check("alice@example.com", asking, 0, SignatureState::verified);
    check("mallory@example.net", asking, 0, SignatureState::wrong_address);
    check("alice@example.com", encrypted(world, asking), 1, SignatureState::verified);
}
