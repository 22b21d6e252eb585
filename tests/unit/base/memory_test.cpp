// SPDX-License-Identifier: MPL-2.0
#include "base/secret.hpp"
#include "base/spool.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace sealwright;

namespace {

std::string file_text(const char* path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The flags of the mapping that starts at `address`, from /proc/self/smaps.
std::string mapping_flags(const void* address) {
    std::ostringstream start;
    start << std::hex << reinterpret_cast<std::uintptr_t>(address) << '-';
    const std::string maps = file_text("/proc/self/smaps");
    const std::size_t entry = maps.find("\n" + start.str());
    REQUIRE(entry != std::string::npos);
    const std::size_t flags = maps.find("VmFlags:", entry);
    return maps.substr(flags, maps.find('\n', flags) - flags);
}

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
    CHECK(mapping_flags(secret.view().data()).find(" dd") != std::string::npos);
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

TEST_CASE("a spool has no name in any file system and stays out of core dumps") {
    auto spool = Spool::create(100).value();
    REQUIRE(spool.append(as_view("marker")));
    CHECK(mapping_flags(spool.view().data()).find(" dd") != std::string::npos);
    bool found = false;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        const auto target = std::filesystem::read_symlink(entry, gone).string();
        if (target.find("sealwright-spool") == std::string::npos) continue;
        found = true;
        CHECK(target.find("/memfd:") == 0);
        CHECK(target.find("(deleted)") != std::string::npos);
    }
    CHECK(found);
}
