// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/slow_failure.hpp"
#include "keys/pkcs11/worker_process.hpp"
#include "keys/turn.hpp"

#include <algorithm>

namespace sealwright::keys::pkcs11 {

/// How long a module may take before it counts as hanging. Time in which a person is asked, by us
/// or on the reader's own keys, does not count.
struct Deadlines {
    std::chrono::milliseconds open{20'000};  ///< load and C_Initialize; readers wake up slowly
    std::chrono::milliseconds list{20'000};
    std::chrono::milliseconds operation{60'000};  ///< RSA-4096 on an old card takes ten seconds
    /// One that hung while it was listed is left alone for so long: it is listed with each request.
    std::chrono::milliseconds left_alone{60'000};
};

/// The host's end of one module. Its worker starts when it is first needed; a worker that crashed,
/// hung or talked nonsense is killed, which is `key.token-failed`, and the next call starts
/// another. Safe to use from several threads.
class Client {
  public:
    Client(WorkerProgram program, ModuleSpec module, Deadlines deadlines)
        : program_(std::move(program)),
          module_(std::move(module)),
          deadlines_(deadlines),
          hang_(std::min(deadlines.open, deadlines.list), deadlines.left_alone) {}

    /// For people: the name of the module.
    [[nodiscard]] const std::string& name() const { return module_.name; }
    Result<std::vector<TokenListing>> list(const std::stop_token& stop);
    /// The reply is a result or a wish for the PIN. A requested stop is `request.cancelled` at
    /// once; the module may still finish what it was doing, and nobody hears of it.
    Result<Reply> operate(Verb verb, Operation operation, const std::stop_token& stop);
    /// To be held from the first try through the prompt to the last, so that two uses of one
    /// locked token ask for its PIN once.
    Turn& operation_turn() { return operation_turn_; }

  private:
    Result<std::vector<TokenListing>> list_now(const std::stop_token& stop);
    Result<Reply> call(Request& request, const Patience& patience);
    Result<void> ensure_open(const std::stop_token& stop);

    const WorkerProgram program_;
    const ModuleSpec module_;
    const Deadlines deadlines_;
    Turn operation_turn_;
    Turn call_turn_;
    SlowFailure hang_;  ///< guarded by call_turn_, and so is the next
    std::optional<WorkerProcess> worker_;
};

/// What p11-kit has registered. Asked of a worker of its own, for finding out loads them all.
Result<std::vector<ModuleSpec>> registered_modules(const WorkerProgram& program,
                                                   const Deadlines& deadlines,
                                                   const std::stop_token& stop = {});

}  // namespace sealwright::keys::pkcs11
