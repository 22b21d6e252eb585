// SPDX-License-Identifier: MPL-2.0
#include "wire/wake.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace sealwright::wire {

Wake::Wake() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Wake::~Wake() {
    ::close(fd_);
}

void Wake::set() const {
    // Fails only when the counter is at its end: then it is set already.
    static_cast<void>(::eventfd_write(fd_, 1));
}

bool Wake::wait_for(int fd, short events) const {
    std::array<pollfd, 2> files = {{{fd_, POLLIN, 0}, {fd, events, 0}}};
    while (::poll(files.data(), files.size(), -1) < 0) {
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
    }
    return files[0].revents == 0;
}

}  // namespace sealwright::wire
