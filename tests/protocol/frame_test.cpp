// SPDX-License-Identifier: MPL-2.0
#include "wire/frame.hpp"

#include "base/limits.hpp"
#include "protocol/client.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <fcntl.h>
#include <string>
#include <thread>

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::wire;

namespace {

/// What a reader makes of these octets followed by the end of the file.
FrameStatus status_of(std::string_view octets) {
    Pipe pipe;
    write_all(pipe.writing, octets);
    pipe.close_writing();
    const Wake wake;
    FrameReader reader(pipe.reading, wake);
    return reader.next();
}

std::string length_of(std::uint32_t length) {
    return {reinterpret_cast<const char*>(&length), sizeof length};
}

}  // namespace

TEST_CASE("frames come out one by one as they were put in") {
    Pipe pipe;
    write_all(pipe.writing, framed("one") + framed("a second") + framed("3"));
    pipe.close_writing();
    const Wake wake;
    FrameReader reader(pipe.reading, wake);
    for (const char* expected : {"one", "a second", "3"}) {
        REQUIRE(reader.next() == FrameStatus::frame);
        CHECK(as_text(reader.frame()) == expected);
    }
    CHECK(reader.next() == FrameStatus::end);
}

TEST_CASE("a frame that arrives octet by octet is whole") {
    Pipe pipe;
    const Wake wake;
    FrameReader reader(pipe.reading, wake);
    std::thread writer([&] {
        for (const char octet : framed("slowly")) write_all(pipe.writing, {&octet, 1});
    });
    CHECK(reader.next() == FrameStatus::frame);
    CHECK(as_text(reader.frame()) == "slowly");
    writer.join();
}

TEST_CASE("E-83 a length of 0 is no frame") {
    CHECK(status_of(length_of(0)) == FrameStatus::empty);
}

TEST_CASE("E-83 a length above the limit is refused, one at the limit is waited for") {
    CHECK(status_of(length_of(0xFFFFFFFFu)) == FrameStatus::too_long);
    CHECK(status_of(length_of(limits::kFrameIn + 1)) == FrameStatus::too_long);
    CHECK(status_of(length_of(limits::kFrameIn)) == FrameStatus::cut_off);
}

TEST_CASE("E-83 an end within a frame is told from an end between frames") {
    CHECK(status_of("") == FrameStatus::end);
    CHECK(status_of(length_of(3).substr(0, 2)) == FrameStatus::cut_off);
    CHECK(status_of(length_of(3)) == FrameStatus::cut_off);
    CHECK(status_of(length_of(3) + "ab") == FrameStatus::cut_off);
}

TEST_CASE("a reader that waits is stopped by the wake flag") {
    Pipe pipe;
    const Wake wake;
    FrameReader reader(pipe.reading, wake);
    std::thread other([&] { wake.set(); });
    CHECK(reader.next() == FrameStatus::stopped);
    other.join();
}

TEST_CASE("a frame of 1 MiB is written, one octet more is refused and nothing of it is written") {
    Pipe pipe;
    const Wake wake;
    FrameWriter writer(pipe.writing, wake);
    CHECK(writer.write(std::string(limits::kFrameOut + 1, 'x')) == WriteStatus::too_long);
    std::string got;
    std::thread reader([&] { got = read_frame(pipe.reading).value(); });
    CHECK(writer.write(std::string(limits::kFrameOut, 'y')) == WriteStatus::written);
    reader.join();
    CHECK(got == std::string(limits::kFrameOut, 'y'));
}

TEST_CASE("a writer that nobody reads is stopped by the wake flag, or told when nobody is left") {
    std::signal(SIGPIPE, SIG_IGN);
    Pipe pipe;
    const Wake wake;
    FrameWriter writer(pipe.writing, wake);
    std::thread other([&] { wake.set(); });
    CHECK(writer.write(std::string(limits::kFrameOut, 'x')) == WriteStatus::stopped);
    other.join();
    pipe.close_reading();
    CHECK(writer.write("x") == WriteStatus::closed);
}
