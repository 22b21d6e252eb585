// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/ossl.hpp"

namespace sealwright::keys::pkcs11 {

/// The public half of a certificate's key, in the forms in which PKCS#11 objects carry it.
struct PublicKey {
    enum class Kind { rsa, ec, other };
    Kind kind = Kind::other;
    std::size_t size = 0;  ///< octets: of the modulus; of the group's order for EC
    Bytes modulus;         ///< RSA, big-endian without leading zeros
    Bytes point;           ///< EC, uncompressed (SEC 1 §2.3.3)
    Bytes wrapped_point;   ///< the same as the DER OCTET STRING that CKA_EC_POINT should be
};

/// Reads a SubjectPublicKeyInfo; Kind::other when it is none that mail keys use.
PublicKey read_public_key(View der);

/// A certificate's SubjectPublicKeyInfo, DER.
Bytes encoded_public_key(const X509& certificate);

/// The DER OCTET STRING around `content`.
Bytes octet_string(View content);

}  // namespace sealwright::keys::pkcs11
