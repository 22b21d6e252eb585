// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/child.hpp"

#include <string>
#include <vector>

namespace sealwright::stores {

/// Runs a program of this machine to its end and requires that it succeeds; says why the test
/// fails when the program is not installed.
void run_tool(const std::string& name, const std::vector<std::string>& args,
              const Environment& environment);
/// Fails the test with a sentence when there is no such file.
void require_file(const std::string& path, const std::string& package);
void write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace sealwright::stores
