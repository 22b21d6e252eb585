// SPDX-License-Identifier: MPL-2.0
#include "bridge/cms_exchange.hpp"
#include "support/ca.hpp"

#include <doctest/doctest.h>
#include <openssl/pem.h>

using namespace sealwright;
using namespace sealwright::bridge_test;
using support::Ca;
using support::KeyType;

namespace {

constexpr std::string_view kText = "Content-Type: text/plain\r\n\r\nhello\r\n";

Ca leaf(KeyType type) {
    return Ca::root("Root R").leaf("alice@example.com", {.key = type});
}

}  // namespace

TEST_CASE("a bound RSA key signs CMS with PKCS#1 v1.5 and PSS") {
    const Ca alice = leaf(KeyType::rsa2048);
    const auto key = bound_key(alice);
    for (const char* digest : {"SHA1", "SHA256", "SHA384", "SHA512"}) {
        CAPTURE(digest);
        CHECK(verifies(sign(alice, key.pkey(), digest, kText), kText));
        CHECK(verifies(sign(alice, key.pkey(), digest, kText, RsaSignature::pss), kText));
    }
    CHECK_FALSE(verifies(sign(alice, key.pkey(), "SHA256", kText), "another text"));
    CHECK_FALSE(key.failure());
}

TEST_CASE("a bound EC key signs CMS on every curve") {
    for (const KeyType type : {KeyType::p256, KeyType::p384, KeyType::p521}) {
        const Ca alice = leaf(type);
        const auto key = bound_key(alice);
        for (const char* digest : {"SHA256", "SHA384", "SHA512"}) {
            CAPTURE(digest);
            CHECK(verifies(sign(alice, key.pkey(), digest, kText), kText));
        }
    }
}

TEST_CASE("a key of type id-RSASSA-PSS signs with PSS") {
    const Ca alice = leaf(KeyType::rsa_pss);
    const auto key = bound_key(alice);
    CHECK(EVP_PKEY_is_a(key.pkey(), "RSA-PSS") == 1);
    CHECK(verifies(sign(alice, key.pkey(), "SHA256", kText, RsaSignature::pss), kText));
}

TEST_CASE("a bound key is the certificate's key and no other's") {
    for (const KeyType type : {KeyType::rsa2048, KeyType::rsa_pss, KeyType::p256}) {
        const Ca alice = leaf(type), mallory = leaf(type);
        const auto key = bound_key(alice);
        EVP_PKEY* certified = X509_get0_pubkey(alice.certificate.get());
        CHECK(EVP_PKEY_eq(key.pkey(), certified) == 1);
        CHECK(EVP_PKEY_eq(certified, key.pkey()) == 1);
        CHECK(X509_check_private_key(alice.certificate.get(), key.pkey()) == 1);
        CHECK(X509_check_private_key(mallory.certificate.get(), key.pkey()) == 0);
        take_openssl_errors();
    }
}

TEST_CASE("a bound key cannot be written out") {
    const Ca alice = leaf(KeyType::rsa2048);
    const auto key = bound_key(alice);
    const BioPtr out(BIO_new(BIO_s_mem()));
    CHECK(i2d_PKCS8PrivateKey_bio(out.get(), key.pkey(), nullptr, nullptr, 0, nullptr, nullptr) !=
          1);
    CHECK(BIO_pending(out.get()) == 0);
    take_openssl_errors();
}

TEST_CASE("a certificate with a key that CMS cannot forward is unsupported") {
    const Ca alice = leaf(KeyType::ed25519);
    auto bound = bridge::BoundKey::bind(*alice.certificate, nullptr, {});
    REQUIRE_FALSE(bound.ok());
    CHECK(bound.error().code == ErrorCode::key_unsupported);
}

TEST_CASE("a copy of a bound key signs as well and outlives it") {
    const Ca alice = leaf(KeyType::rsa2048);
    PkeyPtr copy;
    {
        const auto key = bound_key(alice);
        copy.reset(EVP_PKEY_dup(key.pkey()));
    }
    REQUIRE(copy);
    CHECK(verifies(sign(alice, copy.get(), "SHA256", kText), kText));
}
