// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/der.hpp"
#include "cms/oid.hpp"

#include <initializer_list>
#include <vector>

namespace sealwright::cms::der {

/// Identifier and length octets for contents of `length` octets.
Bytes header(Tag tag, std::size_t length);
/// One element holding `parts` one after the other.
Bytes write(Tag tag, std::initializer_list<View> parts);
Bytes write(Tag tag, View content);
Bytes sequence(std::initializer_list<View> parts);
/// SET OF in DER order (X.690 §11.6), under `tag`.
Bytes set_of(std::vector<Bytes> elements, Tag tag = kSet);
Bytes oid(const Oid& oid);
Bytes octet_string(View content);
/// An INTEGER of a small non-negative value.
Bytes integer(std::uint32_t value);
/// AlgorithmIdentifier (RFC 5280 §4.1.1.2); `parameters` empty means absent.
Bytes algorithm(const Oid& oid, View parameters = {});

/// DER around a content too large to be copied once per level: levels are put around its length,
/// and the content itself is put in at the end.
class Shell {
  public:
    explicit Shell(std::size_t content) : content_(content) {}

    Shell& before(View octets);
    Shell& after(View octets);
    /// Puts one element around everything so far.
    Shell& wrap(Tag tag);
    /// All of it, with zeros in place of the content, which begins at `content_begin()`.
    [[nodiscard]] Bytes with_room() const;
    [[nodiscard]] Bytes around(View content) const;
    [[nodiscard]] std::size_t content_begin() const { return before_.size(); }

  private:
    Bytes before_;
    std::size_t content_;
    Bytes after_;
};

}  // namespace sealwright::cms::der
