// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "base/descriptor.hpp"
#include "base/limits.hpp"
#include "keys/keys.hpp"
#include "people/key_limits.hpp"
#include "tasks/key_log.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace sealwright::tasks {

/// The one door to the private keys of a user, for all hosts together: one request at a time uses a
/// key or asks for something else, so that never more than one dialog is open, and a key with which
/// decryption failed too often is used again only after a person agreed (C-09, C-54).
class KeyGate {
  public:
    /// `lock_file` and `log` are shared by all hosts of the user and made when they are missing;
    /// `prompt` asks for that consent. Others wait `wait` for their turn and then get `key.busy`.
    KeyGate(std::string lock_file, KeyLog log, std::shared_ptr<people::KeyLimits> limits,
            std::shared_ptr<keys::PinPrompt> prompt, Clock clock,
            std::chrono::milliseconds wait = limits::kKeyWait);

    /// Held while a key is used. `request.cancelled` when `stop` ends the waiting.
    Result<Descriptor> take_turn(const std::stop_token& stop) const;
    /// Asks when decryption with `key` failed too often; `key.denied` unless the answer is yes.
    Result<void> allow_decryption(View key, const keys::KeyUse& use) const;
    /// Writes down how a use of a key of `store` ended; to be called within its turn.
    void note_use(const keys::KeyUse& use, const std::string& store,
                  std::optional<ErrorCode> failed) const;

  private:
    std::string lock_file_;
    KeyLog log_;
    std::shared_ptr<people::KeyLimits> limits_;
    std::shared_ptr<keys::PinPrompt> prompt_;
    Clock clock_;
    std::chrono::milliseconds wait_;
};

/// `prompt` for questions that no key asks: its dialogs wait for their turn like a key's.
std::shared_ptr<keys::PinPrompt> gated_prompt(std::shared_ptr<keys::PinPrompt> prompt,
                                              std::shared_ptr<const KeyGate> gate);

/// `key` of `store` behind `gate`; `name` is what its failures are counted under (KeyLimits).
std::shared_ptr<keys::PrivateKey> gated_key(std::shared_ptr<keys::PrivateKey> key, Bytes name,
                                            std::string store, std::shared_ptr<const KeyGate> gate);

/// `store` with every key behind `gate`, named by the SHA-256 of its certificate.
std::shared_ptr<keys::KeyStore> gated_store(std::shared_ptr<keys::KeyStore> store,
                                            std::shared_ptr<const KeyGate> gate);

}  // namespace sealwright::tasks
