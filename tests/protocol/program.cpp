// SPDX-License-Identifier: MPL-2.0
#include "protocol/program.hpp"

#include <cstring>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>

namespace sealwright::test {
namespace {

Patience patience() {
    return at_most(std::chrono::seconds(60));
}

void need(bool ok, const char* what) {
    if (!ok) throw std::runtime_error(what);
}

std::string gecko_id() {
    std::ifstream ids(SEALWRIGHT_IDS);
    return Json::parse(ids).at("gecko").get<std::string>();
}

}  // namespace

Program::Program() {
    const std::string manifest = home_.file("org.sealwright.host.json");
    std::ofstream(manifest) << "{}";
    ::chmod(manifest.c_str(), 0644);
    start({manifest, gecko_id()});
}

Program::Program(const std::vector<std::string>& args) {
    start(args);
}

void Program::start(const std::vector<std::string>& args) {
    auto child = Child::start(SEALWRIGHT_PROGRAM, args, {{"HOME", home_.path().string()}});
    need(child.ok(), "the program does not start");
    child_ = std::move(child).value();
    // The only child of ours that still runs.
    std::ifstream children("/proc/thread-self/children");
    children >> pid_;
}

void Program::send(std::string_view octets) {
    need(child_->write_all(as_view(octets), patience()).ok(), "the program does not read");
}

std::optional<Json> Program::receive() {
    std::uint32_t length = 0;
    if (!read_exactly(reinterpret_cast<char*>(&length), sizeof length)) return std::nullopt;
    need(length > 0 && length <= (1u << 20), "what came is no frame");
    std::string payload(length, '\0');
    need(read_exactly(payload.data(), length), "a frame is incomplete");
    return Json::parse(payload);
}

/// False at the end of the file before the first octet.
bool Program::read_exactly(char* to, std::size_t size) {
    for (std::size_t done = 0; done < size;) {
        const std::span<std::uint8_t> into(reinterpret_cast<std::uint8_t*>(to) + done, size - done);
        const auto got = child_->read_some(into, patience());
        need(got.ok(), "nothing came");
        if (*got == 0) {
            need(done == 0, "a frame is incomplete");
            return false;
        }
        done += *got;
    }
    return true;
}

std::string Program::rest() {
    std::string all;
    std::string some(4096, '\0');
    while (true) {
        const auto got = child_->read_some(
            {reinterpret_cast<std::uint8_t*>(some.data()), some.size()}, patience());
        need(got.ok(), "nothing came");
        if (*got == 0) return all;
        all.append(some, 0, *got);
    }
}

int Program::exit_code() {
    const auto code = child_->wait(patience());
    need(code.ok(), "the program does not end");
    return *code;
}

std::size_t Program::peak_memory() const {
    std::ifstream status("/proc/" + pid_ + "/status");
    for (std::string name; status >> name;) {
        std::size_t kilobytes = 0;
        if (name == "VmHWM:" && status >> kilobytes) return kilobytes * 1024;
    }
    throw std::runtime_error("the program has ended");
}

}  // namespace sealwright::test
