// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace sealwright::wire {

using Json = nlohmann::json;

/// A frame as JSON, or why it is none. The numbers of the outermost object are kept either way, so
/// that an answer can name the request and a transfer can be given up.
struct ParsedFrame {
    std::optional<Json> object;
    std::string why;  ///< in words for logs, when there is no object
    std::optional<std::uint64_t> id;
    std::optional<std::uint64_t> transfer;
};

/// Strict RFC 8259: one object, valid UTF-8, no member twice, no fractions, at most
/// limits::kJsonDepth deep and limits::kJsonValues values.
ParsedFrame parse_frame(View frame);

/// As JSON text. Octets that are not UTF-8 become U+FFFD.
std::string to_text(const Json& json);

}  // namespace sealwright::wire
