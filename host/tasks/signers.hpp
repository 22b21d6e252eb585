// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/signed.hpp"
#include "mail/entity.hpp"
#include "tasks/read.hpp"
#include "verdict/verdict.hpp"

#include <vector>

namespace sealwright::tasks {

/// Who a message says it is from, as addresses are compared (V-26). Empty when there is no From
/// field; a null entry could not be read.
struct ClaimedSender {
    std::vector<std::optional<Address>> from;
    std::optional<Address> sender;
    bool clean = true;  ///< false: several From fields, a group, or parts had to be skipped
    std::optional<UnixTime> date;
};
ClaimedSender claimed_sender(const mail::Entity& root);

/// A signer with its certificate judged: path, revocation, address and times. Whether the message
/// was verified in the past is the caller's to add.
struct JudgedSigner {
    verdict::SignerFacts facts;
    SignerDetails details;
    bool odd_time = false;  ///< V-28, flag R-5
};
std::vector<JudgedSigner> judge_signers(const cms::SignedData& data, const ClaimedSender& claimed,
                                        const Context& context, const trust::PathBudget& budget,
                                        const Services& services);

}  // namespace sealwright::tasks
