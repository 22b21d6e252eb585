// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "bridge/handle.hpp"

#include <openssl/rsa.h>

namespace sealwright::bridge {

/// Which RSA padding an operation was told to use; -1 for a parameter that names none we know.
/// OpenSSL gives and asks for it both as a number and as a word.
int padding_of(const OSSL_PARAM& parameter);
bool answer_padding(OSSL_PARAM& parameter, int padding);

/// The DER AlgorithmIdentifier of a signature: RSASSA-PSS with its parameters (RFC 4055 §3.1), or
/// the pair of digest and key type.
struct SignatureKind {
    std::string digest;  ///< an EVP name
    bool rsa = true;
    bool pss = false;
    std::string mgf1;  ///< an EVP name
    int salt = 0;      ///< octets
};
/// Throws std::bad_alloc; empty when OpenSSL knows no such identifier.
Bytes algorithm_identifier(const SignatureKind& kind);

}  // namespace sealwright::bridge
