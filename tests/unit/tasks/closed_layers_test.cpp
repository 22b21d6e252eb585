// SPDX-License-Identifier: MPL-2.0
#include "base/limits.hpp"
#include "counting_key.hpp"
#include "mail/compose.hpp"
#include "support/envelope_builder.hpp"
#include "support/peak_memory.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

const std::string kHtml = "Content-Type: text/html\r\n\r\n<p><img src=\"http://x.test/\"></p>\r\n";

std::string entity_of(View cms, mail::SmimeType type) {
    return std::string(as_text(mail::pkcs7_mime(cms, type)));
}

std::string in_signed_layers(const World& world, std::string entity, std::size_t layers) {
    for (std::size_t i = 0; i < layers; ++i) entity = signed_opaque(world, world.alice, entity);
    return entity;
}

Bytes envelope_to_bob(const World& world) {
    EnvelopeSpec spec;
    spec.content = to_bytes(as_view(text_entity()));
    spec.recipients = {key_transport(world.bob, spec.key)};
    return envelope(spec);
}

Bytes signed_by_many(const World& world, std::size_t signers) {
    SignedSpec spec;
    spec.content = to_bytes(as_view(text_entity()));
    spec.enclosed = spec.content;
    spec.signers.assign(signers, SignerSpec{world.alice});
    spec.certificates = {world.inter.certificate};
    return signed_data(spec);
}

/// A mail whose body is base64 of a little more than the limit, built in one allocation.
std::string too_large(const World& world, const std::string& type) {
    const std::string head = fields(world) +
                             "Content-Type: application/pkcs7-mime; smime-type=" + type +
                             "\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    const std::size_t body = limits::kCmsBytes / 3 * 4 + 8;
    std::string message;
    message.reserve(head.size() + body);
    message.append(head).append(body, 'A');
    return message;
}

}  // namespace

TEST_CASE("E-75 no key is used for a layer that is one too many, and nothing of it is given out") {
    const World world;
    const std::string sealed = encrypted(world, kHtml, cms::Cipher::aes_256_cbc);
    for (const std::size_t around : {limits::kCryptoLayers - 1, limits::kCryptoLayers}) {
        const Watched bob(world);
        const auto reading = bob.open(fields(world) + in_signed_layers(world, sealed, around));
        if (around < limits::kCryptoLayers) {
            CHECK(bob.key->opened_with == 1);
            CHECK(reading.verdict.encryption == EncryptionState::secret_unauthenticated);
            continue;
        }
        CHECK(bob.key->opened_with == 0);
        CHECK(gives_nothing(reading));
        CHECK(reading.verdict.encryption == EncryptionState::refused);
        CHECK(reading.verdict.signature == SignatureState::unsupported);
        CHECK(reading.verdict.restricted);
        CHECK(reading.verdict.findings.has(Reason::mail_too_many_layers));
    }
}

TEST_CASE("what an opened layer holds stays closed while one inside it is, or limits are passed") {
    const World world;
    const World strangers;
    const Watched bob(world);
    const std::string text = text_entity();
    const std::string inner = encrypted(strangers, text, cms::Cipher::aes_256_cbc);
    const auto locked = bob.open(fields(world) + encrypted(world, inner));
    CHECK(bob.key->opened_with == 1);
    CHECK(locked.verdict.encryption == EncryptionState::no_key);
    CHECK(gives_nothing(locked));

    const std::string thrice = encrypted(world, encrypted(world, encrypted(world, text)));
    const auto refused = bob.open(fields(world) + thrice);
    CHECK(refused.verdict.encryption == EncryptionState::refused);
    CHECK(gives_nothing(refused));

    const std::string many =
        entity_of(signed_by_many(world, limits::kSigners + 1), mail::SmimeType::signed_data);
    const auto beyond = bob.open(fields(world) + encrypted(world, many));
    CHECK(beyond.verdict.encryption == EncryptionState::refused);
    CHECK(gives_nothing(beyond));
}

TEST_CASE("E-76 one signer more than the limit cannot be checked, which is no broken signature") {
    const World world;
    const auto state_with = [&](std::size_t signers) {
        const Bytes cms = signed_by_many(world, signers);
        return world.read(fields(world) + entity_of(cms, mail::SmimeType::signed_data)).verdict;
    };
    CHECK(state_with(limits::kSigners).signature == SignatureState::verified);
    const auto over = state_with(limits::kSigners + 1);
    CHECK(over.signature == SignatureState::unsupported);
    CHECK(over.findings.has(Reason::mail_limit));
    CHECK(over.encryption == EncryptionState::none);
}

