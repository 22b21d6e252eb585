// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sealwright::mail {

// What servers wrote on top of a message on its way. Senders can write the same below it.

/// When the last server took the message: the time of the topmost Received field.
std::optional<std::int64_t> received_time(const Entity& root);

/// The DMARC result of a server the user relies on (RFC 8601 §2.2).
struct DmarcResult {
    std::string server;  ///< its authserv-id
    std::string result;  ///< lower case: "pass", "fail", "none" …
};
/// Of the topmost Authentication-Results field by one of `servers`, unless the Received field of a
/// server elsewhere stands above it: then nobody knows who wrote it (N-1301).
std::optional<DmarcResult> dmarc_result(const Entity& root,
                                        const std::vector<std::string>& servers);

}  // namespace sealwright::mail
