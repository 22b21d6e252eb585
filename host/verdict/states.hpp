// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "verdict/verdict.hpp"

namespace sealwright::verdict {

struct SignatureAnswer {
    SignatureState state = SignatureState::none;
    const SignerFacts* signer = nullptr;  ///< whom the state is about; into the facts
};
/// The signature axis of B.1.
SignatureAnswer signature_of(const Facts& facts);

/// The encryption axis of B.1; `signature` is what was found inside.
EncryptionState encryption_of(const Facts& facts, SignatureState signature);

/// Whether every one of `checks` ran and passed.
template <class Checks>
bool all_passed(const Findings& findings, const Checks& checks) {
    for (const Check check : checks) {
        if (!findings.passed(check)) return false;
    }
    return true;
}

}  // namespace sealwright::verdict
