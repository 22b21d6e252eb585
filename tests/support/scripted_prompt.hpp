// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/keys.hpp"

#include <condition_variable>
#include <mutex>

namespace sealwright::support {

/// A person in front of a PIN prompt who does one step per question, the last one for ever.
class ScriptedPrompt : public keys::PinPrompt {
  public:
    enum class Step { right, wrong, cancel, think };  ///< think: until the dialog is closed

    explicit ScriptedPrompt(std::string pin, std::vector<Step> steps = {Step::right})
        : pin_(std::move(pin)), steps_(std::move(steps)) {}

    Result<SecretBytes> ask(const Question& question, std::stop_token stop) override {
        const Step step = next(question);
        if (step == Step::right) return SecretBytes(as_view(pin_));
        if (step == Step::wrong) return SecretBytes(as_view(pin_ + "x"));
        return closed(step, stop);
    }
    /// "wrong" is a no here.
    Result<bool> confirm(const Question& question, std::stop_token stop) override {
        const Step step = next(question);
        if (step == Step::right || step == Step::wrong) return step == Step::right;
        return closed(step, stop);
    }

    [[nodiscard]] std::vector<Question> questions() const {
        const std::scoped_lock hold(mutex_);
        return questions_;
    }
    void wait_for_question() {
        std::unique_lock hold(mutex_);
        asked_.wait(hold, [this] { return !questions_.empty(); });
    }

  private:
    Step next(const Question& question) {
        const std::scoped_lock hold(mutex_);
        const std::size_t turn = std::min(questions_.size(), steps_.size() - 1);
        questions_.push_back(question);
        asked_.notify_all();
        return steps_[turn];
    }
    Error closed(Step step, const std::stop_token& stop) {
        if (step == Step::cancel) return {ErrorCode::key_cancelled, "scripted"};
        std::unique_lock hold(mutex_);
        asked_.wait(hold, stop, [] { return false; });
        return {ErrorCode::request_cancelled, "scripted"};
    }

    const std::string pin_;
    const std::vector<Step> steps_;
    mutable std::mutex mutex_;
    std::condition_variable_any asked_;
    std::vector<Question> questions_;
};

}  // namespace sealwright::support
