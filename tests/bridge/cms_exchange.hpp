// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/ossl.hpp"
#include "base/result.hpp"
#include "bridge/bridge.hpp"
#include "support/ca.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sealwright::bridge_test {

/// The leaf's key as a SoftKey, bound.
bridge::BoundKey bound_key(const support::Ca& leaf, keys::KeyUse use = {});
bridge::BoundKey bound_key(const support::Ca& leaf, std::shared_ptr<keys::PrivateKey> key);

enum class RsaSignature { pkcs1, pss };
/// A detached SignedData over `text` as DER; empty when signing failed.
Bytes sign(const support::Ca& leaf, EVP_PKEY* key, const char* digest, std::string_view text,
           RsaSignature rsa = RsaSignature::pkcs1);
/// Whether OpenSSL's default provider alone verifies it.
bool verifies(View cms, std::string_view text);

struct Encryption {
    const EVP_CIPHER* cipher = EVP_aes_256_cbc();
    const char* oaep_digest = nullptr;  ///< null: PKCS#1 v1.5
    std::string oaep_label = {};
    const char* kdf_digest = nullptr;  ///< of ECDH; null: OpenSSL's choice
};
/// Encrypts to all certificates in turn; made by the default provider alone.
Bytes encrypt(const std::vector<Certificate>& recipients, std::string_view text,
              const Encryption& how = {});
/// What CMS_decrypt gives with that key; nothing when it fails.
std::optional<std::string> decrypt(View cms, EVP_PKEY* key, const Certificate& certificate);

}  // namespace sealwright::bridge_test
