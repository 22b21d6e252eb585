// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/worker.hpp"

#include "keys/pkcs11/service.hpp"

#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <thread>
#include <unistd.h>

namespace sealwright::keys::pkcs11 {
namespace {

/// Time for an orderly C_Finalize once the host is gone.
constexpr int kGraceMilliseconds = 2'000;

bool read_all(int in, std::span<std::uint8_t> into) {
    while (!into.empty()) {
        const ssize_t got = ::read(in, into.data(), into.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        into = into.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

bool write_all(int out, View bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(out, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return true;
}

std::optional<Request> read_request(int in) {
    FrameHead head;
    if (!read_all(in, head)) return std::nullopt;
    const auto size = frame_size(head);
    if (!size) return std::nullopt;
    SecretBytes frame(*size);
    if (!read_all(in, frame.writable())) return std::nullopt;
    return decode_request(frame.view());
}

bool write_reply(int out, Reply reply) {
    const SecretBytes frame = encode(reply);
    return write_all(out, frame_head(frame.size())) && write_all(out, frame.view());
}

struct Channel {
    int in;
    int out;
};

/// Moves the channel away from where a chatty module would print into it.
Channel isolate(int in, int out) {
    prctl(PR_SET_DUMPABLE, 0);
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    close_range(STDERR_FILENO + 1, ~0U, 0);
    const Channel channel{fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1),
                          fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)};
    const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    close(nowhere);
    return channel;
}

/// A parent-death signal would come when the thread that started us ends, so the pipe tells: it
/// hangs up when the host is gone. A hanging module would never let the main thread notice.
void end_with_parent(int in) {
    std::thread([in] {
        pollfd parent{in, 0, 0};
        while (poll(&parent, 1, -1) < 0 && errno == EINTR) {
        }
        poll(nullptr, 0, kGraceMilliseconds);
        _exit(0);
    }).detach();
}

}  // namespace

int run_token_worker(int in, int out) {
    const Channel channel = isolate(in, out);
    end_with_parent(channel.in);
    Service service;
    while (auto request = read_request(channel.in)) {
        if (!write_reply(channel.out, service.answer(*request))) break;
    }
    return 0;
}

}  // namespace sealwright::keys::pkcs11
