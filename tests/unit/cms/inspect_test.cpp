// SPDX-License-Identifier: MPL-2.0
#include "cms/enveloped.hpp"
#include "fixtures.hpp"
#include "support/envelope_builder.hpp"

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::support;

namespace {

cms::Envelope inspected(const EnvelopeSpec& spec) {
    auto result = cms::inspect(envelope(spec));
    REQUIRE(result.ok());
    return std::move(*result);
}

EnvelopeSpec to_alice(CipherMode mode) {
    EnvelopeSpec spec;
    spec.content = mail();
    spec.mode = mode;
    spec.recipients = {key_transport(alice(), spec.key)};
    return spec;
}

/// Refused by inspect for this reason, and by decrypt whatever inspect had said.
void check_refused(const EnvelopeSpec& spec, Reason reason) {
    const Bytes object = envelope(spec);
    const auto result = cms::inspect(object);
    REQUIRE(result.ok());
    CHECK(result->findings.failed(Check::V_31));
    CHECK(result->findings.has(reason));
    CHECK(cms::decrypt(object, *result, identity(alice()), {}).error().code ==
          ErrorCode::mail_refused);
    CHECK(cms::decrypt(object, {}, identity(alice()), {}).error().code == ErrorCode::mail_refused);
}

Bytes plaintext_of(const EnvelopeSpec& spec) {
    const Bytes object = envelope(spec);
    const auto looked_at = cms::inspect(object);
    REQUIRE(looked_at.ok());
    const auto opened = cms::decrypt(object, *looked_at, identity(alice()), {});
    REQUIRE(opened.ok());
    return to_bytes(opened->view());
}

}  // namespace

TEST_CASE("an envelope tells its cipher and recipients without any key") {
    const auto gcm = inspected(to_alice(CipherMode::gcm));
    CHECK(gcm.cipher == "AES-256-GCM");
    CHECK(gcm.authenticated);
    CHECK_FALSE(gcm.weak);
    CHECK(gcm.findings.passed(Check::V_31));
    REQUIRE(gcm.recipients.size() == 1);
    CHECK(gcm.recipients[0].kind == cms::RecipientKind::key_transport);
    CHECK(gcm.recipients[0].is_for(*alice().certificate));
    CHECK_FALSE(gcm.recipients[0].is_for(*mallory().certificate));
    const auto cbc = inspected(to_alice(CipherMode::cbc));
    CHECK(cbc.cipher == "AES-256-CBC");
    CHECK_FALSE(cbc.authenticated);
}

TEST_CASE("E-56 a tag shorter than its stated length is refused") {
    for (const std::size_t size : {0U, 1U, 4U, 8U, 11U, 12U, 15U}) {
        EnvelopeSpec spec = to_alice(CipherMode::gcm);
        spec.tag_size = size;
        check_refused(spec, Reason::cms_gcm_parameters);
    }
}

TEST_CASE("E-56 a stated tag length outside 12 to 16 is refused, whatever the tag") {
    for (const std::uint32_t length : {0U, 3U, 4U, 11U, 17U}) {
        EnvelopeSpec spec = to_alice(CipherMode::gcm);
        spec.icv_length = length;
        spec.tag_size = length;
        check_refused(spec, Reason::cms_gcm_parameters);
    }
}

TEST_CASE("E-56 a tag of 12 octets opens when 12 is stated or nothing is") {
    EnvelopeSpec spec = to_alice(CipherMode::gcm);
    spec.tag_size = 12;
    spec.icv_length = 12;
    CHECK(plaintext_of(spec) == mail());
    spec.icv_length.reset();
    CHECK(plaintext_of(spec) == mail());
    spec.tag_size = 16;
    check_refused(spec, Reason::cms_gcm_parameters);
}

TEST_CASE("E-56 cipher class and content type must go together") {
    EnvelopeSpec gcm = to_alice(CipherMode::gcm);
    gcm.authenticated = false;
    check_refused(gcm, Reason::cms_wrong_cipher_class);
    EnvelopeSpec cbc = to_alice(CipherMode::cbc);
    cbc.authenticated = true;
    check_refused(cbc, Reason::cms_wrong_cipher_class);
    EnvelopeSpec ccm = to_alice(CipherMode::cbc);
    ccm.cipher = cms::Oid{"2.16.840.1.101.3.4.1.47"};
    check_refused(ccm, Reason::cms_wrong_cipher_class);
}

TEST_CASE("E-56 GCM without parameters is refused") {
    EnvelopeSpec spec = to_alice(CipherMode::gcm);
    spec.parameters = Bytes{};
    check_refused(spec, Reason::cms_gcm_parameters);
    spec.parameters = to_bytes(cms::der::kNullElement);
    check_refused(spec, Reason::cms_gcm_parameters);
}

