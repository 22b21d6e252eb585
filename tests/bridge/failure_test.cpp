// SPDX-License-Identifier: MPL-2.0
#include "bridge/cms_exchange.hpp"
#include "keys/soft_key.hpp"
#include "support/ca.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

using namespace sealwright;
using namespace sealwright::bridge_test;
using support::Ca;
using support::KeyType;

namespace {

constexpr std::string_view kText = "Content-Type: text/plain\r\n\r\nhello\r\n";

Ca leaf(KeyType type) {
    return Ca::root("Root R").leaf("alice@example.com", {.key = type});
}

/// A key whose every operation ends in the same way, and which counts them.
class Failing : public keys::PrivateKey {
  public:
    explicit Failing(ErrorCode code) : code_(code) {}
    [[nodiscard]] keys::Abilities abilities() const override { return {}; }
    Result<Bytes> sign_pkcs1(keys::Digest, View, const keys::KeyUse&) override { return fail(); }
    Result<Bytes> sign_pss(keys::Digest, keys::Digest, int, View, const keys::KeyUse&) override {
        return fail();
    }
    Result<Bytes> sign_ecdsa(View, const keys::KeyUse&) override { return fail(); }
    Result<SecretBytes> decrypt_pkcs1(View, const keys::KeyUse&) override { return fail(); }
    Result<SecretBytes> agree(View, const keys::KeyUse&) override { return fail(); }
    int calls = 0;

  protected:
    virtual Error fail() {
        ++calls;
        return {code_, "scripted"};
    }

  private:
    ErrorCode code_;
};

class Throwing : public Failing {
  public:
    Throwing() : Failing(ErrorCode::host_internal) {}

  private:
    Error fail() override { throw std::runtime_error("broken key"); }
};

/// Records what it was used for.
class Watching : public keys::PrivateKey {
  public:
    explicit Watching(std::shared_ptr<EVP_PKEY> key) : inner_(std::move(key)) {}
    [[nodiscard]] keys::Abilities abilities() const override { return inner_.abilities(); }
    Result<Bytes> sign_pkcs1(keys::Digest md, View digest, const keys::KeyUse& use) override {
        seen = use;
        return inner_.sign_pkcs1(md, digest, use);
    }
    keys::KeyUse seen;

  private:
    keys::SoftKey inner_;
};

void check_failure(const bridge::BoundKey& key, ErrorCode code) {
    take_openssl_errors();
    const auto failure = key.failure();
    REQUIRE(failure);
    CHECK(failure->code == code);
}

/// How CMS_decrypt ended, in words.
std::string outcome(View cms, const bridge::BoundKey& key, const Ca& us) {
    const auto text = decrypt(cms, key.pkey(), us.certificate);
    take_openssl_errors();
    if (key.failure()) return "key";
    return text ? "opened" : "not opened";
}

/// Overwrites the one encrypted content key of a message to one RSA-2048 recipient.
Bytes with_content_key(Bytes cms, View encrypted) {
    const Bytes header = {0x04, 0x82, 0x01, 0x00};  // OCTET STRING of 256
    const auto at = std::search(cms.begin(), cms.end(), header.begin(), header.end());
    REQUIRE(at != cms.end());
    std::copy(encrypted.begin(), encrypted.end(), at + 4);
    return cms;
}

}  // namespace

TEST_CASE("what a key reports when it does not sign reaches failure()") {
    for (const KeyType type : {KeyType::rsa2048, KeyType::p256}) {
        const Ca alice = leaf(type);
        for (const ErrorCode code : {ErrorCode::key_cancelled, ErrorCode::key_token_removed}) {
            auto failing = std::make_shared<Failing>(code);
            const auto key = bound_key(alice, failing);
            CHECK(sign(alice, key.pkey(), "SHA256", kText).empty());
            check_failure(key, code);
            CHECK(failing->calls == 1);
        }
    }
}

TEST_CASE("what a key reports when it does not decrypt reaches failure(), once") {
    for (const KeyType type : {KeyType::rsa2048, KeyType::p256}) {
        const Ca us = leaf(type), other = leaf(type);
        auto failing = std::make_shared<Failing>(ErrorCode::key_cancelled);
        const auto key = bound_key(us, failing);
        const Bytes cms =
            encrypt({other.certificate, us.certificate}, kText, {.cipher = EVP_aes_256_gcm()});
        CHECK_FALSE(decrypt(cms, key.pkey(), us.certificate));
        check_failure(key, ErrorCode::key_cancelled);
        CHECK(failing->calls == 1);  // one prompt, not one for each recipient
    }
}

TEST_CASE("an exception of a key ends in failure() and not in OpenSSL") {
    const Ca alice = leaf(KeyType::rsa2048);
    const auto key = bound_key(alice, std::make_shared<Throwing>());
    CHECK(sign(alice, key.pkey(), "SHA256", kText).empty());
    check_failure(key, ErrorCode::host_internal);
    CHECK_FALSE(decrypt(encrypt({alice.certificate}, kText), key.pkey(), alice.certificate));
    check_failure(key, ErrorCode::host_internal);
}

TEST_CASE("an operation the key lacks is key.unsupported") {
    const Ca alice = leaf(KeyType::rsa2048);
    const auto key = bound_key(alice, std::make_shared<Failing>(ErrorCode::key_cancelled));
    const Bytes cms = encrypt({alice.certificate}, kText, {.oaep_digest = "SHA256"});
    CHECK_FALSE(decrypt(cms, key.pkey(), alice.certificate));
    check_failure(key, ErrorCode::key_unsupported);
}

TEST_CASE("a key learns what it is used for") {
    const Ca alice = leaf(KeyType::rsa2048);
    auto watching = std::make_shared<Watching>(alice.key);
    auto key =
        bridge::BoundKey::bind(*alice.certificate, watching,
                               {keys::Action::sign, "alice@example.com", {"bob@example.org"}, {}});
    REQUIRE(key.ok());
    CHECK_FALSE(sign(alice, key->pkey(), "SHA256", kText).empty());
    CHECK(watching->seen.account == "alice@example.com");
    CHECK(watching->seen.recipients == std::vector<std::string>{"bob@example.org"});
}

TEST_CASE("bad padding and a wrong content key end alike, without a key failure") {
    const Ca us = leaf(KeyType::rsa2048);
    const auto key = bound_key(us);
    const Bytes good =
        encrypt({us.certificate}, std::string(1000, 'x'), {.cipher = EVP_aes_256_gcm()});
    CHECK(outcome(good, key, us) == "opened");
    const Bytes other_key = encrypt({us.certificate}, "y", {.cipher = EVP_aes_256_gcm()});
    const Bytes header = {0x04, 0x82, 0x01, 0x00};
    const auto at = std::search(other_key.begin(), other_key.end(), header.begin(), header.end());
    REQUIRE(at != other_key.end());
    const Bytes valid_padding(at + 4, at + 4 + 256);
    CHECK(outcome(with_content_key(good, valid_padding), key, us) == "not opened");
    CHECK(outcome(with_content_key(good, Bytes(256, 0x17)), key, us) == "not opened");
    CHECK(outcome(with_content_key(good, Bytes(256, 0xff)), key, us) == "not opened");
    CHECK(outcome(with_content_key(good, Bytes(256, 0x00)), key, us) == "not opened");
}
