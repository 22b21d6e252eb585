// SPDX-License-Identifier: MPL-2.0
#include "base/secret.hpp"
#include "base/spool.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/resource.h>

using namespace sealwright;

namespace {

std::string file_text(const char* path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// What /proc/self/smaps says of the mapping that starts at `address`.
std::string mapping(const void* address) {
    std::ostringstream start;
    start << std::hex << reinterpret_cast<std::uintptr_t>(address) << '-';
    const std::string maps = file_text("/proc/self/smaps");
    const std::size_t entry = maps.find("\n" + start.str());
    REQUIRE(entry != std::string::npos);
    const std::size_t flags = maps.find("VmFlags:", entry);
    return maps.substr(entry, maps.find('\n', flags) - entry);
}

bool is_dumped(const void* address) {
    return mapping(address).find(" dd") == std::string::npos;
}

/// This process may have so much more memory of its own, and no more, for a while.
class MemoryLimit {
  public:
    explicit MemoryLimit(std::size_t more) {
        REQUIRE(getrlimit(RLIMIT_DATA, &before_) == 0);
        const std::string status = file_text("/proc/self/status");
        const std::size_t kilobytes = std::stoul(status.substr(status.find("VmData:") + 7));
        const rlimit limited{kilobytes * 1024 + more, before_.rlim_max};
        REQUIRE(setrlimit(RLIMIT_DATA, &limited) == 0);
    }
    ~MemoryLimit() { setrlimit(RLIMIT_DATA, &before_); }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;

  private:
    rlimit before_{};
};

}  // namespace

TEST_CASE("a secret keeps its bytes, moves and wipes") {
    SecretBytes secret(as_view("1234"));
    CHECK(as_text(secret.view()) == "1234");
    SecretBytes moved(std::move(secret));
    CHECK(as_text(moved.view()) == "1234");
    moved.shrink(2);
    CHECK(as_text(moved.view()) == "12");
    CHECK(moved.view().data()[2] == 0);
    CHECK(moved.view().data()[3] == 0);
    moved.wipe();
    CHECK(moved.empty());
}

TEST_CASE("a secret begins as zeros and may be empty or large") {
    CHECK(SecretBytes(std::size_t{0}).empty());
    SecretBytes large(3'000'000);
    CHECK(large.view()[2'999'999] == 0);
    large.writable()[2'999'999] = 7;
    CHECK(large.view()[2'999'999] == 7);
}

TEST_CASE("a secret stays out of core dumps") {
    const SecretBytes secret(as_view("1234"));
    CHECK_FALSE(is_dumped(secret.view().data()));
}

TEST_CASE("a spool takes pieces and keeps earlier views in place") {
    auto spool = Spool::create(3'000'000).value();
    REQUIRE(spool.append(as_view("first ")));
    const View early = spool.view();
    REQUIRE(spool.append(Bytes(2'500'000, 'x')));
    CHECK(early.data() == spool.view().data());
    CHECK(as_text(early) == "first ");
    CHECK(spool.size() == 2'500'006);
}

TEST_CASE("a spool refuses more than was announced and stays as it was") {
    auto spool = Spool::create(10).value();
    CHECK(spool.append(as_view("0123456789")));
    const auto more = spool.append(as_view("x"));
    REQUIRE_FALSE(more);
    CHECK(more.error().code == ErrorCode::request_limit);
    CHECK(as_text(spool.view()) == "0123456789");
}

TEST_CASE("a spool may be written in place") {
    auto spool = Spool::create(100).value();
    auto room = spool.room(8).value();
    room[0] = 'a';
    room[1] = 'b';
    spool.commit(2);
    CHECK(as_text(spool.view()) == "ab");
}

TEST_CASE("a spool is no file and stays out of core dumps") {
    auto spool = Spool::create(100).value();
    REQUIRE(spool.append(as_view("marker")));
    CHECK_FALSE(is_dumped(spool.view().data()));
    // No device and no inode stand behind it.
    CHECK(mapping(spool.view().data()).find(" rw-p 00000000 00:00 0") != std::string::npos);
}

TEST_CASE("a spool for the largest message takes memory only as it fills") {
    const MemoryLimit limit(std::size_t{16} << 20);
    auto spool = Spool::create(std::size_t{1} << 30).value();
    CHECK(spool.append(Bytes(3'000'000, 'x')));
}

TEST_CASE("a spool asks for large pages behind its first, and a small one for none") {
    if (!std::filesystem::exists("/sys/kernel/mm/transparent_hugepage")) return;
    auto spool = Spool::create(std::size_t{1} << 30).value();
    REQUIRE(spool.append(Bytes(5'000'000, 'x')));
    CHECK(mapping(spool.view().data()).find(" hg") == std::string::npos);
    CHECK(mapping(spool.view().data() + (2 << 20)).find(" hg") != std::string::npos);
}

TEST_CASE("memory that the system will not give is an error, and what was there stays") {
    auto spool = Spool::create(std::size_t{1} << 30).value();
    REQUIRE(spool.append(as_view("first")));
    const MemoryLimit limit(std::size_t{16} << 20);
    const auto room = spool.room(std::size_t{100} << 20);
    REQUIRE_FALSE(room);
    CHECK(room.error().code == ErrorCode::system_memory);
    CHECK(as_text(spool.view()) == "first");
    CHECK(spool.append(as_view(" second")));
}
