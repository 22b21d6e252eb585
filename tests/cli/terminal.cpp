// SPDX-License-Identifier: MPL-2.0
#include "cli/terminal.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace sealwright::test {
namespace {

/// What stands where the password is typed.
constexpr std::string_view kPrompt = "password:";
/// How often the person looks whether the test is over.
constexpr int kLook = 50;

}  // namespace

Terminal::Terminal(std::string password)
    : password_(std::move(password)), person_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    REQUIRE(person_);
    REQUIRE(::grantpt(person_.number()) == 0);
    REQUIRE(::unlockpt(person_.number()) == 0);
    std::array<char, 64> name{};
    REQUIRE(::ptsname_r(person_.number(), name.data(), name.size()) == 0);
    name_ = name.data();
    line_ = Descriptor(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    REQUIRE(line_);
    answering_ = std::jthread([this](const std::stop_token& stop) { answer(stop); });
}

Terminal::~Terminal() {
    answering_.request_stop();
    answering_.join();
}

void Terminal::answer(const std::stop_token& stop) const {
    std::string screen;
    while (!stop.stop_requested()) {
        pollfd waited{person_.number(), POLLIN, 0};
        if (::poll(&waited, 1, kLook) <= 0) continue;
        std::array<char, 4096> shown{};
        const ssize_t got = ::read(person_.number(), shown.data(), shown.size());
        if (got <= 0) return;
        screen.append(shown.data(), static_cast<std::size_t>(got));
        if (screen.find(kPrompt) == std::string::npos) continue;
        screen.clear();
        const std::string typed = password_ + "\r";
        if (::write(person_.number(), typed.data(), typed.size()) < 0) return;
    }
}

}  // namespace sealwright::test