TEST_CASE("E-78 a nonce of a thousand octets, or of none, is refused before any key is used") {
    EnvelopeSpec spec = to_alice(CipherMode::gcm);
    for (const std::size_t size : {0U, 17U, 1'000U}) {
        spec.parameters =
            cms::der::sequence({cms::der::octet_string(Bytes(size, 1)), cms::der::integer(16)});
        check_refused(spec, Reason::cms_gcm_parameters);
    }
}

TEST_CASE("CBC needs a whole initialisation vector and whole blocks") {
    EnvelopeSpec spec = to_alice(CipherMode::cbc);
    spec.parameters = cms::der::octet_string(Bytes(8, 1));
    check_refused(spec, Reason::cms_malformed);
    spec.parameters = Bytes{};
    check_refused(spec, Reason::cms_malformed);
    spec.parameters.reset();
    spec.ciphertext = Bytes(17, 1);
    check_refused(spec, Reason::cms_malformed);
    spec.ciphertext = Bytes{};
    check_refused(spec, Reason::cms_malformed);
}

TEST_CASE("authenticated attributes that are not DER are refused") {
    EnvelopeSpec spec = to_alice(CipherMode::gcm);
    spec.attributes = {signing_time_attribute(), content_type_attribute()};
    spec.unsorted = true;
    check_refused(spec, Reason::cms_attributes_not_der);
}

TEST_CASE("octets after the envelope are refused") {
    Bytes object = envelope(to_alice(CipherMode::gcm));
    object.push_back(0);
    const auto result = cms::inspect(object);
    REQUIRE(result.ok());
    CHECK(result->findings.has(Reason::cms_trailing_bytes));
    CHECK(cms::decrypt(object, *result, identity(alice()), {}).error().code ==
          ErrorCode::mail_refused);
}

TEST_CASE("E-60 ciphers and content types we do not have are unsupported, not broken") {
    EnvelopeSpec spec = to_alice(CipherMode::gcm);
    spec.cipher = cms::Oid{"1.2.3.4"};
    Bytes object = envelope(spec);
    auto result = cms::inspect(object);
    REQUIRE(result.ok());
    CHECK(result->findings[Check::V_31] == Outcome::unknown);
    CHECK(result->cipher == "1.2.3.4");
    CHECK(cms::decrypt(object, *result, identity(alice()), {}).error().code ==
          ErrorCode::mail_unsupported);
    spec.cipher.reset();
    spec.content_type = cms::oid::kSignedData;
    result = cms::inspect(envelope(spec));
    CHECK(result->findings[Check::V_31] == Outcome::unknown);
}

TEST_CASE("weak ciphers, short RSA keys and wraps below the content key are remarked") {
    OpensslEncryption triple_des;
    triple_des.cipher = "DES-EDE3-CBC";
    const auto old = cms::inspect(openssl_encrypt(mail(), {alice()}, triple_des));
    REQUIRE(old.ok());
    CHECK(old->weak);
    CHECK(old->findings.has(Reason::cms_weak_cipher));
    CHECK_FALSE(old->findings.failed(Check::V_31));
    const auto short_key = cms::inspect(openssl_encrypt(mail(), {alice(KeyType::rsa1024)}));
    REQUIRE(short_key.ok());
    CHECK(short_key->weak);
    CHECK(short_key->findings.has(Reason::cms_weak_key));
    EnvelopeSpec spec = to_alice(CipherMode::gcm);
    AgreementSpec thin;
    thin.wrap = cms::Oid{"2.16.840.1.101.3.4.1.5"};
    thin.wrap_cipher = "AES-128-WRAP";
    thin.wrap_size = 16;
    spec.recipients = {key_agreement(alice(KeyType::p256), spec.key, thin)};
    CHECK(inspected(spec).weak);
    CHECK(inspected(spec).findings.has(Reason::cms_weak_key_wrap));
}

TEST_CASE("E-13 KEK and password recipients are nobody we could be") {
    EnvelopeSpec spec = to_alice(CipherMode::gcm);
    spec.recipients = {kek_recipient(), password_recipient()};
    const Bytes object = envelope(spec);
    const auto result = cms::inspect(object);
    REQUIRE(result.ok());
    REQUIRE(result->recipients.size() == 2);
    for (const auto& recipient : result->recipients) {
        CHECK((recipient.kind == cms::RecipientKind::key_encryption_key ||
               recipient.kind == cms::RecipientKind::password));
        CHECK_FALSE(recipient.is_for(*alice().certificate));
    }
    CHECK(cms::decrypt(object, *result, identity(alice()), {}).error().code ==
          ErrorCode::mail_no_key);
}

TEST_CASE("as many recipients as the limit are read, one more is refused") {
    EnvelopeSpec spec = to_alice(CipherMode::gcm);
    const Bytes other = key_transport(mallory(), spec.key, Bytes(256, 1));
    spec.recipients.insert(spec.recipients.end(), limits::kRecipients - 1, other);
    CHECK(inspected(spec).recipients.size() == limits::kRecipients);
    CHECK(plaintext_of(spec) == mail());
    spec.recipients.push_back(other);
    check_refused(spec, Reason::mail_limit);
}

TEST_CASE("what is no envelope is an error") {
    const Bytes data = content_info(cms::oid::kData, cms::der::octet_string(mail()));
    CHECK(cms::inspect(data).error().code == ErrorCode::mail_not_encrypted);
    CHECK(cms::inspect(as_view("hello")).error().code == ErrorCode::mail_unreadable);
    CHECK(cms::inspect(Bytes(limits::kCmsBytes + 1)).error().code == ErrorCode::mail_limit);
}

TEST_CASE("an envelope that was cut off is still known for one, and refused") {
    const Bytes whole = envelope(to_alice(CipherMode::gcm));
    constexpr std::size_t kTypeEnd = 24;  // headers and the OID
    for (std::size_t size = 0; size < whole.size(); size += 5) {
        CAPTURE(size);
        const auto cut = cms::inspect(View(whole).first(size));
        CHECK((!cut.ok() || cut->findings.failed(Check::V_31)));
        if (size < kTypeEnd) continue;
        REQUIRE(cut.ok());
        CHECK(cms::content_of(View(whole).first(size)).value() ==
              cms::Content::auth_enveloped_data);
    }
}
