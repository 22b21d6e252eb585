// SPDX-License-Identifier: MPL-2.0
#include "cms/enveloped.hpp"
#include "fixtures.hpp"
#include "support/envelope_builder.hpp"

#include <openssl/rsa.h>

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::support;

namespace {

namespace der = cms::der;

/// Counts how often it is asked, and can answer with an error instead.
class CountingKey final : public keys::PrivateKey {
  public:
    explicit CountingKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}

    [[nodiscard]] keys::Abilities abilities() const override { return key_.abilities(); }
    Result<SecretBytes> decrypt_pkcs1(View ciphertext, const keys::KeyUse& use) override {
        ++asked;
        if (answer) return *answer;
        return key_.decrypt_pkcs1(ciphertext, use);
    }
    Result<SecretBytes> decrypt_oaep(keys::Digest md, keys::Digest mgf1, View label,
                                     View ciphertext, const keys::KeyUse& use) override {
        ++asked;
        if (answer) return *answer;
        return key_.decrypt_oaep(md, mgf1, label, ciphertext, use);
    }
    Result<SecretBytes> agree(View point, const keys::KeyUse& use) override {
        ++asked;
        if (answer) return *answer;
        return key_.agree(point, use);
    }

    int asked = 0;
    std::optional<Error> answer;

  private:
    keys::SoftKey key_;
};

/// What stands between a message and its key and says nothing about the message.
constexpr ErrorCode kOwnErrors[] = {
    ErrorCode::key_cancelled,     ErrorCode::key_token_removed, ErrorCode::key_pin_wrong,
    ErrorCode::request_cancelled, ErrorCode::people_store,      ErrorCode::system_file,
    ErrorCode::system_memory,     ErrorCode::system_child,      ErrorCode::system_crypto};

Result<SecretBytes> open(View object, const Ca& owner, std::shared_ptr<CountingKey> key) {
    keys::Identity recipient = identity(owner);
    recipient.key = std::move(key);
    const auto envelope = cms::inspect(object);
    REQUIRE(envelope.ok());
    return cms::decrypt(object, *envelope, recipient, {});
}

Result<SecretBytes> open(View object, const Ca& owner) {
    return open(object, owner, std::make_shared<CountingKey>(owner.key));
}

EnvelopeSpec with_recipients(std::vector<Bytes> recipients, CipherMode mode = CipherMode::gcm) {
    EnvelopeSpec spec;
    spec.content = mail();
    spec.mode = mode;
    spec.recipients = std::move(recipients);
    return spec;
}

/// RSA without padding of a block made by hand.
Bytes raw_rsa(const Ca& recipient, const Bytes& block) {
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, recipient.key.get(), nullptr));
    REQUIRE(EVP_PKEY_encrypt_init(context.get()) == 1);
    REQUIRE(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) == 1);
    std::size_t size = block.size();
    Bytes out(size);
    REQUIRE(EVP_PKEY_encrypt(context.get(), out.data(), &size, block.data(), size) == 1);
    return out;
}

/// EME-PKCS1-v1_5 of `key`, the way an attacker bends it.
Bytes padded(const Bytes& key, std::uint8_t first, std::uint8_t type, std::uint8_t separator) {
    Bytes block(256, 0x5a);
    block[0] = first;
    block[1] = type;
    block[255 - key.size()] = separator;
    std::copy(key.begin(), key.end(), block.end() - static_cast<std::ptrdiff_t>(key.size()));
    return block;
}

std::vector<Bytes> crafted_keys() {
    const Bytes right(32, 0x4b);
    return {raw_rsa(alice(), padded(right, 0, 1, 0)),         // wrong block type
            raw_rsa(alice(), padded(right, 1, 2, 0)),         // first octet not zero
            raw_rsa(alice(), padded(right, 0, 2, 1)),         // no separator
            raw_rsa(alice(), padded(Bytes(31, 1), 0, 2, 0)),  // key too short
            raw_rsa(alice(), padded(Bytes(33, 1), 0, 2, 0)),  // key too long
            raw_rsa(alice(), padded(Bytes(32, 9), 0, 2, 0)),  // well padded, another key
            Bytes(256, 0xff),                                 // beyond the modulus
            Bytes(256, 0),
            Bytes(255, 1),
            Bytes(1, 1),
            Bytes{}};
}

