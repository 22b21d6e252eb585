// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sealwright {

using Bytes = std::vector<std::uint8_t>;
/// Bytes owned by somebody else; never outlives them.
using View = std::span<const std::uint8_t>;

/// The same bytes under the other name; nothing is copied or checked.
inline View as_view(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(View bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(View bytes) {
    return {bytes.begin(), bytes.end()};
}
inline void append(Bytes& to, View more) {
    to.insert(to.end(), more.begin(), more.end());
}
inline void append(Bytes& to, std::string_view more) {
    append(to, as_view(more));
}

/// A half-open range of byte offsets into the message it was parsed from.
struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const { return end - begin; }
    [[nodiscard]] View of(View bytes) const { return bytes.subspan(begin, end - begin); }
    friend bool operator==(const Range&, const Range&) = default;
};

}  // namespace sealwright
