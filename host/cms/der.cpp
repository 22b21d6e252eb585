// SPDX-License-Identifier: MPL-2.0
#include "cms/der.hpp"

#include <bit>
#include <utility>

namespace sealwright::cms::der {
namespace {

struct Header {
    Tag tag = 0;
    bool indefinite = false;
    std::size_t size = 0;    ///< of identifier and length octets
    std::size_t length = 0;  ///< of the contents
};

constexpr std::uint8_t kHighTagNumber = 0x1f;
constexpr std::uint8_t kIndefiniteLength = 0x80;
constexpr std::size_t kEndOfContents = 2;

/// Length octets of the long form, RFC's and X.690's "at most 126" cut to what a size can hold.
std::optional<std::size_t> long_length(View octets) {
    std::size_t length = 0;
    for (const std::uint8_t octet : octets) {
        if (length >> (8 * (sizeof length - 1)) != 0) return std::nullopt;
        length = length << 8 | octet;
    }
    return length;
}

/// The header as it stands; the contents it announces may not all be there.
std::optional<Header> announced(View in) {
    if (in.size() < 2 || (in[0] & kHighTagNumber) == kHighTagNumber) return std::nullopt;
    Header header{in[0], false, 2, in[1]};
    if (in[1] == kIndefiniteLength) {
        if ((in[0] & kConstructed) == 0) return std::nullopt;
        header.indefinite = true;
        header.length = 0;
        return header;
    }
    if (in[1] > kIndefiniteLength) {
        const std::size_t more = in[1] & 0x7f;
        if (more > in.size() - 2) return std::nullopt;
        const auto length = long_length(in.subspan(2, more));
        if (!length) return std::nullopt;
        header.length = *length;
        header.size += more;
    }
    return header;
}

std::optional<Header> read_header(View in) {
    const auto header = announced(in);
    if (!header || header->length > in.size() - header->size) return std::nullopt;
    return header;
}

bool is_end_of_contents(View in) {
    return in.size() >= 2 && in[0] == 0 && in[1] == 0;
}

/// Octets from `in` up to and with the end-of-contents of `open` indefinite elements around it.
std::optional<std::size_t> up_to_end(View in, std::size_t open) {
    std::size_t at = 0;
    while (open > 0) {
        const View rest = in.subspan(at);
        if (is_end_of_contents(rest)) {
            at += kEndOfContents;
            --open;
            continue;
        }
        const auto header = read_header(rest);
        if (!header || header->tag == 0) return std::nullopt;
        if (header->indefinite && ++open > limits::kAsn1Depth) return std::nullopt;
        at += header->size + header->length;
    }
    return at;
}

std::optional<Element> read_element(View in) {
    const auto header = read_header(in);
    if (!header || header->tag == 0) return std::nullopt;
    if (!header->indefinite) {
        return Element{header->tag, false, in.first(header->size + header->length),
                       in.subspan(header->size, header->length)};
    }
    const auto size = up_to_end(in.subspan(header->size), 1);
    if (!size) return std::nullopt;
    return Element{header->tag, true, in.first(header->size + *size),
                   in.subspan(header->size, *size - kEndOfContents)};
}

}  // namespace

Element Reader::any() {
    const auto element = ok_ ? read_element(rest_) : std::nullopt;
    if (!element) {
        fail();
        return {};
    }
    rest_ = rest_.subspan(element->whole.size());
    return *element;
}

Element Reader::take(Tag tag) {
    if (!rest_.empty() && rest_[0] == tag) return any();
    fail();
    return {};
}

std::optional<Element> Reader::maybe(Tag tag) {
    if (!ok_ || rest_.empty() || rest_[0] != tag) return std::nullopt;
    const Element element = any();
    return ok_ ? std::optional(element) : std::nullopt;
}

void Reader::fail() {
    ok_ = false;
    rest_ = {};
}

std::optional<Octets> Octets::of(const Element& element) {
    Octets octets;
    octets.element_ = element;
    Walk walk(element);
    while (const auto piece = walk.next()) octets.size_ += piece->size();
    return walk.broken() ? std::nullopt : std::optional(octets);
}

View Octets::joined(Bytes& buffer) const {
    if ((element_.tag & kConstructed) == 0) return element_.content;
    buffer.clear();
    buffer.reserve(size_);
    each([&](View piece) { append(buffer, piece); });
    return buffer;
}

Octets::Walk::Walk(const Element& element) {
    if ((element.tag & kConstructed) == 0) {
        single_ = element.content;
    } else {
        open_[depth_++] = element.content;
    }
}

std::optional<View> Octets::Walk::next() {
    if (single_) return std::exchange(single_, std::nullopt);
    while (depth_ > 0 && !broken_) {
        if (open_[depth_ - 1].empty()) {
            --depth_;
            continue;
        }
        const auto element = read_element(open_[depth_ - 1]);
        broken_ = !element || (element->tag | kConstructed) != (kOctetString | kConstructed) ||
                  (element->tag != kOctetString && depth_ == open_.size());
        if (broken_) break;
        open_[depth_ - 1] = open_[depth_ - 1].subspan(element->whole.size());
        if (element->tag == kOctetString) return element->content;
        open_[depth_++] = element->content;
    }
    return std::nullopt;
}

std::optional<View> contents_so_far(View in, Tag tag) {
    const auto header = announced(in);
    if (!header || header->tag != tag) return std::nullopt;
    const View rest = in.subspan(header->size);
    return header->indefinite ? rest : rest.first(std::min(rest.size(), header->length));
}

std::optional<std::uint32_t> small_integer(View content) {
    const auto bits = integer_bits(content);
    if (!bits || *bits > 31) return std::nullopt;
    std::uint32_t value = 0;
    for (const std::uint8_t octet : content) value = value << 8 | octet;
    return value;
}

std::optional<std::size_t> integer_bits(View content) {
    if (content.empty() || (content[0] & 0x80) != 0) return std::nullopt;
    std::size_t zeros = 0;
    while (zeros < content.size() && content[zeros] == 0) ++zeros;
    if (zeros == content.size()) return 0;
    return (content.size() - zeros) * 8 -
           static_cast<std::size_t>(std::countl_zero(content[zeros]));
}

View whole_octets(View bit_string_content) {
    if (bit_string_content.empty() || bit_string_content[0] != 0) return {};
    return bit_string_content.subspan(1);
}

}  // namespace sealwright::cms::der
