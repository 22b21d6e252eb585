// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "keys/keys.hpp"
#include "people/key_limits.hpp"

#include <memory>
#include <mutex>

namespace sealwright::tasks {

/// Lets dialogs through until there were too many of them or too many refusals, in whichever host
/// of this user; then every question is answered `key.limited` without a dialog (C-54). A request
/// counts once as long as its questions are answered: a card that wants its PIN each time asks for
/// the signature and for each copy. A request is named by the token that stops it.
class LimitedPrompt final : public keys::PinPrompt {
  public:
    LimitedPrompt(std::shared_ptr<keys::PinPrompt> prompt,
                  std::shared_ptr<people::KeyLimits> limits, Clock clock);

    Result<SecretBytes> ask(const Question& question, std::stop_token stop) override;
    Result<bool> confirm(const Question& question, std::stop_token stop) override;

  private:
    Result<void> begin(const std::stop_token& request);
    Result<void> note(people::KeyLimits::Answer answer, const std::stop_token& request);

    std::shared_ptr<keys::PinPrompt> prompt_;
    std::shared_ptr<people::KeyLimits> limits_;
    Clock clock_;
    std::mutex mutex_;
    std::stop_token answered_;  ///< the request whose last question was answered; of mutex_
};

}  // namespace sealwright::tasks
