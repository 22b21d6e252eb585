// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "wire/wake.hpp"

#include <memory>
#include <string_view>

namespace sealwright::wire {

/// How reading a frame ended. Only after `frame` is there another one to read.
enum class FrameStatus {
    frame,
    end,       ///< the client closed the pipe between two frames
    cut_off,   ///< … or within one
    empty,     ///< a length of 0
    too_long,  ///< a length above limits::kFrameIn
    stopped,   ///< `wake` was set
};

/// Reads frames (a 32-bit native-endian length and that many octets) from a file it does not own.
/// Needs no more memory than the longest frame so far, whatever a length announces.
class FrameReader {
  public:
    FrameReader(int fd, const Wake& wake) : fd_(fd), wake_(wake) {}

    FrameStatus next();
    /// The frame just read; valid until the next call of next().
    [[nodiscard]] View frame() const { return {buffer_.get(), size_}; }

  private:
    FrameStatus fill(std::uint8_t* to, std::size_t size, FrameStatus at_start);
    void make_room(std::size_t size);

    int fd_;
    const Wake& wake_;
    std::unique_ptr<std::uint8_t[]> buffer_;
    std::size_t room_ = 0;
    std::size_t size_ = 0;
};

enum class WriteStatus {
    written,
    too_long,  ///< above limits::kFrameOut: nothing was written
    closed,    ///< the client does not listen any more
    stopped,   ///< `wake` was set; part of the frame may have been written
};

/// Writes frames to a file it does not own, which becomes non-blocking.
class FrameWriter {
  public:
    FrameWriter(int fd, const Wake& wake);

    WriteStatus write(std::string_view json);

  private:
    WriteStatus write_all(View bytes);

    int fd_;
    const Wake& wake_;
};

}  // namespace sealwright::wire
