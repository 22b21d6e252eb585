// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/mapped_file.hpp"

namespace sealwright::cli {

/// The message that a command was given: a file, or standard input for "-".
Result<MappedFile> open_message(const std::string& path);

}  // namespace sealwright::cli
