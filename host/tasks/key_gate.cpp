// SPDX-License-Identifier: MPL-2.0
#include "tasks/key_gate.hpp"

#include "base/file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <thread>

namespace sealwright::tasks {
namespace {

using namespace std::chrono_literals;

/// How often a waiting request looks whether its turn has come: unnoticed by a person.
constexpr auto kLook = 10ms;

Result<Descriptor> open_lock(const std::string& path) {
    Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (file || errno != ENOENT) {
        return file ? Result<Descriptor>(std::move(file)) : file_error("cannot open " + path);
    }
    const auto folder = std::filesystem::path(path).parent_path().string();
    if (auto made = make_private_folder(folder); !made) return made.error();
    file = Descriptor(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file) return file_error("cannot open " + path);
    return file;
}

keys::PinPrompt::Question consent_question(const keys::KeyUse& use) {
    keys::PinPrompt::Question question;
    question.title = use.account;
    question.description =
        "Many messages could not be decrypted with this key within an hour. Somebody may be trying "
        "to find out what it protects. Go on? " +
        keys::describe(use);
    return question;
}

}  // namespace

KeyGate::KeyGate(std::string lock_file, KeyLog log, std::shared_ptr<people::KeyLimits> limits,
                 std::shared_ptr<keys::PinPrompt> prompt, Clock clock,
                 std::chrono::milliseconds wait)
    : lock_file_(std::move(lock_file)),
      log_(std::move(log)),
      limits_(std::move(limits)),
      prompt_(std::move(prompt)),
      clock_(std::move(clock)),
      wait_(wait) {}

Result<Descriptor> KeyGate::take_turn(const std::stop_token& stop) const {
    auto file = open_lock(lock_file_);
    if (!file) return file;
    const auto give_up = std::chrono::steady_clock::now() + wait_;
    while (flock(file->number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) return file_error("cannot lock " + lock_file_);
        if (stop.stop_requested()) {
            return Error{ErrorCode::request_cancelled, "while waiting for another key question"};
        }
        if (std::chrono::steady_clock::now() >= give_up) {
            return Error{ErrorCode::key_busy,
                         "another key question is open; answer that one first"};
        }
        std::this_thread::sleep_for(kLook);
    }
    return file;
}

Result<void> KeyGate::allow_decryption(View key, const keys::KeyUse& use) const {
    const auto suspicious = limits_->needs_consent(key, clock_());
    if (!suspicious) return suspicious.error();
    if (!suspicious.value()) return {};
    const auto agreed = prompt_->confirm(consent_question(use), use.stop);
    if (!agreed) return agreed.error();
    if (agreed.value()) return limits_->forgive(key);
    return Error{ErrorCode::key_denied, "too many messages could not be decrypted", {use.account}};
}

void KeyGate::note_use(const keys::KeyUse& use, const std::string& store,
                       std::optional<ErrorCode> failed) const {
    log_.note({clock_(), use.action, use.account, store, failed});
}

}  // namespace sealwright::tasks
