// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/doctor.hpp"

namespace sealwright::tasks {

/// Looks at a native-messaging manifest that is there: whether only its owner may write it, and
/// whether a browser would start this very program by it, for an extension that it answers.
HealthCheck check_manifest(const std::string& file, const Services& services);

/// Puts a manifest of the person's own right that is wrong: nobody else may write it, and it names
/// this program and the extensions that it answers. One that is right, is somebody else's or is no
/// JSON object stays as it is. `system.file` when it cannot be written.
Result<void> repair_manifest(const std::string& file, const Services& services);

}  // namespace sealwright::tasks
