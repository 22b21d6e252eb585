// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"

namespace sealwright::mail {

/// A Content-Type value (RFC 2045 §5.1); nothing when it has no type and subtype.
std::optional<ContentType> parse_content_type(std::string_view value);

/// A Content-Disposition value (RFC 2183); `subtype` stays empty.
ContentType parse_disposition(std::string_view value);

/// A Content-Transfer-Encoding value (RFC 2045 §6.1). `binary` bodies are not made of lines.
struct Encoding {
    TransferEncoding kind = TransferEncoding::identity;
    bool binary = false;
    bool malformed = false;  ///< something stands after the word
};
Encoding parse_encoding(std::string_view value);

}  // namespace sealwright::mail
