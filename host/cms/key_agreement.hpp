// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/ossl.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "cms/public_key.hpp"

#include <optional>

namespace sealwright::cms {

/// DER of ECC-CMS-SharedInfo (RFC 5753 §7.2); `ukm` null when the message has none.
Bytes shared_info(View wrap_algorithm, const View* ukm, std::size_t key_size);

/// The point in uncompressed form, or nothing when it is no point of `curve`: on another curve an
/// agreement would give away bits of the private key.
std::optional<Bytes> uncompressed_point(const Curve& curve, View point);

/// AES key wrap (RFC 3394), either way; nothing when the integrity check fails.
std::optional<SecretBytes> unwrap_key(const WrapAlgorithm& algorithm, View wrapping_key,
                                      View wrapped);
std::optional<Bytes> wrap_key(const WrapAlgorithm& algorithm, View wrapping_key, View key);

}  // namespace sealwright::cms
