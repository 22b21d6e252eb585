// SPDX-License-Identifier: MPL-2.0
#include "stores/tools.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace sealwright::stores {

void run_tool(const std::string& name, const std::vector<std::string>& args,
              const Environment& environment) {
    const std::string program = "/usr/bin/" + name;
    require_file(program, "softhsm2, opensc or libnss3-tools");
    auto child = Child::start(program, args, environment, ChildStderr::inherit);
    REQUIRE(child.ok());
    child->close_stdin();
    // Read to its end, so that a full pipe cannot stop the tool.
    std::uint8_t spoken[512];
    while (true) {
        const auto got = child->read_some(spoken);
        if (!got || *got == 0) break;
    }
    const auto code = child->wait();
    REQUIRE(code.ok());
    INFO(name, " ", args.front());
    REQUIRE(*code == 0);
}

void require_file(const std::string& path, const std::string& package) {
    if (std::filesystem::exists(path)) return;
    FAIL(path, " is missing; install ", package, " (tests/run does)");
}

void write_file(const std::filesystem::path& path, std::string_view content) {
    std::ofstream file(path, std::ios::binary);
    file << content;
    REQUIRE(file.good());
}

}  // namespace sealwright::stores
