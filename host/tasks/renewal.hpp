// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/services.hpp"

#include <stop_token>
#include <string>

namespace sealwright::tasks {

/// A certificate request (PKCS#10, RFC 2986; PEM) for the key that `account` has now, wherever it
/// is kept, with the names of its newest certificate; that may have expired. The key signs it,
/// which may ask a person until `stop`. `key.none` when no store has a key for the address;
/// otherwise the errors of keys::PrivateKey.
Result<std::string> renewal_request(const std::string& account, const Services& services,
                                    const std::stop_token& stop = {});

}  // namespace sealwright::tasks
