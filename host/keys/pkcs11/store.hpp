// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/client.hpp"

#include <functional>

namespace sealwright::keys::pkcs11 {

/// The tokens behind some PKCS#11 modules, each module in a worker of its own; nothing of them is
/// ever loaded into this process. Making the store opens nothing: the first list() looks for the
/// modules and starts the workers, which stay, with their logins, for the store's life and that of
/// its keys. Safe to use from several threads.
class Pkcs11Store final : public KeyStore {
  public:
    struct Setup {
        std::string name;  ///< of the store; a token's is "<name>: <label>"
        WorkerProgram program;
        std::function<Result<std::vector<ModuleSpec>>(const std::stop_token&)> find_modules;
        Deadlines deadlines = {};
    };
    Pkcs11Store(Setup setup, std::shared_ptr<PinPrompt> prompt)
        : setup_(std::move(setup)),
          prompt_(std::move(prompt)),
          hang_(setup_.deadlines.open, setup_.deadlines.left_alone) {}

    [[nodiscard]] std::string name() const override { return setup_.name; }
    /// A module that fails hides no other: it becomes a Skipped without a subject. Only when all
    /// of them fail is it an Error, the first module's.
    Result<Inventory> list(const std::stop_token& stop = {}) override;

  private:
    Result<std::vector<std::shared_ptr<Client>>> clients(const std::stop_token& stop);
    void take_over(const TokenListing& listing, const std::shared_ptr<Client>& client,
                   Inventory& inventory) const;

    const Setup setup_;
    const std::shared_ptr<PinPrompt> prompt_;
    Turn turn_;
    SlowFailure hang_;  ///< of find_modules; guarded by turn_, and so is the next
    std::optional<std::vector<std::shared_ptr<Client>>> clients_;
};

/// Our own variables that modules need to find readers, dialogs and their configuration.
Environment worker_environment();

/// Cards and other tokens that p11-kit has registered on this machine.
std::unique_ptr<KeyStore> registered_store(WorkerProgram program, std::shared_ptr<PinPrompt> prompt,
                                           Deadlines deadlines = {});

/// The NSS databases under `home` (see nss.hpp).
std::unique_ptr<KeyStore> nss_store(WorkerProgram program, std::filesystem::path home,
                                    std::shared_ptr<PinPrompt> prompt, Deadlines deadlines = {});

}  // namespace sealwright::keys::pkcs11
