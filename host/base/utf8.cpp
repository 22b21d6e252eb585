// SPDX-License-Identifier: MPL-2.0
#include "base/utf8.hpp"

namespace sealwright {
namespace {

struct Lead {
    std::size_t length;
    char32_t bits;
    char32_t least;  ///< anything smaller would be an overlong form
};

std::optional<Lead> lead_of(unsigned char octet) {
    if (octet < 0x80) return Lead{1, octet, 0};
    if (octet >= 0xC2 && octet <= 0xDF) return Lead{2, octet & 0x1Fu, 0x80};
    if (octet >= 0xE0 && octet <= 0xEF) return Lead{3, octet & 0x0Fu, 0x800};
    if (octet >= 0xF0 && octet <= 0xF4) return Lead{4, octet & 0x07u, 0x10000};
    return std::nullopt;
}

bool is_scalar(char32_t point) {
    return point <= 0x10FFFF && !(point >= 0xD800 && point <= 0xDFFF);
}

}  // namespace

Utf8Step utf8_step(std::string_view text) {
    const auto lead = lead_of(static_cast<unsigned char>(text[0]));
    if (!lead) return {};
    char32_t point = lead->bits;
    for (std::size_t i = 1; i < lead->length; ++i) {
        const auto octet = i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
        if ((octet & 0xC0u) != 0x80u) return {std::nullopt, i};
        point = (point << 6) | (octet & 0x3Fu);
    }
    if (point < lead->least || !is_scalar(point)) return {std::nullopt, lead->length};
    return {point, lead->length};
}

void append_utf8(std::string& to, char32_t point) {
    if (point < 0x80) {
        to += static_cast<char>(point);
        return;
    }
    const int tail = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    const char32_t marks[] = {0, 0xC0, 0xE0, 0xF0};
    to += static_cast<char>(marks[tail] | (point >> (6 * tail)));
    for (int i = tail - 1; i >= 0; --i) to += static_cast<char>(0x80 | ((point >> (6 * i)) & 0x3F));
}

}  // namespace sealwright
