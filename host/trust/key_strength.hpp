// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/ossl.hpp"

namespace sealwright::trust {

/// Neither a huge modulus or exponent nor explicit curve parameters: safe to compute with (C-26).
bool is_of_usual_size(const EVP_PKEY& key);

/// At least 112 bits of security, OpenSSL's level 2 (V-23): no RSA under 2048 bits.
bool is_strong(const EVP_PKEY& key);

/// The signature on `certificate` uses a digest of at least 112 bits of security: no MD5, no SHA-1.
bool is_strongly_signed(const X509& certificate);

}  // namespace sealwright::trust
