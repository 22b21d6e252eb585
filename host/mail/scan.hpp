// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

namespace sealwright::mail {

/// Octets that RFC 5322 §2.3 does not allow in a message of lines, and lines that end with LF
/// alone.
struct Oddities {
    bool nul = false;
    bool bare_cr = false;
    bool bare_lf = false;

    void add(const Oddities& more);
};

/// Offset of the next line that starts with "--", looking at lines that begin after `from`;
/// `bytes.size()` when there is none. Adds to `seen` what lies between `from` and the answer.
/// Reads every octet once, at memory speed.
std::size_t find_dash_line(View bytes, std::size_t from, Oddities& seen);

/// What is odd in `range`; the octets next to it decide whether a CR or LF at its ends is bare.
Oddities oddities(View bytes, Range range);

/// Offset after the line end of the line at `begin` (LF ends a line); `end` when it has none.
std::size_t next_line(View bytes, std::size_t begin, std::size_t end);
/// Offset of the line break (CRLF or LF) that stands before `line_begin`, but not below `least`.
std::size_t before_line_break(View bytes, std::size_t line_begin, std::size_t least);
/// The line at `begin` up to `next`, without its line end.
std::string_view line_text(View bytes, std::size_t begin, std::size_t next);

}  // namespace sealwright::mail
