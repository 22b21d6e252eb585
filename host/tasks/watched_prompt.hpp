// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/keys.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

namespace sealwright::tasks {

/// Tells whoever listens which request waits for a person, and when it goes on. A request is named
/// by the token that stops it. Thread-safe.
class PersonWatch {
  public:
    enum class Waiting { person, no };
    using Listener = std::function<void(const std::stop_token& request, Waiting waiting)>;

    void listen(Listener listener);
    void tell(const std::stop_token& request, Waiting waiting) const;

  private:
    mutable std::mutex mutex_;
    Listener listener_;
};

/// A prompt whose dialogs are told to `watch` while they are open.
class WatchedPrompt final : public keys::PinPrompt {
  public:
    WatchedPrompt(std::shared_ptr<keys::PinPrompt> prompt,
                  std::shared_ptr<const PersonWatch> watch);

    Result<SecretBytes> ask(const Question& question, std::stop_token stop) override;
    Result<bool> confirm(const Question& question, std::stop_token stop) override;

  private:
    std::shared_ptr<keys::PinPrompt> prompt_;
    std::shared_ptr<const PersonWatch> watch_;
};

}  // namespace sealwright::tasks
