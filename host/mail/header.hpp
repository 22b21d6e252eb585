// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"

namespace sealwright::mail {

/// The fields of one header block (RFC 5322 §2.2).
struct HeaderBlock {
    std::vector<Field> fields;
    /// A line that is no field, white space before a colon, a line of white space alone: other
    /// readers make something else of such a block (C-40).
    bool malformed = false;
};

/// `mail.limit` beyond limits::kHeaderFields.
Result<HeaderBlock> read_fields(View bytes, Range header);

/// Where the message starts behind the lines that mbox files and Thunderbird's offline store put
/// in front of it ("From ", X-Mozilla-Status, X-Mozilla-Status2, X-Mozilla-Keys).
std::size_t message_begin(View bytes);

}  // namespace sealwright::mail
