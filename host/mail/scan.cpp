// SPDX-License-Identifier: MPL-2.0
#include "mail/scan.hpp"

#include <algorithm>
#include <cstring>

namespace sealwright::mail {
namespace {

// Both compilers turn the fixed-length loop over a block into vector instructions.
constexpr std::size_t kBlock = 64;

/// Whether the block after `before` needs a closer look: a NUL, a CR or LF that is not half of a
/// CRLF, or an LF before a dash. One comparison less per octet than telling these apart.
bool is_quiet(const std::uint8_t* before) {
    std::uint8_t loud = static_cast<std::uint8_t>((before[0] == '\r') ^ (before[1] == '\n'));
    const std::uint8_t* at = before + 1;
    for (std::size_t i = 0; i < kBlock; ++i) {
        const std::uint8_t lf_follows = at[i + 1] == '\n';
        loud |= static_cast<std::uint8_t>((at[i] == 0) | ((at[i] == '\r') ^ lf_follows) |
                                          (lf_follows & (at[i + 2] == '-')));
    }
    return loud == 0 && !(at[0] == '\n' && at[1] == '-');
}

struct BlockFlags {
    std::uint8_t nul = 0;
    std::uint8_t bare_cr = 0;
    std::uint8_t bare_lf = 0;
    std::uint8_t dash_line = 0;
};

/// Reads the block after `before`, the octet in front of it and the two behind it.
BlockFlags read_block(const std::uint8_t* before) {
    const std::uint8_t* at = before + 1;
    BlockFlags flags;
    for (std::size_t i = 0; i < kBlock; ++i) {
        const std::uint8_t is_lf = at[i] == '\n';
        flags.nul |= at[i] == 0;
        flags.bare_cr |= static_cast<std::uint8_t>((at[i] == '\r') & (at[i + 1] != '\n'));
        flags.bare_lf |= static_cast<std::uint8_t>(is_lf & (before[i] != '\r'));
        flags.dash_line |=
            static_cast<std::uint8_t>(is_lf & (at[i + 1] == '-') & (at[i + 2] == '-'));
    }
    return flags;
}

void add_octet(View bytes, std::size_t at, Oddities& seen) {
    const std::uint8_t octet = bytes[at];
    if (octet == 0) seen.nul = true;
    if (octet == '\r' && (at + 1 == bytes.size() || bytes[at + 1] != '\n')) seen.bare_cr = true;
    if (octet == '\n' && (at == 0 || bytes[at - 1] != '\r')) seen.bare_lf = true;
}

bool ends_before_dashes(View bytes, std::size_t at) {
    return bytes[at] == '\n' && at + 2 < bytes.size() && bytes[at + 1] == '-' &&
           bytes[at + 2] == '-';
}

void add_block(const BlockFlags& flags, Oddities& seen) {
    seen.nul |= flags.nul != 0;
    seen.bare_cr |= flags.bare_cr != 0;
    seen.bare_lf |= flags.bare_lf != 0;
}

/// Up to `end`, or to the first line that starts with "--" when `stop_at_dashes`.
std::size_t scan(View bytes, Range range, bool stop_at_dashes, Oddities& seen) {
    std::size_t at = range.begin;
    while (at < range.end) {
        if (at > 0 && at + kBlock <= range.end && at + kBlock + 2 <= bytes.size()) {
            const std::uint8_t* before = bytes.data() + at - 1;
            if (is_quiet(before)) {
                at += kBlock;
                continue;
            }
            const BlockFlags flags = read_block(before);
            if (flags.dash_line == 0 || !stop_at_dashes) {
                add_block(flags, seen);
                at += kBlock;
                continue;
            }
        }
        const std::size_t stop = std::min(range.end, at + kBlock);
        for (; at < stop; ++at) {
            add_octet(bytes, at, seen);
            if (stop_at_dashes && ends_before_dashes(bytes, at)) return at + 1;
        }
    }
    return range.end;
}

}  // namespace

void Oddities::add(const Oddities& more) {
    nul |= more.nul;
    bare_cr |= more.bare_cr;
    bare_lf |= more.bare_lf;
}

std::size_t find_dash_line(View bytes, std::size_t from, Oddities& seen) {
    return scan(bytes, {from, bytes.size()}, true, seen);
}

Oddities oddities(View bytes, Range range) {
    Oddities seen;
    scan(bytes, range, false, seen);
    return seen;
}

std::size_t next_line(View bytes, std::size_t begin, std::size_t end) {
    if (begin >= end) return end;
    const void* lf = std::memchr(bytes.data() + begin, '\n', end - begin);
    if (!lf) return end;
    return static_cast<std::size_t>(static_cast<const std::uint8_t*>(lf) - bytes.data()) + 1;
}

std::size_t before_line_break(View bytes, std::size_t line_begin, std::size_t least) {
    std::size_t at = line_begin;
    if (at > least && bytes[at - 1] == '\n') --at;
    if (at > least && at < line_begin && bytes[at - 1] == '\r') --at;
    return at;
}

std::string_view line_text(View bytes, std::size_t begin, std::size_t next) {
    return as_text(Range{begin, before_line_break(bytes, next, begin)}.of(bytes));
}

}  // namespace sealwright::mail
