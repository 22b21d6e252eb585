// SPDX-License-Identifier: MPL-2.0
#include "wire/frame.hpp"

#include "base/limits.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace sealwright::wire {

FrameStatus FrameReader::next() {
    std::array<std::uint8_t, sizeof(std::uint32_t)> head{};
    size_ = 0;
    if (const auto status = fill(head.data(), head.size(), FrameStatus::end);
        status != FrameStatus::frame) {
        return status;
    }
    std::uint32_t length = 0;
    std::memcpy(&length, head.data(), head.size());
    if (length == 0) return FrameStatus::empty;
    if (length > limits::kFrameIn) return FrameStatus::too_long;
    make_room(length);
    const auto status = fill(buffer_.get(), length, FrameStatus::cut_off);
    if (status == FrameStatus::frame) size_ = length;
    return status;
}

/// `at_start` is what an end of file before the first octet means.
FrameStatus FrameReader::fill(std::uint8_t* to, std::size_t size, FrameStatus at_start) {
    for (std::size_t done = 0; done < size;) {
        if (!wake_.wait_for(fd_, POLLIN)) return FrameStatus::stopped;
        const ssize_t got = ::read(fd_, to + done, size - done);
        if (got > 0) {
            done += static_cast<std::size_t>(got);
        } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
            return done == 0 ? at_start : FrameStatus::cut_off;
        }
    }
    return FrameStatus::frame;
}

void FrameReader::make_room(std::size_t size) {
    if (size <= room_) return;
    buffer_.reset(new std::uint8_t[size]);
    room_ = size;
}

FrameWriter::FrameWriter(int fd, const Wake& wake) : fd_(fd), wake_(wake) {
    // A client that does not read must not keep the writer from stopping.
    const int flags = ::fcntl(fd_, F_GETFL);
    if (flags >= 0) ::fcntl(fd_, F_SETFL, flags | O_NONBLOCK);
}

WriteStatus FrameWriter::write(std::string_view json) {
    if (json.size() > limits::kFrameOut) return WriteStatus::too_long;
    const auto length = static_cast<std::uint32_t>(json.size());
    std::array<std::uint8_t, sizeof length> head{};
    std::memcpy(head.data(), &length, head.size());
    const auto status = write_all(head);
    return status == WriteStatus::written ? write_all(as_view(json)) : status;
}

WriteStatus FrameWriter::write_all(View bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(fd_, bytes.data(), bytes.size());
        if (put >= 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(put));
        } else if (errno == EAGAIN) {
            if (!wake_.wait_for(fd_, POLLOUT)) return WriteStatus::stopped;
        } else if (errno != EINTR) {
            return WriteStatus::closed;
        }
    }
    return WriteStatus::written;
}

}  // namespace sealwright::wire
