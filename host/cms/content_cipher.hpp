// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/finding.hpp"
#include "cms/enveloped_data.hpp"

#include <optional>
#include <stop_token>

namespace sealwright::cms {

/// The content encryption of an envelope with its parameters read.
struct ContentCipher {
    const CipherAlgorithm* algorithm = nullptr;
    std::size_t key_size = 0;  ///< octets
    View iv;                   ///< or nonce
};
/// The rules of V-31: cipher class against content type, parameters, nonce and tag lengths,
/// authenticated attributes. Broken ones fail it, ciphers and content types we do not have leave
/// it unknown; nothing is returned then.
std::optional<ContentCipher> check_cipher(const EnvelopeView& envelope, Findings& findings);

/// Decrypts into private memory and gives the plaintext only after the tag or padding has been
/// found right; every failure is `mail.decrypt-failed`. `stop` ends it with `request.cancelled`.
Result<SecretBytes> decrypt_content(const EnvelopeView& envelope, const ContentCipher& cipher,
                                    View key, const std::stop_token& stop);

}  // namespace sealwright::cms
