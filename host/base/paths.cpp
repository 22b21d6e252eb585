// SPDX-License-Identifier: MPL-2.0
#include "base/paths.hpp"

#include <array>
#include <cstdlib>
#include <optional>
#include <pwd.h>
#include <unistd.h>

namespace sealwright {
namespace {

/// Relative paths are to be ignored, says the specification.
std::optional<std::string> absolute_path(const char* variable) {
    const char* value = std::getenv(variable);
    if (!value || value[0] != '/') return std::nullopt;
    return value;
}

}  // namespace

std::string home_folder() {
    if (auto home = absolute_path("HOME")) return *home;
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 16384> strings{};
    getpwuid_r(getuid(), &entry, strings.data(), strings.size(), &found);
    return found ? found->pw_dir : "/";
}

std::string user_data_folder() {
    if (auto data = absolute_path("XDG_DATA_HOME")) return *data + "/sealwright";
    return home_folder() + "/.local/share/sealwright";
}

}  // namespace sealwright
