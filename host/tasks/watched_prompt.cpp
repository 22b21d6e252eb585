// SPDX-License-Identifier: MPL-2.0
#include "tasks/watched_prompt.hpp"

#include <utility>

namespace sealwright::tasks {
namespace {

/// One open dialog.
class Told {
  public:
    Told(const PersonWatch& watch, std::stop_token request)
        : watch_(watch), request_(std::move(request)) {
        watch_.tell(request_, PersonWatch::Waiting::person);
    }
    Told(const Told&) = delete;
    Told& operator=(const Told&) = delete;
    ~Told() { watch_.tell(request_, PersonWatch::Waiting::no); }

  private:
    const PersonWatch& watch_;
    std::stop_token request_;
};

}  // namespace

void PersonWatch::listen(Listener listener) {
    const std::lock_guard lock(mutex_);
    listener_ = std::move(listener);
}

void PersonWatch::tell(const std::stop_token& request, Waiting waiting) const {
    const std::lock_guard lock(mutex_);
    if (listener_) listener_(request, waiting);
}

WatchedPrompt::WatchedPrompt(std::shared_ptr<keys::PinPrompt> prompt,
                             std::shared_ptr<const PersonWatch> watch)
    : prompt_(std::move(prompt)), watch_(std::move(watch)) {}

Result<SecretBytes> WatchedPrompt::ask(const Question& question, std::stop_token stop) {
    const Told told(*watch_, stop);
    return prompt_->ask(question, std::move(stop));
}

Result<bool> WatchedPrompt::confirm(const Question& question, std::stop_token stop) {
    const Told told(*watch_, stop);
    return prompt_->confirm(question, std::move(stop));
}

}  // namespace sealwright::tasks
