// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "keys/keys.hpp"
#include "trust/trust.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace sealwright::people {
class People;
}
namespace sealwright::trust {
class PathCache;
}

namespace sealwright::tasks {

/// Everything a task needs from outside, made once in main and by tests. Nothing in here is opened
/// before a task really needs it. Shared by all threads.
struct Services {
    Clock clock = system_now;
    /// Waits; tests count instead of waiting.
    std::function<void(std::chrono::milliseconds)> pause;
    std::shared_ptr<trust::AnchorSource> anchors;
    std::shared_ptr<trust::PathCache> paths;
    std::shared_ptr<trust::Revocation> revocation;
    std::vector<std::shared_ptr<keys::KeyStore>> stores;
    std::shared_ptr<people::People> people;
};

}  // namespace sealwright::tasks
