// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <string>

namespace sealwright {

/// `system.file` from errno: what failed, why, and what a person can do about it.
Error file_error(const std::string& what);
/// `system.file` for what errno does not know: which file, what is wrong with it, what to do.
Error file_problem(const std::string& what);

enum class Durability {
    synced,   ///< survives a power cut: keys and whatever cannot be made again
    unsynced  ///< as the system sees fit: outputs of a command that can be run again
};

/// Writes the whole file or leaves the old one as it was: a new file in the same folder, mode
/// 0600, that gets its name when it is complete. Where the file system allows it, nothing is left
/// behind even when the process is killed while it writes.
Result<void> write_file_by_rename(const std::string& path, View bytes,
                                  Durability durability = Durability::synced);

/// Makes the folder and those above it, the new ones with mode 0700.
Result<void> make_private_folder(const std::string& path);

}  // namespace sealwright
