// SPDX-License-Identifier: MPL-2.0
#include "tasks/inventory.hpp"

#include "people/people.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

bool is_for(const X509& certificate, const Address& address) {
    std::vector<Address> own = trust::addresses_of(certificate).addresses;
    return std::find(own.begin(), own.end(), address) != own.end();
}

/// Anchors do not matter for one's own certificate; validity and usage do.
bool is_fit(const keys::Identity& identity, trust::Purpose purpose, const Services& services) {
    trust::Path path = trust::check_path(identity.certificate, identity.chain, *services.anchors,
                                         services.clock(), purpose);
    return !path.findings.failed(Check::V_21) && !path.findings.failed(Check::V_22);
}

int compare_expiry(const keys::Identity& a, const keys::Identity& b) {
    return ASN1_TIME_compare(X509_get0_notAfter(a.certificate.get()),
                             X509_get0_notAfter(b.certificate.get()));
}

void judge(RecipientCertificate& recipient, const std::vector<Certificate>& chain,
           const Services& services) {
    trust::Path path = trust::check_path(recipient.certificate, chain, *services.anchors,
                                         services.clock(), trust::Purpose::receive_mail);
    recipient.findings = path.findings;
    constexpr Check kRequired[] = {Check::V_20, Check::V_21, Check::V_22, Check::V_23, Check::V_24};
    recipient.usable = std::all_of(std::begin(kRequired), std::end(kRequired),
                                   [&](Check check) { return path.findings.passed(check); });
}

/// The identity for `account` that is fit for `purpose` and expires last.
Result<keys::Identity> own_identity(const std::string& account, trust::Purpose purpose,
                                    const Services& services) {
    Result<Address> address = parse_address(account);
    if (!address)
        return Error{ErrorCode::request_malformed,
                     "'" + account + "' is no mail address; write it like anna@example.org",
                     {account}};
    std::optional<keys::Identity> best;
    for (ListedIdentity& listed : list_identities(services).identities) {
        if (!is_for(*listed.identity.certificate, *address)) continue;
        if (!is_fit(listed.identity, purpose, services)) continue;
        if (!best || compare_expiry(listed.identity, *best) > 0) best = std::move(listed.identity);
    }
    if (best) return std::move(*best);
    return Error{ErrorCode::key_none,
                 "no store holds a valid certificate with a key for " + account +
                     "; 'sealwright identities' lists what was found and why it was skipped",
                 {account}};
}

/// A certificate file often comes without its issuer's; colleagues share ours.
std::vector<Certificate> with_own_chains(std::vector<Certificate> chain, const Services& services) {
    for (const ListedIdentity& listed : list_identities(services).identities) {
        const std::vector<Certificate>& own = listed.identity.chain;
        chain.insert(chain.end(), own.begin(), own.end());
    }
    return chain;
}

}  // namespace

Identities list_identities(const Services& services) {
    Identities all;
    for (const auto& store : services.stores) {
        Result<keys::Inventory> inventory = store->list();
        if (!inventory) {
            all.unreachable.push_back(inventory.error());
            continue;
        }
        for (keys::Identity& identity : inventory->identities) {
            trust::CertificateSummary summary = trust::summarise(*identity.certificate);
            all.identities.push_back({std::move(identity), std::move(summary)});
        }
        all.skipped.insert(all.skipped.end(), inventory->skipped.begin(), inventory->skipped.end());
    }
    return all;
}

Result<keys::Identity> signing_identity(const std::string& account, const Services& services) {
    return own_identity(account, trust::Purpose::sign_mail, services);
}

Result<keys::Identity> reading_identity(const std::string& account, const Services& services) {
    return own_identity(account, trust::Purpose::receive_mail, services);
}

RecipientCertificate recipient_certificate(const Address& address, const Services& services) {
    RecipientCertificate best;
    best.address = address;
    if (!services.people) return best;
    Result<std::vector<people::KnownCertificate>> known =
        services.people->certificates_for(address);
    if (!known) return best;
    for (const people::KnownCertificate& entry : *known) {
        RecipientCertificate candidate{address, entry.certificate, {}, false};
        judge(candidate, entry.chain, services);
        if (candidate.findings.failed(Check::V_20))
            judge(candidate, with_own_chains(entry.chain, services), services);
        if (!best.certificate || (candidate.usable && !best.usable)) best = std::move(candidate);
    }
    return best;
}

}  // namespace sealwright::tasks
