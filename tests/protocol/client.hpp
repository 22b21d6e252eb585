// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace sealwright::test {

using Json = nlohmann::json;

/// A pipe of two files; those that were not given away are closed at the end.
struct Pipe {
    Pipe();
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe();

    void close_reading();
    void close_writing();

    int reading = -1;
    int writing = -1;
};

/// A frame as it stands on the wire.
std::string framed(std::string_view payload);
/// The frame of a piece, in the form PROTOCOL.md gives.
std::string piece(int transfer, int number, std::string_view octets, bool last);

void write_all(int fd, std::string_view octets);
/// The payload of the next frame; nothing at the end of the file. Waits at most 30 s, and throws
/// when there is neither a frame nor an end.
std::optional<std::string> read_frame(int fd);
/// The same as JSON.
std::optional<Json> read_json(int fd);

}  // namespace sealwright::test
