// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/limits.hpp"
#include "base/ossl.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

#include <vector>

namespace sealwright::keys {

/// A private key as PKCS#8 DER, and the certificate it belongs to.
struct KeyPair {
    Certificate certificate;
    SecretBytes pkcs8;
};

/// What a PKCS#12 file holds (RFC 7292). Friendly names and other attributes are not read at all.
struct Pkcs12Contents {
    std::vector<KeyPair> pairs;
    std::vector<Certificate> others;  ///< certificates without a key in the file
};

/// Opens a PKCS#12 file that anybody may have made. How much work its password costs is known
/// before any is done, and more than `iterations` is `request.limit` (C-28). A wrong password is
/// `key.pin-wrong`; a method we do not have (PBMAC1, scrypt, or an old cipher outside
/// legacy_context()) is `key.unsupported`; everything else that is wrong with the file is
/// `system.file`.
Result<Pkcs12Contents> read_pkcs12(View file, View password, OSSL_LIB_CTX* context,
                                   std::int64_t iterations = limits::kPkcs12Iterations);

/// Whether the file has a password, given how read_pkcs12 failed with an empty one and
/// limits::kPkcs12OpenIterations.
inline bool means_password(const Error& error) {
    return error.code == ErrorCode::key_pin_wrong || error.code == ErrorCode::request_limit;
}

/// A file with that key, AES-256 and PBKDF2; an empty password protects nothing and costs nothing.
Result<Bytes> make_pkcs12(const KeyPair& pair, const std::vector<Certificate>& chain,
                          View password);

/// The key, in plain_context(); null when the octets are none.
std::shared_ptr<EVP_PKEY> read_pkcs8(View der);

}  // namespace sealwright::keys
