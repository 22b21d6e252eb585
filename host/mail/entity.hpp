// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sealwright::mail {

/// One header field as it stands in the message (RFC 5322 §2.2); ranges point into the message.
struct Field {
    Range whole;        ///< name, colon, folded value and the line end
    std::string name;   ///< as written
    std::string value;  ///< unfolded, surrounding white space removed, otherwise raw octets
};

/// A Content-Type or Content-Disposition value (RFC 2045 §5.1), with RFC 2231 pieces put together.
struct ContentType {
    std::string type = "text";                                    ///< lower case
    std::string subtype = "plain";                                ///< lower case
    std::vector<std::pair<std::string, std::string>> parameters;  ///< names in lower case
    /// Another reader may get another type, boundary, protocol or smime-type out of this: stated
    /// twice, in RFC 2231 pieces without an equal plain form, with comments, escapes or rubbish.
    bool ambiguous = false;

    [[nodiscard]] bool is(std::string_view full) const;  ///< "multipart/signed"
    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
};

enum class TransferEncoding { identity, quoted_printable, base64, unknown };

/// A node of the MIME tree (RFC 2045 §2.4). Every part is a range of the original bytes; nothing
/// is ever re-serialised. In `body` the line break before the next delimiter is not included, as
/// RFC 2046 §5.1.1 says it belongs to the delimiter.
struct Entity {
    Range whole;   ///< header block, blank line and body
    Range header;  ///< header block without the blank line
    Range body;
    std::vector<Field> fields;
    ContentType type;
    TransferEncoding encoding = TransferEncoding::identity;
    std::vector<Entity> parts;  ///< children of a multipart; message/rfc822 stays a leaf
    bool closed = true;         ///< a multipart's closing delimiter was found

    /// The only field of that name (case ignored); nothing when it is absent or there are several.
    [[nodiscard]] const Field* field(std::string_view name) const;
    /// The first field of that name: what we read where one would do; V-02 tells of a second.
    [[nodiscard]] const Field* first(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
    [[nodiscard]] bool is_multipart() const { return type.type == "multipart"; }
};

/// A message parsed once: the tree, and what V-01, V-02 and V-05 have to say about it. `bytes`
/// must outlive it.
struct Message {
    View bytes;
    Entity root;
    Findings findings;
    bool has_bare_lf = false;  ///< somewhere in it a line ends without CR
};

/// Parses a whole message (leading mbox "From " and X-Mozilla-Status lines are skipped, and are
/// not part of any range). Beyond a limit the answer is `mail.limit`; every other oddity is a
/// finding, because a body can still be shown. Takes one pass over the bytes and copies nothing but
/// header fields. V-05 is left to signed_parts() where the root is a multipart/signed.
Result<Message> parse_message(View bytes);
/// Parses an entity (a decrypted or opaque-signed payload) under the same rules.
Result<Message> parse_entity(View bytes);

/// The body with its transfer encoding undone (RFC 2045 §6); `junk` tells of octets that had to be
/// skipped. At most as long as the encoded body.
Bytes decoded_body(const Message& message, const Entity& entity, bool* junk = nullptr);

}  // namespace sealwright::mail
