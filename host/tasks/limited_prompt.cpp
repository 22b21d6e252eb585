// SPDX-License-Identifier: MPL-2.0
#include "tasks/limited_prompt.hpp"

#include <utility>

namespace sealwright::tasks {
namespace {

using Answer = people::KeyLimits::Answer;

/// A dialog that was taken back by its request is nobody's refusal.
bool is_refusal(const Error& error) {
    return error.code == ErrorCode::key_cancelled || error.code == ErrorCode::key_denied;
}

}  // namespace

LimitedPrompt::LimitedPrompt(std::shared_ptr<keys::PinPrompt> prompt,
                             std::shared_ptr<people::KeyLimits> limits, Clock clock)
    : prompt_(std::move(prompt)), limits_(std::move(limits)), clock_(std::move(clock)) {}

Result<SecretBytes> LimitedPrompt::ask(const Question& question, std::stop_token stop) {
    if (auto allowed = begin(stop); !allowed) return allowed.error();
    auto pin = prompt_->ask(question, stop);
    if (!pin && !is_refusal(pin.error())) return pin;
    auto noted = note(pin ? Answer::given : Answer::denied, stop);
    if (!noted) return noted.error();
    return pin;
}

Result<bool> LimitedPrompt::confirm(const Question& question, std::stop_token stop) {
    if (auto allowed = begin(stop); !allowed) return allowed.error();
    auto answer = prompt_->confirm(question, stop);
    if (!answer && !is_refusal(answer.error())) return answer;
    auto noted = note(answer && answer.value() ? Answer::given : Answer::denied, stop);
    if (!noted) return noted.error();
    return answer;
}

Result<void> LimitedPrompt::begin(const std::stop_token& request) {
    {
        const std::lock_guard lock(mutex_);
        // The command line's questions cannot be stopped; they have no request in common.
        if (request.stop_possible() && std::exchange(answered_, {}) == request) return {};
    }
    return limits_->begin_prompt(clock_());
}

Result<void> LimitedPrompt::note(Answer answer, const std::stop_token& request) {
    if (answer == Answer::given) {
        const std::lock_guard lock(mutex_);
        answered_ = request;
    }
    return limits_->note_answer(answer, clock_());
}

}  // namespace sealwright::tasks
