// SPDX-License-Identifier: MPL-2.0
#include "base/text.hpp"

#include "base/limits.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace sealwright {
namespace {

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

/// Marks that change the order or the meaning of what stands beside them (UAX #9, UTS #39).
bool is_invisible_direction(char32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x206F) || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE007F);
}

bool is_break(char32_t c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string shown(std::string_view text) {
    constexpr char32_t kReplacement = 0xFFFD, kEllipsis = 0x2026;
    std::string out;
    std::size_t count = 0, before_last = 0;
    bool after_break = false;
    while (!text.empty()) {
        const Utf8Step step = utf8_step(text);
        char32_t c = step.code_point.value_or(kReplacement);
        text.remove_prefix(step.octets);
        const bool breaks = is_break(c);
        if (breaks && after_break) continue;
        after_break = breaks;
        if (breaks) c = ' ';
        if (is_control(c) || is_invisible_direction(c)) continue;
        if (count == limits::kShownCharacters) {
            out.resize(before_last);
            append_utf8(out, kEllipsis);
            break;
        }
        before_last = out.size();
        append_utf8(out, c);
        ++count;
    }
    return out;
}

bool is_valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const Utf8Step step = utf8_step(text);
        if (!step.code_point) return false;
        text.remove_prefix(step.octets);
    }
    return true;
}

std::string hex(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto octet = static_cast<unsigned char>(c);
        out += digits[octet >> 4];
        out += digits[octet & 15u];
    }
    return out;
}

std::string lower_ascii(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace sealwright
