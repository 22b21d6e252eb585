// SPDX-License-Identifier: MPL-2.0
// Each folder of cases/ is what a client sends (in.json) and what the program must answer
// (out.json); README.md there explains both.
#include "protocol/program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace sealwright;
using namespace sealwright::test;
using OrderedJson = nlohmann::ordered_json;

namespace {

template <class T>
T load(const std::filesystem::path& file) {
    std::ifstream in(file);
    return T::parse(in);
}

std::string unhex(const std::string& hex) {
    std::string octets;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        octets.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    return octets;
}

/// One step of in.json as octets on the wire.
std::string octets_of(const OrderedJson& step) {
    if (step.contains("frame")) return framed(step["frame"].dump());
    if (step.contains("text")) return framed(step["text"].get<std::string>());
    if (step.contains("hex")) return framed(unhex(step["hex"]));
    if (step.contains("raw")) return unhex(step["raw"]);
    if (step.contains("nested"))
        return framed(R"({"id":1,"do":)" + std::string(step["nested"].get<std::size_t>(), '['));
    if (step.contains("piece")) {
        const auto& piece = step["piece"];
        return framed(test::piece(piece["transfer"], piece["seq"], piece["text"].get<std::string>(),
                                  piece.value("last", true)));
    }
    throw std::runtime_error("a step nobody knows: " + step.dump());
}

/// Whether all that `expected` says is true of `actual`; of objects, it may say less.
bool fits(const Json& expected, const Json& actual) {
    if (!expected.is_object()) return expected == actual;
    return actual.is_object() &&
           std::all_of(expected.items().begin(), expected.items().end(), [&](const auto& member) {
               return actual.contains(member.key()) && fits(member.value(), actual[member.key()]);
           });
}

/// Requests run at once, so answers come in any order; each expected one comes once.
void check_frames(std::vector<Json> frames, const Json& expected) {
    for (const Json& one : expected) {
        const auto found = std::find_if(frames.begin(), frames.end(),
                                        [&](const Json& frame) { return fits(one, frame); });
        CAPTURE(one.dump());
        CHECK(found != frames.end());
        if (found != frames.end()) frames.erase(found);
    }
    for (const Json& frame : frames) FAIL_CHECK("not expected: ", frame.dump());
}

void run_case(const std::filesystem::path& folder) {
    const auto out = load<Json>(folder / "out.json");
    Program program;
    const auto hello = program.receive();
    REQUIRE(hello);
    CHECK(hello->at("hello").at("protocol") == 1);
    for (const OrderedJson& step : load<OrderedJson>(folder / "in.json")) {
        if (step.contains("end"))
            program.close_input();
        else
            program.send(octets_of(step));
    }
    std::vector<Json> frames;
    while (frames.size() < out.at("frames").size()) {
        auto frame = program.receive();
        if (!frame) break;
        frames.push_back(std::move(*frame));
    }
    program.close_input();
    while (auto frame = program.receive()) frames.push_back(std::move(*frame));
    check_frames(std::move(frames), out.at("frames"));
    CHECK(program.exit_code() == out.at("exit"));
}

/// Every case whose folder's name begins so.
void run_cases(const std::string& prefix) {
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(SEALWRIGHT_CASES)) {
        if (entry.path().filename().string().starts_with(prefix)) folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    REQUIRE_FALSE(folders.empty());
    for (const auto& folder : folders) {
        SUBCASE(folder.filename().c_str()) {
            run_case(folder);
        }
    }
}

}  // namespace

TEST_CASE("E-83 bad frames get an error or end the program, and nothing but frames comes out") {
    run_cases("E-83-");
}

TEST_CASE("E-85 the program signs no hash, no attributes and no octets that are no MIME entity") {
    run_cases("E-85-");
}

TEST_CASE("E-87 hello names the protocol, the program's version and OpenSSL's") {
    run_cases("E-87-");
}

TEST_CASE("requests are answered one by one, whatever else the client does") {
    run_cases("session-");
}
