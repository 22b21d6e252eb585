// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/finding.hpp"
#include "base/ossl.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "cms/signed.hpp"
#include "keys/keys.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sealwright::cms {

enum class RecipientKind { key_transport, key_agreement, key_encryption_key, password, other };

/// One recipient of an envelope (RFC 5652 §6.2), named by issuer and serial or by key identifier.
struct Recipient {
    RecipientKind kind = RecipientKind::other;
    Bytes issuer;  ///< DER Name; empty when named by key identifier
    Bytes serial;  ///< content octets of the INTEGER
    Bytes key_identifier;

    [[nodiscard]] bool is_for(const X509& certificate) const;
};

/// What can be said of an EnvelopedData or AuthEnvelopedData without any key (V-30, V-31).
struct Envelope {
    Findings findings;
    std::vector<Recipient> recipients;
    std::string cipher;          ///< "AES-256-GCM"; an OID in dots when unknown
    bool authenticated = false;  ///< AuthEnvelopedData with an AEAD cipher
    bool weak = false;           ///< 3DES, RC2, DES, or a key wrap weaker than the content key
};
/// Structure, limits and algorithm rules before any key is touched (V-31: nonce and tag lengths,
/// content type against cipher class, E-56). Broken rules fail V-31 in the findings; only what is
/// no envelope at all is an Error.
Result<Envelope> inspect(View cms);

/// Opens an envelope that `inspect` passed, as one recipient of it. The plaintext is private until
/// every check has passed and is wiped otherwise; all cryptographic failures are one
/// `mail.decrypt-failed` (C-09). What stood in the way of the key (`key.*`, `request.*`,
/// `people.store`, `system.*`) keeps its own code: it happens before the ciphertext matters.
Result<SecretBytes> decrypt(View cms, const Envelope& envelope, const keys::Identity& recipient,
                            const keys::KeyUse& use);

enum class Cipher { aes_256_gcm, aes_256_cbc, aes_128_cbc };

/// Encrypts to all `recipients` (certificates already judged by the caller), with a fresh key and,
/// for RSA, OAEP with SHA-256 only where `oaep` says all can read it, else PKCS#1 v1.5 (G.10).
/// Never for RSA below 2048 bits: `people.unfit-certificate`.
struct EncryptRequest {
    View entity;
    std::vector<Certificate> recipients;
    Cipher cipher = Cipher::aes_256_cbc;
    bool oaep = false;
};
Result<Bytes> encrypt(const EncryptRequest& request);

}  // namespace sealwright::cms
