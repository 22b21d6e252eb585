// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "support/ca.hpp"

#include <string>
#include <vector>

namespace sealwright::support {

// The other side of every interoperability test: OpenSSL's own CMS functions as producer.

struct OpensslSigning {
    const char* md = "SHA256";
    bool detached = true;
    bool stream = false;  ///< BER with indefinite lengths
    bool pss = false;
    unsigned flags = 0;  ///< more CMS_* flags
};
Bytes openssl_sign(View content, const Ca& signer, const OpensslSigning& how = {});

struct OpensslEncryption {
    const char* cipher = "AES-256-CBC";
    bool stream = false;
    bool by_key_identifier = false;
    const char* oaep = "";  ///< digest of OAEP, with MGF1 of the same; empty: PKCS#1 v1.5
    const char* kdf = "";   ///< digest of the X9.63 KDF; empty: OpenSSL's default
    bool cofactor = false;
};
Bytes openssl_encrypt(View content, const std::vector<Ca>& recipients,
                      const OpensslEncryption& how = {});

}  // namespace sealwright::support
