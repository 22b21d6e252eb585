// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <fstream>
#include <string>

namespace sealwright::support {

/// Peak of resident memory of this process, in octets (VmHWM).
inline std::size_t peak_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string name; status >> name;) {
        std::size_t kilobytes = 0;
        if (name == "VmHWM:" && status >> kilobytes) return kilobytes * 1024;
    }
    return 0;
}

/// Makes the peak what is resident now, and gives it.
inline std::size_t begin_peak() {
    std::ofstream("/proc/self/clear_refs") << "5";
    return peak_memory();
}

}  // namespace sealwright::support
