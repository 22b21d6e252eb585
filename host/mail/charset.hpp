// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

#include <string>
#include <string_view>

namespace sealwright::mail {

/// The text as UTF-8. Charsets are taken from a list of those seen in mail; UTF-7 is not on it
/// (C-42). Of any other, ASCII is kept and the rest becomes U+FFFD. No name at all means UTF-8
/// where the octets are UTF-8. Never fails; octets that fit nowhere become U+FFFD.
std::string to_utf8(View bytes, std::string_view charset);

}  // namespace sealwright::mail
