// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/enveloped_data.hpp"

namespace sealwright::cms {

/// The content-encryption key of `key_size` octets, got through one recipient with one use of its
/// private key. After a failed RSA PKCS#1 v1.5 decryption it is a random key, so that nobody can
/// tell that failure from a later one (RFC 3218 §2.3.2). Errors: `mail.unsupported`,
/// `mail.refused`, `mail.decrypt-failed`, and what stood in the way of the key: `key.*`,
/// `request.*`, `people.store`, `system.*`.
Result<SecretBytes> content_key(const RecipientView& recipient, std::size_t key_size,
                                const keys::Identity& identity, const keys::KeyUse& use);

}  // namespace sealwright::cms
