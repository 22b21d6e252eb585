// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/services.hpp"

#include <string>

namespace sealwright::tasks {

/// Puts right what a check of doctor() with this name calls repairable: "folder", which becomes the
/// person's alone, and "browser", the person's own manifests. What is right already stays as it is.
/// `request.refused` for other names, `system.file` for what the system does not allow.
Result<void> repair(const std::string& name, const Services& services);

}  // namespace sealwright::tasks
