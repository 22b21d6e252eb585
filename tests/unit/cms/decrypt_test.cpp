// SPDX-License-Identifier: MPL-2.0
#include "cms/asn1_time.hpp"
#include "cms/enveloped.hpp"
#include "fixtures.hpp"
#include "support/envelope_builder.hpp"

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::support;

namespace {

Result<SecretBytes> open(View object, const keys::Identity& recipient,
                         const keys::KeyUse& use = {}) {
    const auto envelope = cms::inspect(object);
    REQUIRE(envelope.ok());
    return cms::decrypt(object, *envelope, recipient, use);
}

bool opens(View object, const Ca& recipient, View expected = mail()) {
    const auto plaintext = open(object, identity(recipient));
    return plaintext.ok() && to_bytes(plaintext->view()) == to_bytes(expected);
}

ErrorCode refusal(View object, const Ca& recipient) {
    const auto plaintext = open(object, identity(recipient));
    REQUIRE_FALSE(plaintext.ok());
    return plaintext.error().code;
}

OpensslEncryption with(const char* cipher) {
    OpensslEncryption how;
    how.cipher = cipher;
    return how;
}

EnvelopeSpec agreed_with(const Ca& recipient, const AgreementSpec& agreement) {
    EnvelopeSpec spec;
    spec.content = mail();
    spec.recipients = {key_agreement(recipient, spec.key, agreement)};
    return spec;
}

struct Kdf {
    const char* md;
    cms::Oid standard;
    cms::Oid cofactor;
};
constexpr Kdf kKdfs[] = {
    {"SHA1", cms::Oid{"1.3.133.16.840.63.0.2"}, cms::Oid{"1.3.133.16.840.63.0.3"}},
    {"SHA256", cms::Oid{"1.3.132.1.11.1"}, cms::Oid{"1.3.132.1.14.1"}},
    {"SHA384", cms::Oid{"1.3.132.1.11.2"}, cms::Oid{"1.3.132.1.14.2"}},
    {"SHA512", cms::Oid{"1.3.132.1.11.3"}, cms::Oid{"1.3.132.1.14.3"}},
};

}  // namespace

TEST_CASE("E-10 RSA PKCS#1 v1.5 opens, with every AES") {
    for (const char* cipher : {"AES-128-CBC", "AES-192-CBC", "AES-256-CBC", "AES-128-GCM",
                               "AES-192-GCM", "AES-256-GCM"}) {
        CHECK(opens(openssl_encrypt(mail(), {alice()}, with(cipher)), alice()));
    }
}

TEST_CASE("E-10 RSA OAEP opens: SHA-1 with its defaults omitted, SHA-256 to SHA-512") {
    for (const char* md : {"SHA1", "SHA256", "SHA384", "SHA512"}) {
        OpensslEncryption how = with("AES-256-GCM");
        how.oaep = md;
        CHECK(opens(openssl_encrypt(mail(), {alice()}, how), alice()));
    }
    EnvelopeSpec spec;
    spec.content = mail();
    spec.recipients = {oaep_transport(alice(), spec.key, cms::der::sequence({}))};
    CHECK(opens(envelope(spec), alice()));
    spec.recipients = {oaep_transport(alice(), spec.key, {})};
    CHECK(opens(envelope(spec), alice()));
}

