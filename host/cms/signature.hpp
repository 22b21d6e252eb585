// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/ossl.hpp"
#include "cms/public_key.hpp"
#include "cms/signed_data.hpp"

#include <optional>

namespace sealwright::cms {

/// How one signature is to be checked, all of its parameters resolved.
struct SignaturePlan {
    Scheme scheme = Scheme::rsa_pkcs1;
    const DigestAlgorithm* digest = nullptr;  ///< that the signature is over
    std::optional<PssParameters> pss;         ///< of RSA-PSS
};

/// Signature mathematics over a digest; for Ed25519, `signed_bytes` themselves are verified and
/// the digest is not looked at.
bool signature_holds(const SignaturePlan& plan, EVP_PKEY& key, View digest, View signed_bytes,
                     View signature);

/// Digest of `parts` one after the other; empty when OpenSSL has no such digest.
Bytes digest_parts(const DigestAlgorithm& digest, std::initializer_list<View> parts);

}  // namespace sealwright::cms
