// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/child.hpp"
#include "keys/keys.hpp"
#include "keys/turn.hpp"

#include <filesystem>
#include <vector>

namespace sealwright::keys {

/// Asks through a pinentry program (GnuPG's dialog; Assuan on its standard input and output).
/// Questions of several threads wait for each other. A dialog that cannot be shown is
/// `key.no-prompt`; closing it is `key.cancelled`.
class Pinentry final : public PinPrompt {
  public:
    /// Uses the first of `programs` that exists and nothing else; `environment` is all it sees.
    Pinentry(std::vector<std::filesystem::path> programs, Environment environment);
    /// The one of this session: fixed paths below /usr/bin, a graphical one when there is a
    /// display.
    static std::shared_ptr<PinPrompt> of_session();
    /// The program that would show its dialog here; empty when there is none, as where only one
    /// for terminals is installed and no terminal is at hand.
    static std::filesystem::path program_of_session();

    Result<SecretBytes> ask(const Question& question, std::stop_token stop) override;
    Result<bool> confirm(const Question& question, std::stop_token stop) override;

  private:
    std::vector<std::filesystem::path> programs_;
    Environment environment_;
    Turn turn_;
};

}  // namespace sealwright::keys