TEST_CASE("E-08 an envelope streamed with indefinite lengths opens") {
    for (const char* cipher : {"AES-256-CBC", "AES-256-GCM"}) {
        OpensslEncryption how = with(cipher);
        how.stream = true;
        const Bytes text = large(300'000);
        CHECK(opens(openssl_encrypt(text, {alice()}, how), alice(), text));
    }
}

TEST_CASE("E-11 ECDH opens on every curve with every KDF, plain and cofactor") {
    for (const KeyType key : {KeyType::p256, KeyType::p384, KeyType::p521}) {
        for (const Kdf& kdf : kKdfs) {
            OpensslEncryption how = with("AES-256-GCM");
            how.kdf = kdf.md;
            CHECK(opens(openssl_encrypt(mail(), {alice(key)}, how), alice(key)));
            how.cofactor = true;
            CHECK(opens(openssl_encrypt(mail(), {alice(key)}, how), alice(key)));
        }
    }
}

TEST_CASE("E-11 user keying material counts, and parameters may be absent, NULL or named") {
    const Ca& recipient = alice(KeyType::p256);
    for (const Kdf& kdf : kKdfs) {
        AgreementSpec agreement;
        agreement.md = kdf.md;
        agreement.algorithm = kdf.standard;
        agreement.ukm = bytes("0123456789abcdef");
        CHECK(opens(envelope(agreed_with(recipient, agreement)), recipient));
        agreement.algorithm = kdf.cofactor;
        agreement.originator_parameters = to_bytes(cms::der::kNullElement);
        CHECK(opens(envelope(agreed_with(recipient, agreement)), recipient));
    }
    AgreementSpec named;
    named.originator_parameters = oid_element(cms::Oid{"1.2.840.10045.3.1.7"});
    named.ukm = Bytes{};
    CHECK(opens(envelope(agreed_with(recipient, named)), recipient));
}

TEST_CASE("E-11 the recipient is found by issuer or by key identifier, last of three") {
    const Ca& carol = alice(KeyType::p384);
    const Ca& bob = alice(KeyType::p256);
    for (const bool by_key : {false, true}) {
        OpensslEncryption how = with("AES-128-CBC");
        how.by_key_identifier = by_key;
        const Bytes object = openssl_encrypt(mail(), {mallory(), carol, bob}, how);
        CHECK(opens(object, bob));
        CHECK(opens(object, carol));
        CHECK(opens(object, mallory()));
        CHECK(refusal(object, alice()) == ErrorCode::mail_no_key);
    }
}

TEST_CASE("E-12 authenticated attributes are bound to the content") {
    EnvelopeSpec spec;
    spec.content = mail();
    spec.recipients = {key_transport(alice(), spec.key)};
    const UnixTime signed_at = system_now();
    spec.attributes = {content_type_attribute(), signing_time_attribute(signed_at)};
    Bytes object = envelope(spec);
    CHECK(opens(object, alice()));
    const Bytes time = cms::write_time(signed_at);
    const auto at = std::search(object.begin(), object.end(), time.begin(), time.end());
    REQUIRE(at != object.end());
    *(at + static_cast<std::ptrdiff_t>(time.size()) - 2) ^= 1;  // the last digit of the seconds
    CHECK(refusal(object, alice()) == ErrorCode::mail_decrypt_failed);
}

TEST_CASE("E-55 one flipped bit of 300 kB gives no octet of plaintext") {
    const Bytes whole = openssl_encrypt(large(300'000), {alice()}, with("AES-256-GCM"));
    for (const std::size_t from_end : {std::size_t{1}, std::size_t{20}, std::size_t{200'000}}) {
        Bytes changed = whole;
        changed[changed.size() - from_end] ^= 0x10;
        CHECK(refusal(changed, alice()) == ErrorCode::mail_decrypt_failed);
    }
}

TEST_CASE("old ciphers still open, as weak") {
    CHECK(opens(openssl_encrypt(mail(), {alice()}, with("DES-EDE3-CBC")), alice()));
    const support::TempFolder folder;
    write_file(folder.file("mail"), mail());
    write_file(folder.file("alice"), as_view(alice().pem_certificate()));
    for (const char* cipher : {"-rc2-40", "-rc2-64", "-rc2-128", "-des"}) {
        REQUIRE(succeeds("openssl cms -encrypt -binary -provider legacy -provider default " +
                         std::string(cipher) + " -outform DER -in " + folder.file("mail") +
                         " -out " + folder.file("cms") + " " + folder.file("alice")));
        const Bytes object = read_file(folder.file("cms"));
        CHECK(cms::inspect(object).value().weak);
        CHECK(opens(object, alice()));
    }
}

TEST_CASE("a cancelled decryption gives nothing") {
    const Bytes object = openssl_encrypt(large(5'000'000), {alice()}, with("AES-256-GCM"));
    std::stop_source stop;
    stop.request_stop();
    keys::KeyUse use;
    use.stop = stop.get_token();
    CHECK(open(object, identity(alice()), use).error().code == ErrorCode::request_cancelled);
}

TEST_CASE("empty content opens") {
    CHECK(opens(openssl_encrypt({}, {alice()}, with("AES-256-GCM")), alice(), View()));
    CHECK(opens(openssl_encrypt({}, {alice()}, with("AES-256-CBC")), alice(), View()));
}
