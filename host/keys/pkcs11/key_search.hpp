// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/public_key.hpp"
#include "keys/pkcs11/session.hpp"

namespace sealwright::keys::pkcs11 {

/// How to find a key again, also in another session and after the token was reinserted.
struct KeyMarks {
    Bytes id;          ///< CKA_ID of its certificate; may be empty, or stand on several keys
    Bytes public_key;  ///< SubjectPublicKeyInfo, DER
};

/// The key object of `kind` that has the id and fits the public key, or else the one with the same
/// modulus or point. CK_INVALID_HANDLE when none is visible.
CK_OBJECT_HANDLE find_key(const Session& session, CK_OBJECT_CLASS kind, const KeyMarks& marks);

}  // namespace sealwright::keys::pkcs11
