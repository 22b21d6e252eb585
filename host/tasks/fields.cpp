// SPDX-License-Identifier: MPL-2.0
#include "tasks/fields.hpp"

#include "base/text.hpp"
#include "mail/addresses.hpp"
#include "mail/transport.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

std::vector<mail::Mailbox> mailboxes(const mail::Entity& root, std::string_view name) {
    const mail::Field* field = root.field(name);
    return field ? mail::parse_mailboxes(field->value).mailboxes : std::vector<mail::Mailbox>{};
}

std::vector<ShownMailbox> shown_mailboxes(const mail::Entity& root, std::string_view name) {
    std::vector<ShownMailbox> list;
    for (const mail::Mailbox& mailbox : mailboxes(root, name))
        list.push_back({mailbox.name, shown(mailbox.addr_spec)});
    return list;
}

/// A name that holds an address other than the mailbox's own is made to deceive.
bool name_holds_other_address(const mail::Mailbox& mailbox) {
    constexpr std::string_view kSeparators = " \t\"'<>()[]{},;:|";
    std::string_view name = mailbox.name;
    while (!name.empty()) {
        std::size_t end = name.find_first_of(kSeparators);
        std::string_view word = name.substr(0, end);
        if (word.find('@') != std::string_view::npos) {
            Result<Address> address = parse_address(word);
            if (address && mailbox.address != address.value()) return true;
        }
        if (end == std::string_view::npos) break;
        name.remove_prefix(end + 1);
    }
    return false;
}

bool replies_go_elsewhere(const mail::Entity& root, const Address& proven) {
    std::vector<mail::Mailbox> reply_to = mailboxes(root, "Reply-To");
    return std::any_of(reply_to.begin(), reply_to.end(),
                       [&](const mail::Mailbox& mailbox) { return mailbox.address != proven; });
}

}  // namespace

ShownFields shown_fields(const mail::Entity& root) {
    ShownFields fields;
    fields.from = shown_mailboxes(root, "From");
    fields.sender = shown_mailboxes(root, "Sender");
    fields.to = shown_mailboxes(root, "To");
    fields.cc = shown_mailboxes(root, "Cc");
    fields.reply_to = shown_mailboxes(root, "Reply-To");
    if (const mail::Field* subject = root.field("Subject"))
        fields.subject = mail::decoded_text(subject->value);
    if (const mail::Field* date = root.field("Date")) fields.date = mail::parse_date(date->value);
    return fields;
}

std::vector<Flag> header_flags(const mail::Entity& root, const std::string& proven) {
    std::vector<Flag> flags;
    std::vector<mail::Mailbox> from = mailboxes(root, "From");
    if (std::any_of(from.begin(), from.end(), name_holds_other_address))
        flags.push_back(Flag::misleading_name);
    Result<Address> address = parse_address(proven);
    if (address && replies_go_elsewhere(root, *address)) flags.push_back(Flag::reply_elsewhere);
    return flags;
}

void add_transport(const mail::Entity& root, const std::vector<std::string>& servers,
                   verdict::Verdict& verdict) {
    const auto dmarc = mail::dmarc_result(root, servers);
    if (!dmarc) return;
    if (dmarc->result == "pass")
        verdict.findings.note(Check::V_26, Reason::transport_dmarc_pass, {shown(dmarc->server)});
    if (dmarc->result != "fail") return;
    verdict.findings.note(Check::V_26, Reason::transport_dmarc_fail, {shown(dmarc->server)});
    if (!verdict::is_positive(verdict.signature)) verdict.flags.push_back(Flag::dmarc_fail);
}

}  // namespace sealwright::tasks
