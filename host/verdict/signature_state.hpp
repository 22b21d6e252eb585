// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "verdict/verdict.hpp"

namespace sealwright::verdict {

/// The state of the signature axis (B.1), and the signer it is about, if there is one.
struct SignatureDecision {
    SignatureState state = SignatureState::none;
    const SignerFacts* signer = nullptr;
};
SignatureDecision decide_signature(const Facts& facts);

}  // namespace sealwright::verdict