TEST_CASE("E-76 a detached signature with one signer too many leaves the text readable") {
    const World world;
    const std::string text = text_entity();
    SignedSpec spec;
    spec.content = to_bytes(as_view(text));
    spec.signers.assign(limits::kSigners + 1, SignerSpec{world.alice});
    const auto made = mail::multipart_signed(as_view(text), signed_data(spec), "sha-256");
    const auto reading = world.read(fields(world) + std::string(as_text(made)));
    CHECK(reading.verdict.signature == SignatureState::unsupported);
    REQUIRE(reading.leaves.size() == 1);
    CHECK(as_text(reading.leaves[0].bytes.view()) == "Hello Bob,\r\nthis is Alice.\r\n");
}

TEST_CASE("E-76 an object beyond the limit is refused before it is decoded") {
    const World world;
    for (const char* type : {"enveloped-data", "signed-data"}) {
        const std::string message = too_large(world, type);
        const std::size_t before = begin_peak();
        const auto reading = tasks::read_message(as_view(message), {}, world.services()).value();
        CHECK(peak_memory() - before < limits::kCmsBytes / 4);
        CHECK(reading.verdict.findings.has(Reason::mail_limit));
        const bool sealed = std::string_view(type) == "enveloped-data";
        CHECK(reading.verdict.encryption ==
              (sealed ? EncryptionState::refused : EncryptionState::none));
        CHECK(reading.verdict.signature ==
              (sealed ? SignatureState::none : SignatureState::unsupported));
    }
}

TEST_CASE("an encrypted message that was cut off is refused, not called a broken signature") {
    const World world;
    const Watched bob(world);
    const Bytes whole = envelope_to_bob(world);
    for (const std::size_t size :
         {whole.size() - 1, whole.size() / 2, std::size_t{30}, std::size_t{10}, std::size_t{0}}) {
        CAPTURE(size);
        const auto cut = View(whole).first(size);
        const auto reading =
            bob.open(fields(world) + entity_of(cut, mail::SmimeType::auth_enveloped_data));
        CHECK(reading.verdict.encryption == EncryptionState::refused);
        CHECK(reading.verdict.signature == SignatureState::none);
        CHECK(gives_nothing(reading));
    }
    CHECK(bob.key->opened_with == 0);
    const Bytes signature = signed_by_many(world, 1);
    const auto half = View(signature).first(signature.size() / 2);
    CHECK(world.read(fields(world) + entity_of(half, mail::SmimeType::signed_data))
              .verdict.signature == SignatureState::broken);
}

TEST_CASE("E-60 CMS content that S/MIME does not know cannot be checked, by whatever name") {
    const World world;
    constexpr cms::Oid kDigestedData{"1.2.840.113549.1.7.5"};
    for (const cms::Oid& type : {kDigestedData, cms::oid::kData}) {
        const Bytes cms = content_info(type, cms::der::sequence({}));
        for (const auto name : {mail::SmimeType::signed_data, mail::SmimeType::enveloped_data}) {
            const auto reading = world.read(fields(world) + entity_of(cms, name));
            CHECK(reading.verdict.signature == SignatureState::unsupported);
            CHECK(reading.verdict.findings[Check::V_07] == Outcome::unknown);
            CHECK(reading.verdict.encryption == EncryptionState::none);
        }
    }
}

TEST_CASE(
    "E-74 compressed data is not inflated: alone it cannot be checked, signed it is covered") {
    const World world;
    const Bytes cms = content_info(cms::oid::kCompressedData, cms::der::sequence({}));
    const std::string compressed =
        "Content-Type: application/pkcs7-mime; smime-type=compressed-data; name=smime.p7z\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n" +
        entity_of(cms, mail::SmimeType::signed_data)
            .substr(entity_of(cms, mail::SmimeType::signed_data).find("\r\n\r\n") + 4);
    const auto alone = world.read(fields(world) + compressed);
    CHECK(alone.verdict.signature == SignatureState::unsupported);
    CHECK(alone.verdict.encryption == EncryptionState::none);
    CHECK_FALSE(alone.verdict.restricted);
    CHECK(alone.verdict.findings.has(Reason::cms_compressed));

    const auto covered = world.read(fields(world) + signed_opaque(world, world.alice, compressed));
    CHECK(covered.verdict.signature == SignatureState::verified);
    const auto sealed = world.open(fields(world) + encrypted(world, compressed));
    CHECK(sealed.verdict.encryption == EncryptionState::secret);
    CHECK(sealed.verdict.signature == SignatureState::none);
}
