// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/services.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace sealwright::tasks {

/// One thing that must be right for Sealwright to work here, and what to do when it is not.
struct HealthCheck {
    std::string name;
    bool ok = false;
    std::string text;
    std::string todo;         ///< empty when ok; a command that mends it as "run: COMMAND"
    bool repairable = false;  ///< repair() can do it instead
};

/// Looks at the OpenSSL version, anchors, stores, own certificates and when they expire, what asks
/// for PINs, known people, folders and browser manifests.
std::vector<HealthCheck> doctor(const Services& services, const std::stop_token& stop = {});

}  // namespace sealwright::tasks
