// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/worker_process.hpp"

#include <utility>

namespace sealwright::keys::pkcs11 {

Result<WorkerProcess> WorkerProcess::start(const WorkerProgram& program) {
    auto child = Child::start(program.path, {"token-worker"}, program.environment);
    if (!child) return child.error();
    return WorkerProcess(std::move(*child));
}

Result<Reply> WorkerProcess::call(Request& request, const Patience& patience) {
    request.id = ++last_id_;
    // Until the reply is there: a request that went out in part cannot be followed by another.
    usable_ = false;
    if (auto sent = send(request, patience); !sent) return sent.error();
    while (true) {
        const auto frame = read_frame(patience);
        usable_ = frame.ok() || frame.error().code == ErrorCode::request_cancelled;
        if (!frame) return frame.error();
        auto reply = decode_reply(frame->view());
        if (reply && reply->id == request.id) return std::move(*reply);
        usable_ = reply.has_value();
        if (!reply) return Error{ErrorCode::key_token_failed, "an answer that makes no sense"};
    }
}

Result<void> WorkerProcess::send(Request& request, const Patience& patience) {
    const SecretBytes frame = encode(request);
    if (auto sent = child_.write_all(frame_head(frame.size()), patience); !sent) return sent;
    return child_.write_all(frame.view(), patience);
}

Result<SecretBytes> WorkerProcess::read_frame(const Patience& patience) {
    if (head_filled_ < head_.size()) {
        if (auto got = fill(head_, head_filled_, patience); !got) return got.error();
        const auto size = frame_size(head_);
        if (!size) return Error{ErrorCode::key_token_failed, "an answer beyond the limit"};
        body_ = SecretBytes(*size);
        body_filled_ = 0;
    }
    if (auto got = fill(body_.writable(), body_filled_, patience); !got) return got.error();
    head_filled_ = 0;
    return std::move(body_);
}

Result<void> WorkerProcess::fill(std::span<std::uint8_t> into, std::size_t& filled,
                                 const Patience& patience) {
    while (filled < into.size()) {
        const auto got = child_.read_some(into.subspan(filled), patience);
        if (!got) return got.error();
        if (*got == 0) return Error{ErrorCode::system_child, "the token worker ended"};
        filled += *got;
    }
    return {};
}

Error blame(const std::string& module, const Error& error) {
    if (error.code == ErrorCode::request_cancelled) return error;
    const bool late = error.code == ErrorCode::request_deadline;
    return {ErrorCode::key_token_failed,
            module + ": " + (late ? "the driver does not answer" : error.detail)};
}

}  // namespace sealwright::keys::pkcs11
