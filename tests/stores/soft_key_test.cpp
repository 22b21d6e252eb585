// SPDX-License-Identifier: MPL-2.0
#include "keys/soft_key.hpp"

#include "base/text.hpp"
#include "stores/contract.hpp"
#include "support/ca.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using support::KeyType;

namespace {

keys::SoftKey soft(KeyType type) {
    return keys::SoftKey(support::pooled_key(type));
}

}  // namespace

TEST_CASE("a soft key signs, decrypts and agrees as OpenSSL does") {
    for (const KeyType type : {KeyType::rsa2048, KeyType::p256, KeyType::p384, KeyType::p521}) {
        const auto pair = support::pooled_key(type);
        keys::SoftKey key(pair);
        stores::check_signatures(key, *pair);
        stores::check_decryption(key, *pair);
        stores::check_agreement(key, *pair);
    }
}

TEST_CASE("a soft key of another kind says that it is unsupported") {
    const Bytes digest(32);
    CHECK(soft(KeyType::rsa2048).sign_ecdsa(digest, {}).error().code == ErrorCode::key_unsupported);
    CHECK(soft(KeyType::rsa2048).agree(digest, {}).error().code == ErrorCode::key_unsupported);
    auto pss = soft(KeyType::rsa_pss);
    CHECK(pss.abilities().rsa_pss);
    CHECK(pss.sign_pkcs1(keys::Digest::sha256, digest, {}).error().code ==
          ErrorCode::key_unsupported);
    CHECK(pss.sign_pss(keys::Digest::sha256, keys::Digest::sha256, 32, digest, {}).ok());
    auto edwards = soft(KeyType::ed25519);
    CHECK(edwards.sign_ecdsa(digest, {}).error().code == ErrorCode::key_unsupported);
    CHECK_FALSE(edwards.abilities().ecdsa);
}

TEST_CASE("a key interface without operations refuses all of them") {
    struct Nothing : keys::PrivateKey {
        [[nodiscard]] keys::Abilities abilities() const override { return {}; }
    } key;
    const Bytes some(32);
    using keys::Digest;
    const auto unsupported = [](const auto& result) {
        return result.error().code == ErrorCode::key_unsupported;
    };
    CHECK(unsupported(key.sign_pkcs1(Digest::sha256, some, {})));
    CHECK(unsupported(key.sign_pss(Digest::sha256, Digest::sha256, 32, some, {})));
    CHECK(unsupported(key.sign_ecdsa(some, {})));
    CHECK(unsupported(key.decrypt_pkcs1(some, {})));
    CHECK(unsupported(key.decrypt_oaep(Digest::sha256, Digest::sha256, {}, some, {})));
    CHECK(unsupported(key.agree(some, {})));
    CHECK(unsupported(key.agree_x963(some, Digest::sha256, {}, 32, {})));
}

TEST_CASE(
    "C-54 a prompt says to how many people a message goes, however long their addresses are") {
    const std::string longest = std::string(254, 'x');
    const std::vector<std::string> many(300, "somebody@example.org");
    const std::string said = keys::describe({keys::Action::sign, longest, many});
    CHECK(shown(said).find("300 recipients") != std::string::npos);
    CHECK(keys::describe({keys::Action::sign, "a@b.c", {"d@e.f"}}) ==
          "Sign a message to 1 recipient as a@b.c: d@e.f.");
}

TEST_CASE("a prompt says who signs what for whom") {
    CHECK(keys::describe({keys::Action::sign, "alice@example.com", {"bob@example.org", "c@d.e"}}) ==
          "Sign a message to 2 recipients as alice@example.com: bob@example.org, c@d.e.");
    CHECK(keys::describe({keys::Action::decrypt, "alice@example.com", {}}) ==
          "Open an encrypted message sent to alice@example.com.");
    CHECK(keys::describe({keys::Action::sign, "a\nb@example.com", {}}).find('\n') ==
          std::string::npos);
}
