// SPDX-License-Identifier: MPL-2.0
#include "base/digest.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace sealwright {

Bytes sha256(View bytes) {
    Bytes digest(32);
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 is missing from the cryptographic library");
    }
    return digest;
}

}  // namespace sealwright
