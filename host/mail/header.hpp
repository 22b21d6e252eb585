// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/limits.hpp"
#include "mail/entity.hpp"

namespace sealwright::mail {

/// The fields of one header block (RFC 5322 §2.2).
struct HeaderBlock {
    std::vector<Field> fields;
    /// A line that is no field, white space before a colon, a line of white space alone: other
    /// readers make something else of such a block (C-40).
    bool malformed = false;
};

/// `mail.limit` beyond so many.
Result<HeaderBlock> read_fields(View bytes, Range header, std::size_t most = limits::kHeaderFields);

/// The header fields, and nothing else, of a message that parse_message() refuses: whatever limit
/// is in the way, people see whom it says it is from. Looks at limits::kHeaderBytes at most.
Message parse_header(View bytes);

/// Where the message starts behind the lines that mbox files and Thunderbird's offline store put
/// in front of it ("From ", X-Mozilla-Status, X-Mozilla-Status2, X-Mozilla-Keys).
std::size_t message_begin(View bytes);

}  // namespace sealwright::mail
