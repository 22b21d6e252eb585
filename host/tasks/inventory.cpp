// SPDX-License-Identifier: MPL-2.0
#include "tasks/inventory.hpp"

#include <algorithm>
#include <functional>

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

using IsFit = std::function<bool(const keys::Identity&)>;

Result<keys::Identity> last_to_expire(const Address& address, const Identities& all,
                                      const IsFit& is_wanted) {
    const keys::Identity* best = nullptr;
    for (const ListedIdentity& listed : all.identities) {
        const keys::Identity& identity = listed.identity;
        if (!is_for(*identity.certificate, address) || !is_wanted(identity)) continue;
        if (!best || compare_expiry(identity, *best) > 0) best = &identity;
    }
    if (best) return *best;
    const std::string text = address.text();
    return Error{ErrorCode::key_none,
                 "no store holds a valid certificate with a key for " + text +
                     "; 'sealwright identities' lists what was found and why it was skipped",
                 {text}};
}

Result<Address> own_address(const std::string& account) {
    Result<Address> address = parse_address(account);
    if (address) return address;
    return Error{ErrorCode::request_malformed,
                 "'" + account + "' is no mail address; write it like anna@example.org",
                 {account}};
}

Result<keys::Identity> own_identity(const std::string& account, trust::Purpose purpose,
                                    const Services& services, const std::stop_token& stop) {
    const Result<Address> address = own_address(account);
    if (!address) return address.error();
    return identity_for(*address, purpose, list_identities(services, stop), services);
}

}  // namespace

Identities list_identities(const Services& services, const std::stop_token& stop) {
    Identities all;
    for (const auto& store : services.stores) {
        Result<keys::Inventory> inventory = store->list(stop);
        if (!inventory) {
            all.unreachable.push_back(inventory.error());
            continue;
        }
        for (keys::Identity& identity : inventory->identities) {
            trust::CertificateSummary summary = trust::summarise(*identity.certificate);
            all.identities.push_back({std::move(identity), std::move(summary)});
        }
        all.unreachable.insert(all.unreachable.end(), inventory->unreachable.begin(),
                               inventory->unreachable.end());
        all.skipped.insert(all.skipped.end(), inventory->skipped.begin(), inventory->skipped.end());
    }
    return all;
}

Result<keys::Identity> signing_identity(const std::string& account, const Services& services,
                                        const std::stop_token& stop) {
    return own_identity(account, trust::Purpose::sign_mail, services, stop);
}

Result<keys::Identity> newest_identity(const std::string& account, const Services& services,
                                       const std::stop_token& stop) {
    const Result<Address> address = own_address(account);
    if (!address) return address.error();
    return last_to_expire(*address, list_identities(services, stop),
                          [](const auto&) { return true; });
}

Result<keys::Identity> reading_identity(const std::string& account, const Services& services,
                                        const std::stop_token& stop) {
    return own_identity(account, trust::Purpose::receive_mail, services, stop);
}

Result<keys::Identity> identity_for(const Address& address, trust::Purpose purpose,
                                    const Identities& all, const Services& services) {
    return last_to_expire(address, all, [&](const keys::Identity& identity) {
        return is_fit(identity, purpose, services);
    });
}

}  // namespace sealwright::tasks
