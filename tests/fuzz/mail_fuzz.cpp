// SPDX-License-Identifier: MPL-2.0
#include "mail/addresses.hpp"
#include "mail/compose.hpp"
#include "mail/structure.hpp"
#include "support/mail_rules.hpp"

#include <cstdio>
#include <cstdlib>

namespace {

using namespace sealwright;

void must_hold(const std::string& broken) {
    if (broken.empty()) return;
    std::fprintf(stderr, "broken rule: %s\n", broken.c_str());
    std::abort();
}

void read_fields(const mail::Entity& root) {
    for (const mail::Field& field : root.fields) {
        for (const auto& mailbox : mail::parse_mailboxes(field.value).mailboxes) {
            must_hold(mailbox.name.size() > 2'000 ? "names have a bounded length" : "");
        }
        (void)mail::decoded_text(field.value);
        (void)mail::parse_date(field.value);
    }
}

void read_message(View bytes) {
    const auto message = mail::parse_message(bytes);
    if (!message) return;
    must_hold(support::broken_rule(*message));
    must_hold(support::broken_leaf_rule(*message, mail::leaves(*message, message->root)));
    Findings findings;
    if (mail::layer_kind(message->root) == mail::LayerKind::multipart_signed) {
        (void)mail::signed_parts(message->root, findings);
    }
    read_fields(message->root);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const View bytes(data, size);
    read_message(bytes);
    must_hold(support::broken_early_rule(bytes));
    if (const auto entity = mail::entity_to_sign(bytes)) {
        must_hold(support::broken_form_rule(bytes, *entity));
    }
    return 0;
}