AgreementSpec agreement_with(std::optional<Bytes> parameters) {
    AgreementSpec spec;
    spec.parameters = std::move(parameters);
    return spec;
}

ErrorCode agreement_code(const AgreementSpec& spec) {
    const Ca& bob = alice(KeyType::p256);
    EnvelopeSpec envelope_spec = with_recipients({});
    envelope_spec.recipients = {key_agreement(bob, envelope_spec.key, spec)};
    const auto opened = open(envelope(envelope_spec), bob);
    REQUIRE_FALSE(opened.ok());
    return opened.error().code;
}

ErrorCode oaep_code(View parameters) {
    EnvelopeSpec spec = with_recipients({});
    spec.recipients = {oaep_transport(alice(), spec.key, parameters)};
    const auto opened = open(envelope(spec), alice());
    REQUIRE_FALSE(opened.ok());
    return opened.error().code;
}

Bytes tagged(unsigned number, View algorithm) {
    return der::write(der::constructed(number), algorithm);
}

}  // namespace

TEST_CASE("E-57 every way an RSA v1.5 key can be wrong gives one error, word for word") {
    for (const Bytes& crafted : crafted_keys()) {
        const auto object =
            envelope(with_recipients({key_transport(alice(), Bytes(32, 0x4b), crafted)}));
        const auto opened = open(object, alice());
        REQUIRE_FALSE(opened.ok());
        CHECK(opened.error().code == ErrorCode::mail_decrypt_failed);
        CHECK(opened.error().detail.empty());
        CHECK(opened.error().args.empty());
    }
}

TEST_CASE("E-57 with CBC a wrong key is followed by a random one, never by the real plaintext") {
    for (const Bytes& crafted : crafted_keys()) {
        const auto object = envelope(
            with_recipients({key_transport(alice(), Bytes(32, 0x4b), crafted)}, CipherMode::cbc));
        const auto opened = open(object, alice());
        if (opened.ok()) {
            CHECK(to_bytes(opened->view()) != mail());
        } else {
            CHECK(opened.error().code == ErrorCode::mail_decrypt_failed);
            CHECK(opened.error().detail.empty());
        }
    }
}

TEST_CASE("E-57 a second recipient for the same certificate is never tried") {
    const Bytes real = key_transport(alice(), Bytes(32, 0x4b));
    Bytes bad(256, 0);
    bad[0] = 0x10;
    bad[255] = 3;
    const Bytes crafted = key_transport(alice(), Bytes(32, 0x4b), bad);
    const auto key = std::make_shared<CountingKey>(alice().key);
    static_cast<void>(open(envelope(with_recipients({real, crafted})), alice(), key));
    CHECK(key->asked == 1);
}

TEST_CASE(
    "E-57 what a key reports of the ciphertext is not passed on, what it reports of itself is") {
    const auto object = envelope(with_recipients({key_transport(alice(), Bytes(32, 0x4b))}));
    const auto key = std::make_shared<CountingKey>(alice().key);
    key->answer = Error{ErrorCode::mail_decrypt_failed, "padding check failed"};
    const auto opened = open(object, alice(), key);
    CHECK(opened.error().code == ErrorCode::mail_decrypt_failed);
    CHECK(opened.error().detail.empty());
    for (const ErrorCode own : kOwnErrors) {
        key->answer = Error{own, "why"};
        CHECK(open(object, alice(), key).error().code == own);
        CHECK(open(object, alice(), key).error().detail == "why");
    }
}

TEST_CASE(
    "with OAEP and key agreement, too, a failure on this machine is not the message's fault") {
    const Ca& bob = alice(KeyType::p256);
    const std::pair<const Ca*, Bytes> recipients[] = {
        {&alice(), oaep_transport(alice(), Bytes(32, 0x4b), {})},
        {&bob, key_agreement(bob, Bytes(32, 0x4b))}};
    for (const auto& [owner, info] : recipients) {
        const auto object = envelope(with_recipients({info}));
        const auto key = std::make_shared<CountingKey>(owner->key);
        for (const ErrorCode own : kOwnErrors) {
            key->answer = Error{own, "why"};
            CHECK(open(object, *owner, key).error().code == own);
        }
        key->answer = Error{ErrorCode::mail_decrypt_failed, "why"};
        CHECK(open(object, *owner, key).error().code == ErrorCode::mail_decrypt_failed);
        CHECK(open(object, *owner, key).error().detail.empty());
    }
}

