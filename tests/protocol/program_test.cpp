// SPDX-License-Identifier: MPL-2.0
#include "protocol/program.hpp"

#include "base/limits.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace sealwright;
using namespace sealwright::test;

namespace {

/// Room for one frame and its thread; a frame of 4 GiB is far beyond.
constexpr std::size_t kFlat = std::size_t{16} << 20;

/// Of resident memory in octets, the largest of all programs that have ended.
std::size_t peak_of_children() {
    rusage used{};
    REQUIRE(::getrusage(RUSAGE_CHILDREN, &used) == 0);
    return static_cast<std::size_t>(used.ru_maxrss) * 1024;
}

std::string request(const Json& json) {
    return framed(json.dump());
}

/// A header block within all limits, with so many recipients that no reading of it fits a frame.
std::string many_recipients() {
    std::string mail = "From: a@b.c\r\nTo: a@b.c";
    for (int i = 0; i < 60'000; ++i) mail += i % 100 == 0 ? ",\r\n a@b.c" : ",a@b.c";
    return mail + "\r\n\r\nhello\r\n";
}

/// Whether the program leaves with that code without saying anything to whoever started it.
bool leaves_silently(const std::vector<std::string>& args, int code) {
    Program program(args);
    program.close_input();
    const bool silent = program.rest().empty();
    const bool unopened = !std::filesystem::exists(program.home().path() / ".local");
    return silent && unopened && program.exit_code() == code;
}

}  // namespace

TEST_CASE("E-81 whoever is not our extension gets no frame, and no store is opened") {
    const support::TempFolder folder;
    const std::string manifest = folder.file("host.json");
    std::ofstream(manifest) << "{}";
    ::chmod(manifest.c_str(), 0644);
    CHECK(leaves_silently({"chrome-extension://ppppppppppppppppppppppppppppppppp/"}, 3));
    CHECK(leaves_silently({"chrome-extension:///"}, 3));
    CHECK(leaves_silently({"moz-extension://sealwright@sealwright.org/"}, 3));
    CHECK(leaves_silently({manifest}, 3));
    CHECK(leaves_silently({manifest, "other@example.org"}, 3));
    ::chmod(manifest.c_str(), 0666);
    CHECK(leaves_silently({manifest, "sealwright@sealwright.org"}, 3));
}

TEST_CASE("E-81 without a sub-command the program shows its help and exit code 2") {
    CHECK(leaves_silently({}, 2));
}

TEST_CASE("E-83 memory stays flat while a frame of 4 GiB is announced") {
    Program program;
    REQUIRE(program.receive());
    program.send(request({{"id", 1}, {"do", "identities"}}));
    REQUIRE(program.receive());
    const std::size_t before = program.peak_memory();
    // The largest frame that is waited for, and never comes.
    const auto length = static_cast<std::uint32_t>(limits::kFrameIn);
    program.send({reinterpret_cast<const char*>(&length), sizeof length});
    program.send(std::string(1000, 'x'));
    CHECK(program.peak_memory() - before < kFlat);

    const std::size_t largest = std::max(peak_of_children(), before);
    Program other;
    REQUIRE(other.receive());
    other.send(std::string(4, '\xFF'));
    const auto error = other.receive();
    REQUIRE(error);
    CHECK(error->at("error").at("code") == "request.limit");
    CHECK(other.exit_code() == 1);
    CHECK(peak_of_children() < largest + kFlat);
}

TEST_CASE("E-83 an answer of more than 1 MiB becomes an error, never a longer frame") {
    Program program;
    REQUIRE(program.receive());
    const std::string mail = many_recipients();
    program.send(request(
        {{"id", 1}, {"do", "verify"}, {"message", {{"transfer", 4}, {"size", mail.size()}}}}));
    int number = 0;
    for (std::size_t at = 0; at < mail.size(); at += limits::kPieceBytes) {
        const bool last = at + limits::kPieceBytes >= mail.size();
        program.send(framed(piece(4, number++, mail.substr(at, limits::kPieceBytes), last)));
    }
    const auto answer = program.receive();
    REQUIRE(answer);
    CHECK(answer->at("error").at("code") == "request.limit");
    program.send(request({{"id", 2}, {"do", "identities"}}));
    const auto next = program.receive();
    REQUIRE(next);
    CHECK(next->contains("ok"));
}

TEST_CASE("a client that fills both pipes before it reads gets every answer") {
    Program program;
    const int requests = 5'000;
    // Far more than both pipes hold; the program has to go on reading while nobody takes answers.
    for (int id = 1; id <= requests; ++id) program.send(request({{"id", id}, {"do", "nothing"}}));
    REQUIRE(program.receive());
    std::set<int> answered;
    for (int i = 0; i < requests; ++i)
        answered.insert(program.receive().value().at("id").get<int>());
    CHECK(answered.size() == requests);
    program.close_input();
    CHECK(program.exit_code() == 0);
}

TEST_CASE("the end of the client ends the program, whatever is at work") {
    Program program;
    REQUIRE(program.receive());
    for (int id = 1; id <= 8; ++id) {
        program.send(request({{"id", id}, {"do", "verify"}, {"message", {{"transfer", id}}}}));
        program.send(framed(piece(id, 0, "From: a@b.c\r\n", false)));
    }
    program.close_input();
    CHECK(program.rest().empty());
    CHECK(program.exit_code() == 0);
}
