// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>

namespace sealwright::mail {

/// What a line is to a multipart with a given boundary (RFC 2046 §5.1.1).
enum class LineRole {
    content,
    /// Begins like the delimiter and goes on otherwise: RFC 2046 lets readers take it for one, and
    /// many do not. We do not, and the multipart is no longer read with certainty (C-41).
    doubtful,
    delimiter,
    closing,
};

/// `line` is without its line end; white space after the delimiter is transport padding.
LineRole line_role(std::string_view line, std::string_view boundary);

/// The line without the transport padding at its end.
std::string_view without_padding(std::string_view line);

/// Whether `text` (the rest of a message) starts with "--" and the boundary.
bool starts_like_delimiter(std::string_view text, std::string_view boundary);

}  // namespace sealwright::mail
