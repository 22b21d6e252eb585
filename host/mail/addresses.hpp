// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/address.hpp"
#include "mail/entity.hpp"

#include <vector>

namespace sealwright::mail {

struct Mailbox {
    std::string name;                ///< decoded (RFC 2047) and made fit to show; may be empty
    std::string addr_spec;           ///< as written between the angle brackets, comments removed
    std::optional<Address> address;  ///< nothing when addr_spec is malformed
};

/// Reads an address list (RFC 5322 §3.4: groups, comments, quoted strings, obsolete routes).
/// `clean` is false when anything had to be skipped: then nothing positive may rest on it.
struct MailboxList {
    std::vector<Mailbox> mailboxes;
    bool clean = true;
};
MailboxList parse_mailboxes(std::string_view value);

/// The decoded text of an unstructured field (RFC 2047), fit to show.
std::string decoded_text(std::string_view value);

/// RFC 5322 §3.3 date-time; nothing when it is not one.
std::optional<std::int64_t> parse_date(std::string_view value);

}  // namespace sealwright::mail
