// SPDX-License-Identifier: MPL-2.0
#include "bridge/cms_exchange.hpp"
#include "support/ca.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::bridge_test;
using support::Ca;
using support::KeyType;

namespace {

const std::string kText(100'000, 'x');

Ca leaf(KeyType type, const char* address = "alice@example.com") {
    return Ca::root("Root R").leaf(address, {.key = type});
}

/// Ours is the last of four, of two kinds.
Bytes to_us_among_others(const Ca& us, const Encryption& how) {
    static const Ca others[] = {leaf(KeyType::rsa2048, "bob@example.org"),
                                leaf(KeyType::p256, "carol@example.org"),
                                leaf(KeyType::rsa2048, "dave@example.org")};
    return encrypt(
        {others[0].certificate, others[1].certificate, others[2].certificate, us.certificate},
        kText, how);
}

void check_opens(const Ca& us, const Encryption& how) {
    const auto key = bound_key(us);
    CHECK(decrypt(to_us_among_others(us, how), key.pkey(), us.certificate) == kText);
    CHECK(decrypt(encrypt({us.certificate}, kText, how), key.pkey(), us.certificate) == kText);
    CHECK_FALSE(key.failure());
}

}  // namespace

TEST_CASE("a bound RSA key opens CMS with PKCS#1 v1.5, in CBC and GCM") {
    const Ca us = leaf(KeyType::rsa2048);
    check_opens(us, {.cipher = EVP_aes_256_cbc()});
    check_opens(us, {.cipher = EVP_aes_128_cbc()});
    check_opens(us, {.cipher = EVP_aes_256_gcm()});
}

TEST_CASE("a bound RSA key opens CMS with OAEP of either digest and a label") {
    const Ca us = leaf(KeyType::rsa2048);
    check_opens(us, {.oaep_digest = "SHA1"});
    check_opens(us, {.cipher = EVP_aes_256_gcm(), .oaep_digest = "SHA256"});
    check_opens(us, {.oaep_digest = "SHA512", .oaep_label = "a label"});
}

TEST_CASE("a bound EC key opens CMS on every curve") {
    for (const KeyType type : {KeyType::p256, KeyType::p384, KeyType::p521}) {
        const Ca us = leaf(type);
        check_opens(us, {});
        check_opens(us, {.cipher = EVP_aes_256_gcm(), .kdf_digest = "SHA256"});
        check_opens(us, {.cipher = EVP_aes_128_cbc(), .kdf_digest = "SHA384"});
    }
}

TEST_CASE("a key of another certificate opens nothing") {
    for (const KeyType type : {KeyType::rsa2048, KeyType::p256}) {
        const Ca us = leaf(type), other = leaf(type);
        const auto key = bound_key(other);
        const Bytes cms = encrypt({us.certificate}, kText, {.cipher = EVP_aes_256_gcm()});
        CHECK_FALSE(decrypt(cms, key.pkey(), other.certificate));
        CHECK_FALSE(decrypt(cms, key.pkey(), us.certificate));
        take_openssl_errors();
    }
}
