// SPDX-License-Identifier: MPL-2.0
#include "protocol/client.hpp"

#include "base/base64.hpp"

#include <cstring>
#include <poll.h>
#include <stdexcept>
#include <unistd.h>

namespace sealwright::test {
namespace {

constexpr int kPatience = 30'000;

/// False at the end of the file before the first octet.
bool read_exactly(int fd, char* to, std::size_t size) {
    for (std::size_t done = 0; done < size;) {
        pollfd file{fd, POLLIN, 0};
        if (::poll(&file, 1, kPatience) != 1) throw std::runtime_error("nothing came");
        const ssize_t got = ::read(fd, to + done, size - done);
        if (got < 0) throw std::runtime_error("reading failed");
        if (got == 0 && done == 0) return false;
        if (got == 0) throw std::runtime_error("the file ended within a frame");
        done += static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace

Pipe::Pipe() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("pipe");
    reading = ends[0];
    writing = ends[1];
}

Pipe::~Pipe() {
    close_reading();
    close_writing();
}

void Pipe::close_reading() {
    if (reading >= 0) ::close(reading);
    reading = -1;
}

void Pipe::close_writing() {
    if (writing >= 0) ::close(writing);
    writing = -1;
}

std::string framed(std::string_view payload) {
    const auto length = static_cast<std::uint32_t>(payload.size());
    std::string frame(sizeof length, '\0');
    std::memcpy(frame.data(), &length, sizeof length);
    return frame.append(payload);
}

std::string piece(int transfer, int number, std::string_view octets, bool last) {
    return R"({"transfer":)" + std::to_string(transfer) + R"(,"seq":)" + std::to_string(number) +
           R"(,"data":")" + encode_base64(as_view(octets)) + (last ? R"(","last":true})" : R"("})");
}

void write_all(int fd, std::string_view octets) {
    while (!octets.empty()) {
        pollfd file{fd, POLLOUT, 0};
        if (::poll(&file, 1, kPatience) != 1) throw std::runtime_error("nobody reads");
        const ssize_t put = ::write(fd, octets.data(), std::min<std::size_t>(octets.size(), 4096));
        if (put < 0) throw std::runtime_error("writing failed");
        octets.remove_prefix(static_cast<std::size_t>(put));
    }
}

std::optional<std::string> read_frame(int fd) {
    std::uint32_t length = 0;
    if (!read_exactly(fd, reinterpret_cast<char*>(&length), sizeof length)) return std::nullopt;
    if (length == 0 || length > (1u << 20)) throw std::runtime_error("not a frame");
    std::string payload(length, '\0');
    if (!read_exactly(fd, payload.data(), length)) throw std::runtime_error("a frame is empty");
    return payload;
}

std::optional<Json> read_json(int fd) {
    const auto payload = read_frame(fd);
    if (!payload) return std::nullopt;
    return Json::parse(*payload);
}

}  // namespace sealwright::test
