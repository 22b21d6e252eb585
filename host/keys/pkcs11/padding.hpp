// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/keys.hpp"

namespace sealwright::keys::pkcs11 {

/// DER DigestInfo (RFC 8017 §9.2), which CKM_RSA_PKCS wants to sign.
Result<Bytes> digest_info(Digest md, View digest);

/// Takes OAEP padding off what raw RSA gave (RFC 8017 §7.1.2 step 3), in constant time. Every
/// failure is `mail.decrypt-failed` without detail.
Result<SecretBytes> remove_oaep(View encoded, Digest md, Digest mgf1, View label);

}  // namespace sealwright::keys::pkcs11
