// SPDX-License-Identifier: MPL-2.0
#include "cli/input.hpp"

#include <unistd.h>

namespace sealwright::cli {

Result<MappedFile> open_message(const std::string& path) {
    return path == "-" ? MappedFile::read(STDIN_FILENO, "standard input") : MappedFile::open(path);
}

}  // namespace sealwright::cli
