// SPDX-License-Identifier: MPL-2.0
#include "base/child.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace sealwright;
using namespace std::chrono_literals;

namespace {

Child shell(const std::string& script, const Environment& environment = {}) {
    auto child = Child::start("/bin/sh", {"-c", script}, environment);
    REQUIRE(child.ok());
    return std::move(child).value();
}

std::string line(Child& child) {
    auto read = child.read_line(1000, at_most(30s));
    REQUIRE(read.ok());
    return std::string(as_text(read->view()));
}

}  // namespace

TEST_CASE("a child answers lines and bytes, and its exit code is known") {
    auto child = shell("read a; echo \"got $a\"; head -c 3; exit 7");
    REQUIRE(child.write_all(as_view("one\nabc")).ok());
    CHECK(line(child) == "got one");
    Bytes three(3);
    REQUIRE(child.read_exact(three, at_most(30s)).ok());
    CHECK(as_text(three) == "abc");
    auto end = child.read_some(three, at_most(30s));
    REQUIRE(end.ok());
    CHECK(*end == 0);
    auto code = child.wait(at_most(30s));
    REQUIRE(code.ok());
    CHECK(*code == 7);
}

TEST_CASE("a child sees exactly the environment it is given") {
    auto child = shell("/usr/bin/env; echo end", {{"SEALWRIGHT_TEST", "a b"}});
    std::vector<std::string> names;
    for (auto text = line(child); text != "end"; text = line(child)) names.push_back(text);
    CHECK(std::find(names.begin(), names.end(), "SEALWRIGHT_TEST=a b") != names.end());
    for (const auto& name : names) CHECK_FALSE(name.starts_with("HOME="));
}

TEST_CASE("none of our open files reaches a child") {
    const int ours = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC
    auto child =
        shell("[ -e /proc/self/fd/" + std::to_string(ours) + " ] && echo open || echo shut");
    CHECK(line(child) == "shut");
    ::close(ours);
}

TEST_CASE("a program that cannot be started is an error that names it") {
    auto child = Child::start("/nowhere/at-all", {}, {});
    REQUIRE_FALSE(child.ok());
    CHECK(child.error().code == ErrorCode::system_child);
    CHECK(child.error().detail.find("/nowhere/at-all") != std::string::npos);
}

TEST_CASE("a deadline ends waiting for a silent child") {
    auto child = shell("read never");
    auto read = child.read_line(100, at_most(20ms));
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().code == ErrorCode::request_deadline);
    CHECK(child.wait(at_most(20ms)).error().code == ErrorCode::request_deadline);
}

TEST_CASE("a stop from another thread ends waiting, and the child is killed with its object") {
    pid_t pid = 0;
    {
        auto child = shell("echo $$; read never");
        pid = std::stoi(line(child));
        std::stop_source stop;
        std::jthread stopper([&] { stop.request_stop(); });
        auto read = child.read_line(100, {stop.get_token(), {}});
        REQUIRE_FALSE(read.ok());
        CHECK(read.error().code == ErrorCode::request_cancelled);
    }
    CHECK(::kill(pid, 0) == -1);
}

TEST_CASE("writing to a child that has gone is an error and no signal") {
    auto child = shell("exit 0");
    REQUIRE(child.wait(at_most(30s)).ok());
    const Bytes much(1 << 20);
    CHECK(child.write_all(much, at_most(30s)).error().code == ErrorCode::system_child);
    Bytes one(1);
    CHECK(child.read_exact(one, at_most(30s)).error().code == ErrorCode::system_child);
}

TEST_CASE("one thread writes while another reads more than a pipe holds") {
    auto child = shell("cat");
    const Bytes much(1 << 20, 0x5a);
    std::jthread writer([&] {
        CHECK(child.write_all(much, at_most(60s)).ok());
        child.close_stdin();
    });
    Bytes back(much.size());
    CHECK(child.read_exact(back, at_most(60s)).ok());
    CHECK(back == much);
    CHECK(*child.read_some(back, at_most(60s)) == 0);
}

TEST_CASE("a line longer than allowed is an error") {
    auto child = shell("echo 123456");
    CHECK_FALSE(child.read_line(5, at_most(30s)).ok());
    auto other = shell("echo 123456");
    CHECK(other.read_line(6, at_most(30s)).ok());
}

TEST_CASE("terminate ends a child at once") {
    auto child = shell("read never");
    child.terminate();
    auto code = child.wait(at_most(30s));
    REQUIRE(code.ok());
    CHECK(*code == 128 + 9);
}
