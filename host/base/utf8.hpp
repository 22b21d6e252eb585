// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sealwright {

/// One step through UTF-8 text (RFC 3629): the code point at the front and how many octets it
/// takes. Without a code point the octets are not UTF-8 and stand for one U+FFFD.
struct Utf8Step {
    std::optional<char32_t> code_point;
    std::size_t octets = 1;
};
/// `text` is not empty.
Utf8Step utf8_step(std::string_view text);

void append_utf8(std::string& to, char32_t code_point);

}  // namespace sealwright
