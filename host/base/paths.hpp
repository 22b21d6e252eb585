// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

namespace sealwright {

/// The user's home folder: HOME when it is an absolute path, else what the system's list of
/// users says.
std::string home_folder();

/// Where this program keeps its data (XDG Base Directory Specification): $XDG_DATA_HOME/sealwright
/// or ~/.local/share/sealwright. Not created here.
std::string user_data_folder();

}  // namespace sealwright
