// SPDX-License-Identifier: MPL-2.0
#include "mail/compose.hpp"
#include "support/envelope_builder.hpp"
#include "support/world.hpp"
#include "tasks/cms_part.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

/// `cms` attached under a name, as octets of no special kind or as pkcs7-mime.
std::string attached(View cms, const std::string& name,
                     const std::string& type = "application/octet-stream") {
    const std::string entity(as_text(mail::pkcs7_mime(cms, mail::SmimeType::signed_data)));
    return "Content-Type: " + type + "; name=" + name +
           "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           entity.substr(entity.find("\r\n\r\n") + 4);
}

std::string mixed(const std::vector<std::string>& parts, const std::string& boundary = "outer") {
    std::string entity = "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n";
    for (const std::string& part : parts) entity += "--" + boundary + "\r\n" + part + "\r\n";
    return entity + "--" + boundary + "--\r\n";
}

verdict::Verdict verdict_of(const World& world, const std::string& part) {
    const auto nested = mixed({text_entity(), mixed({part}, "inner")});
    const auto deep = world.read(fields(world) + nested).verdict;
    auto flat = world.read(fields(world) + mixed({text_entity(), part})).verdict;
    CHECK(deep.signature == flat.signature);
    CHECK(deep.encryption == flat.encryption);
    return flat;
}

Bytes signed_file(const World& world) {
    SignedSpec spec;
    spec.content = to_bytes(as_view("<FatturaElettronica/>"));
    spec.enclosed = spec.content;
    spec.signers = {SignerSpec{world.alice}};
    return signed_data(spec);
}

Bytes certificates_only(const World& world) {
    SignedSpec spec;
    spec.certificates = {world.alice.certificate, world.inter.certificate};
    return signed_data(spec);
}

Bytes envelope_to_bob(const World& world) {
    EnvelopeSpec spec;
    spec.content = to_bytes(as_view(text_entity()));
    spec.recipients = {key_transport(world.bob, spec.key)};
    return envelope(spec);
}

}  // namespace

TEST_CASE("an attached file that somebody signed is a signed part, never an encrypted one") {
    const World world;
    for (const char* type : {"application/octet-stream", "application/pkcs7-mime"}) {
        const auto verdict = verdict_of(world, attached(signed_file(world), "IT01.xml.p7m", type));
        CHECK(verdict.encryption == EncryptionState::none);
        CHECK(verdict.signature == SignatureState::partial);
        CHECK_FALSE(verdict.restricted);
    }
}

TEST_CASE("attached certificates and compressed data are no part that is protected") {
    const World world;
    const Bytes compressed = content_info(cms::oid::kCompressedData, cms::der::sequence({}));
    for (const auto& part :
         {attached(certificates_only(world), "chain.p7c"),
          attached(certificates_only(world), "smime.p7m", "application/pkcs7-mime"),
          attached(compressed, "smime.p7z"),
          attached(compressed, "smime.p7z", "application/pkcs7-mime")}) {
        const auto verdict = verdict_of(world, part);
        CHECK(verdict.encryption == EncryptionState::none);
        CHECK(verdict.signature == SignatureState::none);
        CHECK(verdict.flags.empty());
        CHECK_FALSE(verdict.restricted);
    }
}

TEST_CASE("B.3 an encrypted part beside text is errant, by any name and cut off as well") {
    const World world;
    const Bytes whole = envelope_to_bob(world);
    const std::string lying = "application/pkcs7-mime; smime-type=signed-data";
    for (const auto& part :
         {attached(whole, "evil.p7m"), attached(whole, "x.p7m", lying),
          attached(View(whole).first(whole.size() / 2), "x.p7m"),
          attached(as_view("no CMS object"), "x.p7m"),
          attached({}, "x.p7m", "application/pkcs7-mime; smime-type=enveloped-data")}) {
        const auto verdict = verdict_of(world, part);
        CHECK(verdict.encryption == EncryptionState::partial);
        CHECK(verdict.restricted);
    }
}

TEST_CASE("E-51 layers inside a forwarded message are not errant: they are its own") {
    const World world;
    const std::string forwarded = "Content-Type: message/rfc822\r\n\r\n" + fields(world) +
                                  attached(envelope_to_bob(world), "x.p7m");
    const std::string text = mixed({text_entity(), forwarded});
    const auto message = mail::parse_entity(as_view(text));
    REQUIRE(message.ok());
    const auto errant = tasks::errant_layers(*message, message->root);
    CHECK_FALSE(errant.signature);
    CHECK_FALSE(errant.encryption);
}
