// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/signed_data.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sealwright::cms {

// What signers say about mail to them, in signed attributes. Both take the value of the attribute,
// which may be empty, and say nothing of what they cannot read.

/// SMIMECapabilities (RFC 8551 §2.5.2): the content ciphers among them, in the signer's order.
std::vector<std::string> read_capabilities(View value);
/// SMIMEEncryptionKeyPreference (RFC 8551 §2.5.3): the certificate to encrypt with.
std::optional<PartyView> read_key_preference(View value);

}  // namespace sealwright::cms
