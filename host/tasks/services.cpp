// SPDX-License-Identifier: MPL-2.0
#include "tasks/services.hpp"

#include <thread>

namespace sealwright::tasks {

std::chrono::milliseconds steady_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

void sleep_for(std::chrono::milliseconds time) {
    std::this_thread::sleep_for(time);
}

}  // namespace sealwright::tasks
