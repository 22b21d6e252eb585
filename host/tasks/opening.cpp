// SPDX-License-Identifier: MPL-2.0
#include "tasks/opening.hpp"

#include "base/certificate.hpp"
#include "mail/entity.hpp"
#include "people/key_limits.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

using verdict::Encryption;

Result<std::optional<keys::Identity>> identity_for(const cms::Envelope& envelope,
                                                   const Services& services);
void open_with(const keys::Identity& identity, View cms, const cms::Envelope& envelope,
               const ReadOptions& options, Opening& opening);
void count_failure(const keys::Identity& identity, const Services& services);
void wait_for_step(std::chrono::milliseconds started, const Services& services);

}  // namespace

Opening open_envelope(View cms, const cms::Envelope& envelope, const ReadOptions& options,
                      const Services& services) {
    Opening opening;
    if (envelope.findings.failed(Check::V_31)) {
        opening.outcome = Encryption::refused;
        return opening;
    }
    if (options.keys == KeysAllowed::no) {
        opening.outcome = Encryption::locked;
        opening.findings.note(Check::V_30, Reason::decryption_not_run);
        return opening;
    }
    Result<std::optional<keys::Identity>> chosen = identity_for(envelope, services);
    if (!chosen) {
        opening.outcome = Encryption::locked;
        opening.error = chosen.error();
        opening.findings.fail(Check::V_30, Reason::key_locked);
        return opening;
    }
    const std::optional<keys::Identity>& identity = *chosen;
    if (!identity) {
        opening.outcome = Encryption::no_key;
        opening.findings.fail(Check::V_30, Reason::key_none);
        return opening;
    }
    std::chrono::milliseconds started = services.steady();
    open_with(*identity, cms, envelope, options, opening);
    if (opening.outcome != Encryption::failed) return opening;
    count_failure(*identity, services);
    wait_for_step(started, services);
    return opening;
}

namespace {

/// Whether the key can do what this kind of recipient asks of it; says so without using it.
bool can_open(const keys::Identity& identity, const cms::Recipient& recipient) {
    const keys::Abilities can = identity.key->abilities();
    return recipient.kind == cms::RecipientKind::key_agreement ? can.ecdh
                                                               : can.rsa_decrypt || can.rsa_oaep;
}

const cms::Recipient* recipient_of(const cms::Envelope& envelope, const keys::Identity& identity) {
    const auto is_named = [&](const cms::Recipient& recipient) {
        return recipient.is_for(*identity.certificate);
    };
    const auto found = std::ranges::find_if(envelope.recipients, is_named);
    return found == envelope.recipients.end() ? nullptr : &*found;
}

/// The first of ours that the envelope names and whose key can open it; else one it names. When it
/// names none and a store could not be asked, why not: the key may be there.
Result<std::optional<keys::Identity>> identity_for(const cms::Envelope& envelope,
                                                   const Services& services) {
    std::optional<keys::Identity> named;
    std::vector<Error> unreachable;
    for (const auto& store : services.stores) {
        Result<keys::Inventory> inventory = store->list();
        if (!inventory) {
            unreachable.push_back(inventory.error());
            continue;
        }
        unreachable.insert(unreachable.end(), inventory->unreachable.begin(),
                           inventory->unreachable.end());
        for (keys::Identity& identity : inventory->identities) {
            const cms::Recipient* recipient = recipient_of(envelope, identity);
            if (recipient && can_open(identity, *recipient)) return std::optional(identity);
            if (recipient && !named) named = identity;
        }
    }
    if (!named && !unreachable.empty()) return unreachable.front();
    return named;
}

/// RSA PKCS#1 v1.5 with a wrong key can "succeed" with noise; an entity starts with Content-*.
bool is_plausible_entity(View plaintext) {
    Result<mail::Message> entity = mail::parse_entity(plaintext);
    return entity && entity->root.field("Content-Type") != nullptr;
}

Encryption outcome_of(const Error& error) {
    switch (error.code) {
        case ErrorCode::mail_decrypt_failed:
            return Encryption::failed;
        case ErrorCode::mail_refused:
        case ErrorCode::mail_limit:
            return Encryption::refused;
        case ErrorCode::mail_unsupported:
        case ErrorCode::key_unsupported:
            return Encryption::unsupported;
        case ErrorCode::mail_no_key:
            return Encryption::no_key;
        default:
            return Encryption::locked;
    }
}

void open_with(const keys::Identity& identity, View cms, const cms::Envelope& envelope,
               const ReadOptions& options, Opening& opening) {
    opening.findings.pass(Check::V_30);
    keys::KeyUse use{keys::Action::decrypt, options.context.account, {}, options.stop};
    Result<SecretBytes> plaintext = cms::decrypt(cms, envelope, identity, use);
    if (!plaintext) {
        opening.outcome = outcome_of(plaintext.error());
        opening.error = plaintext.error();
        opening.findings.fail(Check::V_32, opening.outcome == Encryption::locked
                                               ? Reason::key_locked
                                               : Reason::decryption_failed);
        return;
    }
    if (!envelope.authenticated && !is_plausible_entity(plaintext->view())) {
        opening.outcome = Encryption::failed;
        opening.error = Error{ErrorCode::mail_decrypt_failed, ""};
        opening.findings.fail(Check::V_32, Reason::decryption_failed);
        return;
    }
    opening.outcome = Encryption::opened;
    opening.findings.pass(Check::V_32);
    opening.plaintext = std::move(plaintext).value();
}

/// Under the name by which KeyGate asks for it. A count that cannot be kept stops the next use of
/// the key there, and must not make this answer differ from others.
void count_failure(const keys::Identity& identity, const Services& services) {
    if (!services.limits) return;
    (void)services.limits->note_failure(fingerprint(*identity.certificate), services.clock());
}

void wait_for_step(std::chrono::milliseconds started, const Services& services) {
    std::chrono::milliseconds spent = services.steady() - started;
    services.pause(kDecryptionStep - spent % kDecryptionStep);
}

}  // namespace
}  // namespace sealwright::tasks
