// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/services.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sealwright::tasks {

struct ListedIdentity {
    keys::Identity identity;
    trust::CertificateSummary certificate;
};
struct Identities {
    std::vector<ListedIdentity> identities;
    std::vector<keys::Skipped> skipped;  ///< and why each is no identity
    std::vector<Error> unreachable;      ///< stores, or parts of them, that could not be listed
};
/// Every certificate with a key in every store. A requested `stop` ends waiting for slow ones, here
/// and below; they are unreachable then.
Identities list_identities(const Services& services, const std::stop_token& stop = {});

/// The identity to sign with as `account`: for that address, valid now and fit to sign; the one
/// that expires last. `key.none` names the address.
Result<keys::Identity> signing_identity(const std::string& account, const Services& services,
                                        const std::stop_token& stop = {});

/// Of all with a key for that address the one that expires last, even if it has expired or is for
/// something else than signing.
Result<keys::Identity> newest_identity(const std::string& account, const Services& services,
                                       const std::stop_token& stop = {});

/// The identity that encrypted mail to `account` is opened with, chosen the same way.
Result<keys::Identity> reading_identity(const std::string& account, const Services& services,
                                        const std::stop_token& stop = {});

/// Of `all`, the one to use for `address`; nothing fit is `key.none`.
Result<keys::Identity> identity_for(const Address& address, trust::Purpose purpose,
                                    const Identities& all, const Services& services);

}  // namespace sealwright::tasks
