// SPDX-License-Identifier: MPL-2.0
#include "cms/der_writer.hpp"

#include <algorithm>

namespace sealwright::cms::der {
namespace {

/// Big-endian octets of `value` without leading zeros.
Bytes octets_of(std::size_t value) {
    Bytes octets;
    for (; value != 0; value >>= 8) octets.push_back(static_cast<std::uint8_t>(value));
    std::ranges::reverse(octets);
    return octets;
}

}  // namespace

Bytes header(Tag tag, std::size_t length) {
    if (length < 0x80) return {tag, static_cast<std::uint8_t>(length)};
    const Bytes octets = octets_of(length);
    Bytes out{tag, static_cast<std::uint8_t>(0x80 | octets.size())};
    append(out, octets);
    return out;
}

Bytes write(Tag tag, std::initializer_list<View> parts) {
    std::size_t length = 0;
    for (const View part : parts) length += part.size();
    Bytes out = header(tag, length);
    out.reserve(out.size() + length);
    for (const View part : parts) append(out, part);
    return out;
}

Bytes write(Tag tag, View content) {
    return write(tag, {content});
}

Bytes sequence(std::initializer_list<View> parts) {
    return write(kSequence, parts);
}

Bytes set_of(std::vector<Bytes> elements, Tag tag) {
    std::ranges::sort(elements, [](const Bytes& a, const Bytes& b) {
        return std::ranges::lexicographical_compare(a, b);
    });
    Bytes content;
    for (const Bytes& element : elements) append(content, element);
    return write(tag, content);
}

Bytes oid(const Oid& oid) {
    return write(kOid, oid.view());
}

Bytes octet_string(View content) {
    return write(kOctetString, content);
}

Bytes integer(std::uint32_t value) {
    Bytes octets = octets_of(value);
    if (octets.empty() || (octets[0] & 0x80) != 0) octets.insert(octets.begin(), 0);
    return write(kInteger, octets);
}

Bytes algorithm(const Oid& oid, View parameters) {
    return sequence({der::oid(oid), parameters});
}

Shell& Shell::before(View octets) {
    before_.insert(before_.begin(), octets.begin(), octets.end());
    return *this;
}

Shell& Shell::after(View octets) {
    append(after_, octets);
    return *this;
}

Shell& Shell::wrap(Tag tag) {
    return before(header(tag, before_.size() + content_ + after_.size()));
}

Bytes Shell::with_room() const {
    Bytes out;
    out.reserve(before_.size() + content_ + after_.size());
    append(out, before_);
    out.resize(before_.size() + content_);
    append(out, after_);
    return out;
}

Bytes Shell::around(View content) const {
    Bytes out;
    out.reserve(before_.size() + content_ + after_.size());
    append(out, before_);
    append(out, content);
    append(out, after_);
    return out;
}

}  // namespace sealwright::cms::der
