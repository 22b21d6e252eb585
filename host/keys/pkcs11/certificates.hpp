// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/keys.hpp"
#include "keys/pkcs11/session.hpp"

namespace sealwright::keys::pkcs11 {

/// Whether the private key of a certificate is on its token, as far as can be told without a PIN.
enum class PrivateHalf : std::uint8_t { absent, present };

struct StoredCertificate {
    Bytes der;
    Bytes id;  ///< CKA_ID
    PrivateHalf private_half = PrivateHalf::absent;
    Abilities abilities;  ///< of its key
};

/// The X.509 certificates of a token that show in the session's present state. Never logs in.
Result<std::vector<StoredCertificate>> list_certificates(const Session& session,
                                                         const Token& token);

}  // namespace sealwright::keys::pkcs11
