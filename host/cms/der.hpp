// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/limits.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace sealwright::cms::der {

/// The identifier octet: class, constructed bit and number. Numbers above 30 are not used by CMS
/// and not read.
using Tag = std::uint8_t;
inline constexpr Tag kInteger = 0x02;
inline constexpr Tag kBitString = 0x03;
inline constexpr Tag kOctetString = 0x04;
inline constexpr Tag kNull = 0x05;
inline constexpr Tag kOid = 0x06;
inline constexpr Tag kUtcTime = 0x17;
inline constexpr Tag kGeneralizedTime = 0x18;
inline constexpr Tag kSequence = 0x30;
inline constexpr Tag kSet = 0x31;
inline constexpr Tag kConstructed = 0x20;
/// [number] as in IMPLICIT tags of primitive types.
constexpr Tag primitive(unsigned number) {
    return static_cast<Tag>(0x80 | number);
}
/// [number] as in EXPLICIT tags and IMPLICIT tags of constructed types.
constexpr Tag constructed(unsigned number) {
    return static_cast<Tag>(0xa0 | number);
}

/// The whole element NULL, as parameters of older algorithms are.
inline constexpr std::uint8_t kNullElement[] = {kNull, 0};

/// One BER or DER element (X.690), as ranges of the input; nothing is copied.
struct Element {
    Tag tag = 0;
    bool indefinite = false;
    View whole;    ///< with header and, for indefinite length, end-of-contents
    View content;  ///< without them
};

/// Reads elements one after the other from content octets. The first malformed or unexpected one
/// makes it fail for good: parse a whole structure, then ask `finished()` once.
class Reader {
  public:
    explicit Reader(View input) : rest_(input) {}

    /// The next element whatever it is.
    Element any();
    /// The next element, which must have this tag.
    Element take(Tag tag);
    /// The next element when it has this tag; otherwise nothing, and that is no failure.
    std::optional<Element> maybe(Tag tag);
    /// The next element must be constructed and have this tag: a reader of what it holds.
    Reader enter(Tag tag) { return Reader(take(tag).content, ok_); }

    void fail();
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    /// Everything was read and nothing failed.
    [[nodiscard]] bool finished() const { return ok_ && rest_.empty(); }
    [[nodiscard]] View rest() const { return rest_; }

  private:
    Reader(View input, bool ok) : rest_(input), ok_(ok) {}

    View rest_;
    bool ok_ = true;
};

/// An OCTET STRING, in one piece or (BER) in many, IMPLICIT tags included. Checked when made:
/// nesting at most limits::kAsn1Depth, nothing but OCTET STRINGs inside.
class Octets {
  public:
    Octets() = default;
    static std::optional<Octets> of(const Element& element);

    [[nodiscard]] std::size_t size() const { return size_; }
    /// Calls `use(View)` for the pieces in order.
    template <class Use>
    void each(Use&& use) const {
        Walk walk(element_);
        while (const auto piece = walk.next()) use(*piece);
    }
    /// All octets: a view of the input when they are in one piece, else `buffer`, filled.
    [[nodiscard]] View joined(Bytes& buffer) const;

  private:
    class Walk {
      public:
        explicit Walk(const Element& element);
        std::optional<View> next();
        [[nodiscard]] bool broken() const { return broken_; }

      private:
        std::optional<View> single_;
        std::array<View, limits::kAsn1Depth> open_;
        std::size_t depth_ = 0;
        bool broken_ = false;
    };

    Element element_;
    std::size_t size_ = 0;
};

/// What is there of the contents of the element `in` starts with, which must have this tag: of an
/// object that was cut off, its beginning still says what it was.
std::optional<View> contents_so_far(View in, Tag tag);
/// Unsigned value of INTEGER content octets; nothing when negative or beyond 2^31.
std::optional<std::uint32_t> small_integer(View content);
/// Bits of a non-negative INTEGER; nothing when negative or empty.
std::optional<std::size_t> integer_bits(View content);
/// Content of a BIT STRING without unused bits; empty when it has some.
View whole_octets(View bit_string_content);

/// Whether `element`, read as a SET OF whatever its IMPLICIT tag, is DER with all it holds (X.690
/// §10, §11): definite minimal lengths, primitive strings, minimal integers, SET OF in order.
bool is_der_set(const Element& element);

}  // namespace sealwright::cms::der
