// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "trust/trust.hpp"

namespace sealwright::trust {

/// V-22 over a chain, leaf first: usage of the leaf (N-207, N-208), and for every issuer basic
/// constraints, path length, keyCertSign, extended usage and unknown critical extensions.
void check_usage(const std::vector<Certificate>& chain, bool anchored, Purpose purpose,
                 Findings& findings);

}  // namespace sealwright::trust
