// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/doctor.hpp"

namespace sealwright::tasks {

/// Looks at a native-messaging manifest that is there: whether only its owner may write it, and
/// whether a browser would start this very program by it, for an extension that it answers.
HealthCheck check_manifest(const std::string& file, const Services& services);

}  // namespace sealwright::tasks
