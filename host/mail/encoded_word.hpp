// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

namespace sealwright::mail {

/// Replaces the encoded-words of RFC 2047 by what they say, in UTF-8; what only looks like one
/// stays as it is. White space between two of them goes. Not yet fit to show.
std::string decode_encoded_words(std::string_view text);

}  // namespace sealwright::mail
