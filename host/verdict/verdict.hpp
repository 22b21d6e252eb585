// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "base/finding.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sealwright::verdict {

/// What was found out about one signer of the deciding layer. Plain facts, no library types.
struct SignerFacts {
    Findings findings;    ///< V-08 … V-28 of this signer
    std::string address;  ///< the proven address when V-26 passed; else the certificate's first
    std::string issuer;   ///< short name, fit to show
    bool was_valid_before = false;  ///< we verified this very message in the past (S-3, G.6)
    std::optional<UnixTime> revoked_since;
};

enum class Encryption { none, opened, no_key, locked, failed, unsupported, refused };

/// Everything a verdict is a function of.
struct Facts {
    Findings message;  ///< V-01 … V-07, V-30 … V-34: of the message and of its layers
    bool has_signature_layer = false;
    bool signature_outside_encryption_only = false;  ///< V-04: nothing signed inside
    bool errant_signature = false;
    bool errant_encryption = false;
    bool has_signed_data_without_signer = false;
    std::vector<SignerFacts> signers;  ///< of the deciding layer
    Encryption encryption = Encryption::none;
    bool encryption_authenticated = false;  ///< every encrypting layer is AuthEnvelopedData
    bool encryption_weak = false;
    HeaderState headers = HeaderState::none;
    std::vector<Flag> flags;
};

/// One message, one verdict (RFC 9787 §3.1).
struct Verdict {
    Summary summary = Summary::unprotected;
    SignatureState signature = SignatureState::none;
    EncryptionState encryption = EncryptionState::none;
    HeaderState headers = HeaderState::none;
    std::vector<Flag> flags;
    std::string address;  ///< of the signer the state is about
    std::string issuer;
    bool restricted = false;  ///< B.6: show plain text only, quote nothing
    Findings findings;        ///< all of them, for the details view
};

/// The state table B.1–B.4 as a pure function: same facts, same verdict. A check that did not run
/// counts as failed for every positive state (B.0.3).
Verdict decide(const Facts& facts);

bool is_positive(SignatureState state);

}  // namespace sealwright::verdict
