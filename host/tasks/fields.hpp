// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"
#include "tasks/read.hpp"

#include <vector>

namespace sealwright::tasks {

/// The header fields of `root`, fit to show.
ShownFields shown_fields(const mail::Entity& root);

/// Flags that rest on header fields alone: a display name that contains another address and
/// replies that go elsewhere than to `proven` (R-4; not asked when `proven` is empty).
std::vector<Flag> header_flags(const mail::Entity& root, const std::string& proven);

/// What a server the user relies on says of the sender's domain: a line of the details, and flag
/// R-6 when it does not agree and nothing is proven. Never a better state (N-1302).
void add_transport(const mail::Entity& root, const std::vector<std::string>& servers,
                   verdict::Verdict& verdict);

}  // namespace sealwright::tasks
