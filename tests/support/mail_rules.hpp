// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"
#include "mail/leaves.hpp"

#include <string>

namespace sealwright::support {

// What must hold for any input whatever; unit tests and the fuzzer ask the same. Each answers with
// the rule that is broken, or with nothing.

/// Every range lies in its parent's, in order, and header, body and fields in their entity.
std::string broken_rule(const mail::Message& message);

std::string broken_leaf_rule(const mail::Message& message, const std::vector<mail::Leaf>& leaves);

/// What the early digest gives is what plain hashing gives, and it gives it for every message
/// whose structure is certain.
std::string broken_early_rule(View bytes);

/// `entity`, made from `original`, obeys G.12, shows the same leaves and needs no further change.
std::string broken_form_rule(View original, const Bytes& entity);

}  // namespace sealwright::support
