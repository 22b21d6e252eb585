// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/secret.hpp"
#include "mail/entity.hpp"

namespace sealwright::mail {

enum class LeafKind { text, html, attachment };

/// A decoded leaf that a client shows; clients have no MIME parser of their own. Text and HTML
/// are UTF-8 after decoding (unknown charsets as ASCII with U+FFFD; UTF-7 is refused, C-42).
struct Leaf {
    LeafKind kind = LeafKind::attachment;
    Range range;             ///< the entity in the message it was parsed from
    std::string type;        ///< "text/plain"
    std::string name;        ///< file name fit to show and to save: no path, no control characters
    std::string content_id;  ///< without angle brackets
    bool in_line = false;
    SecretBytes bytes;  ///< may be decrypted text: wiped when the leaf goes
};

/// What `entity`, no multipart, would be as a leaf; decodes nothing.
LeafKind leaf_kind(const Entity& entity);

/// The leaves of `root` in order: of multipart/alternative the last text/plain and the last
/// text/html; preambles and epilogues never; smime.p7s of a signed multipart never.
std::vector<Leaf> leaves(const Message& message, const Entity& root);

}  // namespace sealwright::mail
