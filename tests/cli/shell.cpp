// SPDX-License-Identifier: MPL-2.0
#include "cli/shell.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sealwright::test {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

Shell::Shell(const support::World& world) {
    const fs::path anchors = home_.path() / ".local/share/sealwright/anchors";
    fs::create_directories(anchors);
    std::ofstream(anchors / "root.pem") << world.root.pem_certificate();
}

Ran Shell::run(const std::string& line, const Environment& more) const {
    const fs::path out = home_.path() / "out", err = home_.path() / "err";
    const std::string script = "sealwright() { '" SEALWRIGHT_PROGRAM
                               "' \"$@\"; }\n"
                               "cd '" +
                               folder_.path().string() +
                               "'\n"
                               "{ " +
                               line + "\n} >'" + out.string() + "' 2>'" + err.string() + "'";
    Environment environment = {{"HOME", home_.path().string()}, {"PATH", "/usr/bin:/bin"}};
    environment.insert(more.begin(), more.end());
    auto shell = Child::start("/bin/sh", {"-c", script}, environment);
    REQUIRE(shell.ok());
    shell->close_stdin();
    const auto code = shell->wait(at_most(std::chrono::seconds(60)));
    REQUIRE_MESSAGE(code.ok(), code.error().detail);
    return {*code, contents(out), contents(err)};
}

void Shell::write(const std::string& name, std::string_view octets) const {
    std::ofstream(folder_.file(name), std::ios::binary) << octets;
}

std::string Shell::read(const std::string& name) const {
    return contents(folder_.file(name));
}

std::vector<std::string> Shell::names(const std::string& begin) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(begin)) found.push_back(name);
    }
    return found;
}

void Shell::import(const support::Ca& person, const support::World& world) const {
    write("own.p12", person.pkcs12("", {world.inter.certificate}));
    const Ran ran = run("sealwright identities import own.p12");
    REQUIRE_MESSAGE(ran.code == 0, ran.err);
}

bool is_one_clear_line(const std::string& text) {
    const bool one = text.ends_with('\n') && std::count(text.begin(), text.end(), '\n') == 1;
    const auto says = [&](const char* part) { return text.find(part) != std::string::npos; };
    const bool clear = text.starts_with("sealwright: ") && !says(":  ") && !says(": \n") &&
                       !says("error:0") && !says("$1");
    return one && clear;
}

}  // namespace sealwright::test
