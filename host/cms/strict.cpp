// SPDX-License-Identifier: MPL-2.0
#include "cms/der.hpp"

#include <algorithm>
#include <vector>

namespace sealwright::cms::der {
namespace {

constexpr Tag kBoolean = 0x01;

/// Universal types that DER allows only in primitive form (X.690 §10.2).
bool is_string_in_pieces(Tag tag) {
    return (tag & 0xc0) == 0 && (tag & kConstructed) != 0 && tag != kSequence && tag != kSet;
}

bool has_minimal_header(const Element& element) {
    const std::size_t header = element.whole.size() - element.content.size();
    std::size_t least = 2;
    if (element.content.size() > 0x7f) {
        for (std::size_t left = element.content.size(); left != 0; left >>= 8) ++least;
    }
    return !element.indefinite && header == least;
}

bool is_minimal_primitive(const Element& element) {
    const View content = element.content;
    switch (element.tag) {
        case kBoolean:
            return content.size() == 1 && (content[0] == 0 || content[0] == 0xff);
        case kNull:
            return content.empty();
        case kInteger:
            if (content.size() < 2) return content.size() == 1;
            return !(content[0] == 0x00 && content[1] < 0x80) &&
                   !(content[0] == 0xff && content[1] >= 0x80);
        default:
            return true;
    }
}

/// X.690 §11.6: the shorter one counts as padded with zeros.
bool in_order(View before, View after) {
    return !std::ranges::lexicographical_compare(after, before);
}

/// What is left to look at of one constructed element.
struct Level {
    Reader rest;
    bool is_set;
    View previous;
};

/// Takes the next element of `level`; nothing when it is not DER.
std::optional<Element> take_checked(Level& level) {
    const Element element = level.rest.any();
    if (!level.rest.ok() || !has_minimal_header(element) || is_string_in_pieces(element.tag) ||
        !is_minimal_primitive(element)) {
        return std::nullopt;
    }
    if (level.is_set && !in_order(level.previous, element.whole)) return std::nullopt;
    level.previous = element.whole;
    return element;
}

}  // namespace

bool is_der_set(const Element& element) {
    if (!has_minimal_header(element)) return false;
    std::vector<Level> open{{Reader(element.content), true, {}}};
    while (!open.empty()) {
        if (open.back().rest.at_end()) {
            open.pop_back();
            continue;
        }
        const auto inner = take_checked(open.back());
        if (!inner) return false;
        if ((inner->tag & kConstructed) == 0) continue;
        if (open.size() == limits::kAsn1Depth) return false;
        open.push_back({Reader(inner->content), inner->tag == kSet, {}});
    }
    return true;
}

}  // namespace sealwright::cms::der
