// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/finding.hpp"
#include "cms/signature.hpp"

#include <optional>

namespace sealwright::cms {

/// Resolves the algorithms of a SignerInfo against the key it was made with: unknown ones leave
/// V-07 unknown, contradictions fail V-14, weak ones fail V-15. Nothing when the mathematics cannot
/// or need not be done.
std::optional<SignaturePlan> plan_signature(const SignerView& signer, const KeyFacts& key,
                                            Findings& findings);

}  // namespace sealwright::cms
