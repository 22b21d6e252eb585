// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

namespace sealwright {

/// What may be shown of a string that came from a mail or a certificate (E-65): valid UTF-8,
/// control and bidi characters removed, line breaks as one space, at most 256 characters.
std::string shown(std::string_view text);

bool is_valid_utf8(std::string_view text);
std::string hex(std::string_view bytes);
/// ASCII only; other octets stay as they are.
std::string lower_ascii(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace sealwright
