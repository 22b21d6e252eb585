// SPDX-License-Identifier: MPL-2.0
#include "tasks/fields.hpp"

#include "base/text.hpp"
#include "mail/addresses.hpp"
#include "mail/transport.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace sealwright::tasks {
namespace {

std::vector<ShownMailbox> shown_mailboxes(const mail::Entity& root, std::string_view name) {
    std::vector<ShownMailbox> list;
    for (const mail::Mailbox& mailbox : mail::mailboxes_in(root, name).mailboxes)
        list.push_back({mailbox.name, shown(mailbox.addr_spec)});
    return list;
}

using Addresses = std::set<Address>;

Addresses addresses_of(std::span<const mail::Mailbox> mailboxes) {
    Addresses all;
    for (const mail::Mailbox& mailbox : mailboxes)
        if (mailbox.address) all.insert(*mailbox.address);
    return all;
}

/// Words that hold an address which is none of `own` are made to deceive.
bool hold_other_address(std::string_view words, const Addresses& own) {
    const std::vector<Address> held = mail::addresses_among(words);
    return std::any_of(held.begin(), held.end(),
                       [&](const Address& address) { return !own.contains(address); });
}

/// In the name of a mailbox, in that of a group, or in a comment.
bool names_hold_other_address(const mail::MailboxList& from) {
    const Addresses all = addresses_of(from.mailboxes);
    return std::any_of(from.mailboxes.begin(), from.mailboxes.end(),
                       [](const mail::Mailbox& mailbox) {
                           return hold_other_address(mailbox.name, addresses_of({&mailbox, 1}));
                       }) ||
           std::any_of(from.beside.begin(), from.beside.end(),
                       [&](const std::string& words) { return hold_other_address(words, all); });
}

bool replies_go_elsewhere(const mail::Entity& root, const Address& proven) {
    std::vector<mail::Mailbox> reply_to = mail::mailboxes_in(root, "Reply-To").mailboxes;
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
    if (names_hold_other_address(mail::mailboxes_in(root, "From")))
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
