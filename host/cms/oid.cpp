// SPDX-License-Identifier: MPL-2.0
#include "cms/oid.hpp"

namespace sealwright::cms {
namespace {

constexpr std::size_t kMostOctets = 32;

void append_arc(std::string& text, std::uint64_t arc) {
    if (!text.empty()) {
        text += '.' + std::to_string(arc);
        return;
    }
    const std::uint64_t first = std::min<std::uint64_t>(arc / 40, 2);
    text = std::to_string(first) + '.' + std::to_string(arc - first * 40);
}

}  // namespace

std::string dotted(View octets) {
    if (octets.empty() || octets.size() > kMostOctets || (octets.back() & 0x80) != 0) return "?";
    std::string text;
    std::uint64_t arc = 0;
    for (const std::uint8_t octet : octets) {
        if (arc >> 56 != 0) return "?";
        arc = arc << 7 | (octet & 0x7f);
        if ((octet & 0x80) != 0) continue;
        append_arc(text, arc);
        arc = 0;
    }
    return text;
}

}  // namespace sealwright::cms
