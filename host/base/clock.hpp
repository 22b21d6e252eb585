// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <functional>

namespace sealwright {

/// Seconds of UTC since 1970. Time is an argument everywhere, so that tests can choose it.
using UnixTime = std::chrono::sys_seconds;
using Clock = std::function<UnixTime()>;

inline UnixTime system_now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace sealwright
