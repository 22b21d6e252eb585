// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/services.hpp"

namespace sealwright::cli {

/// What the program's exit code says.
enum class Exit : int {
    done = 0,        ///< done; `verify`: and the sender is proven
    not_proven = 1,  ///< read, but the sender is not proven: look at the verdict
    usage = 2,       ///< the command is not complete or not known
    failed = 3,      ///< a file, a store or the message stood in the way
    key = 4,         ///< no key, or its use was refused
};

/// Runs one sub-command with the standard streams. Nothing is half-written: outputs appear by
/// rename, or not at all.
int run(int argc, const char* const* argv, const tasks::Services& services);

}  // namespace sealwright::cli
