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
    bool grouped = false;             ///< a group is among them
    std::vector<std::string> beside;  ///< names of groups and comments, decoded, not fit to show
};
MailboxList parse_mailboxes(std::string_view value);

/// What all fields of that name say; clean when there is no more than one.
MailboxList mailboxes_in(const Entity& entity, std::string_view name);

/// Every address that stands in a text, apart from what is around it, wherever that is: whatever a
/// reader may take for one.
std::vector<Address> addresses_among(std::string_view text);

/// The decoded text of an unstructured field (RFC 2047), fit to show.
std::string decoded_text(std::string_view value);

/// RFC 5322 §3.3 date-time; nothing when it is not one.
std::optional<std::int64_t> parse_date(std::string_view value);

}  // namespace sealwright::mail
