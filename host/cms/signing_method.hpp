// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/public_key.hpp"
#include "keys/keys.hpp"

namespace sealwright::cms {

/// How a key is to sign, decided before anybody is asked for a PIN.
struct SigningMethod {
    Scheme scheme = Scheme::rsa_pkcs1;
    keys::Digest digest = keys::Digest::sha256;
    int salt = 0;     ///< octets, of RSA-PSS
    Bytes algorithm;  ///< the AlgorithmIdentifier of the signature
};
/// The digest follows the key's strength; PSS is used where the key allows nothing else. Weak and
/// unusual keys are `key.unsupported`.
Result<SigningMethod> choose_method(const KeyFacts& key, const keys::Abilities& abilities);

/// The signature over `digest` as CMS carries it.
Result<Bytes> sign_digest(const SigningMethod& method, keys::PrivateKey& key, View digest,
                          const keys::KeyUse& use);

}  // namespace sealwright::cms
