// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace sealwright {

/// A mailbox address in the form in which two of them are compared (V-27): the domain as
/// lower-case A-labels, an ASCII local part folded to lower case and unquoted, a non-ASCII local
/// part octet for octet (RFC 9598 §5). No plus- or dot-folding.
struct Address {
    std::string local;
    std::string domain;

    [[nodiscard]] std::string text() const;
    friend bool operator==(const Address&, const Address&) = default;
    friend auto operator<=>(const Address&, const Address&) = default;
};

/// Reads an addr-spec (RFC 5321 §4.1.2 Mailbox, RFC 6531). Refuses control characters, NUL,
/// spaces outside quotes, an empty half, a trailing dot and more than 254 octets.
Result<Address> parse_address(std::string_view addr_spec);

}  // namespace sealwright
