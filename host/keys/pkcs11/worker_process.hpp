// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/child.hpp"
#include "keys/pkcs11/worker_protocol.hpp"

namespace sealwright::keys::pkcs11 {

/// How to start a token worker: the program (its only argument will be "token-worker") and all of
/// its environment.
struct WorkerProgram {
    std::filesystem::path path;
    Environment environment;
};

/// A running token worker and the frames to and from it. One call at a time.
class WorkerProcess {
  public:
    static Result<WorkerProcess> start(const WorkerProgram& program);

    /// Sends the request and waits for its reply; replies to earlier requests that nobody waited
    /// for are dropped. Errors are those of Child and `key.token-failed` for nonsense.
    Result<Reply> call(Request& request, const Patience& patience);
    /// After an Error: whether another call makes sense. It does when only the waiting was
    /// stopped: the worker finishes by itself and its reply will be dropped.
    [[nodiscard]] bool usable() const { return usable_; }

  private:
    explicit WorkerProcess(Child child) : child_(std::move(child)) {}
    Result<void> send(Request& request, const Patience& patience);
    Result<SecretBytes> read_frame(const Patience& patience);
    Result<void> fill(std::span<std::uint8_t> into, std::size_t& filled, const Patience& patience);

    Child child_;
    bool usable_ = true;
    std::uint64_t last_id_ = 0;
    // A frame that has arrived in part stays here when the waiting is stopped.
    FrameHead head_{};
    std::size_t head_filled_ = 0;
    SecretBytes body_;
    std::size_t body_filled_ = 0;
};

/// What an error of WorkerProcess::call means for the person: the module is named and at fault,
/// unless they cancelled.
Error blame(const std::string& module, const Error& error);

}  // namespace sealwright::keys::pkcs11
