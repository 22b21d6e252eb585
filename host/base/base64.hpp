// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

#include <optional>
#include <string>

namespace sealwright {

/// RFC 4648 §4 without line breaks.
std::string encode_base64(View bytes);
/// RFC 2045 §6.8: lines of `line` characters, each ended by CRLF.
std::string encode_base64_lines(View bytes, std::size_t line = 76);
/// Decodes into `out`, which has room for `text.size() / 4 * 3 + 3` octets, and says how many were
/// written; nothing when any character is outside the alphabet or padding is wrong. For the wire.
std::optional<std::size_t> decode_base64_strict(View text, std::uint8_t* out);
/// Room and contract as above for mail bodies (RFC 2045 §6.8): characters outside the alphabet are
/// skipped, decoding ends at the padding. `junk` tells whether other than white space was skipped.
std::size_t decode_base64_mail(View text, std::uint8_t* out, bool& junk);

}  // namespace sealwright
