// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace sealwright::wire {

/// Who may start the host as a browser does. Chromium names the origin
/// ("chrome-extension://<id>/"); Firefox and Thunderbird name their manifest's path and the
/// extension's id.
struct Origins {
    std::vector<std::string> chromium;  ///< ids
    std::vector<std::string> gecko;     ///< ids
    /// An administrator's list of more: an origin or a Gecko id per line, "#" begins a comment. Not
    /// looked at unless it is owned by `owner` and nobody else can write it. May be missing.
    std::filesystem::path more;
    uid_t owner = 0;
};
/// The ids of manifests/ids.json and /etc/sealwright/origins.
Origins shipped_origins();

/// Whether these arguments (without the program's own name) are a browser's.
bool is_browser_start(const std::vector<std::string>& args);

/// The extension that started us. `request.origin` when it is none of ours, when it is not named,
/// or when others can write the manifest that Firefox found us by (E-81).
Result<std::string> check_origin(const std::vector<std::string>& args, const Origins& origins);

}  // namespace sealwright::wire