TEST_CASE("E-78 key agreement without parameters is refused without asking the key") {
    CHECK(agreement_code(agreement_with(Bytes{})) == ErrorCode::mail_refused);
    CHECK(agreement_code(agreement_with(to_bytes(der::kNullElement))) == ErrorCode::mail_refused);
    const auto other = agreement_with(der::algorithm(cms::Oid{"1.2.3.4"}));
    CHECK(agreement_code(other) == ErrorCode::mail_unsupported);
}

TEST_CASE("E-78 OAEP whose label has no parameters is refused, other labels are unsupported") {
    const Bytes absent = der::algorithm(cms::oid::kPSpecified);
    CHECK(oaep_code(der::sequence({tagged(2, absent)})) == ErrorCode::mail_unsupported);
    const Bytes label = der::algorithm(cms::oid::kPSpecified, der::octet_string(bytes("label")));
    CHECK(oaep_code(der::sequence({tagged(2, label)})) == ErrorCode::mail_unsupported);
    const Bytes mask = der::algorithm(cms::oid::kMgf1);
    CHECK(oaep_code(der::sequence({tagged(1, mask)})) == ErrorCode::mail_unsupported);
    CHECK(oaep_code(der::octet_string(label)) == ErrorCode::mail_refused);
}

TEST_CASE("E-78 wrapped keys of any wrong length fail like every other damage") {
    for (const std::size_t size : {0U, 1U, 8U, 16U, 23U, 24U, 39U, 41U, 48U, 80U, 1'000U}) {
        AgreementSpec spec;
        spec.encrypted_key = Bytes(size, 0x42);
        CHECK(agreement_code(spec) == ErrorCode::mail_decrypt_failed);
    }
}

TEST_CASE("E-78 empty digestAlgorithms are no reason to fall") {
    SignedSpec spec;
    spec.content = mail();
    spec.signers = {SignerSpec{alice()}};
    spec.digest_algorithms = der::write(der::kSet, View());
    CHECK(cms::is_sound(verified(signed_data(spec), mail())));
}

TEST_CASE("points that are not on our curve never reach the private key") {
    const Ca& bob = alice(KeyType::p256);
    Bytes off_curve(65, 1);
    off_curve[0] = 4;
    Bytes beyond_field(33, 0xff);
    beyond_field[0] = 2;
    for (const Bytes& point : {off_curve, Bytes{0}, Bytes{}, Bytes(65, 0), beyond_field}) {
        AgreementSpec spec;
        spec.point = point;
        EnvelopeSpec envelope_spec = with_recipients({});
        envelope_spec.recipients = {key_agreement(bob, envelope_spec.key, spec)};
        const auto key = std::make_shared<CountingKey>(bob.key);
        const auto opened = open(envelope(envelope_spec), bob, key);
        CHECK(opened.error().code == ErrorCode::mail_refused);
        CHECK(key->asked == 0);
    }
    AgreementSpec other_curve;
    other_curve.originator_parameters = oid_element(cms::Oid{"1.3.132.0.34"});
    CHECK(agreement_code(other_curve) == ErrorCode::mail_refused);
}

TEST_CASE("a compressed ephemeral point is read") {
    const Ca& bob = alice(KeyType::p256);
    EnvelopeSpec spec = with_recipients({});
    const auto key = std::make_shared<CountingKey>(bob.key);
    AgreementSpec agreement;
    Bytes generator{0x03, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc,
                    0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d,
                    0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96};
    agreement.point = generator;  // SEC 2 §2.4.2
    spec.recipients = {key_agreement(bob, spec.key, agreement)};
    CHECK(open(envelope(spec), bob, key).error().code == ErrorCode::mail_decrypt_failed);
    CHECK(key->asked == 1);
}

TEST_CASE("no single changed octet of an envelope opens to something else") {
    const Bytes whole =
        openssl_encrypt(mail(), {alice(KeyType::p256)},
                        {.cipher = "AES-256-GCM", .stream = false, .by_key_identifier = false});
    for (std::size_t at = 0; at < whole.size(); ++at) {
        Bytes changed = whole;
        changed[at] ^= 0x01;
        const auto envelope = cms::inspect(changed);
        if (!envelope.ok()) continue;
        const auto opened = cms::decrypt(changed, *envelope, identity(alice(KeyType::p256)), {});
        if (opened.ok()) CHECK(to_bytes(opened->view()) == mail());
    }
}
