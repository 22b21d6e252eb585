// SPDX-License-Identifier: MPL-2.0
#include "people/key_limits.hpp"
#include "support/temp_folder.hpp"
#include "support/world.hpp"
#include "tasks/key_gate.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

class Asked : public keys::PinPrompt {
  public:
    Result<SecretBytes> ask(const Question&, std::stop_token) override {
        return Error{ErrorCode::key_no_prompt, "", {}};
    }
    Result<bool> confirm(const Question&, std::stop_token) override {
        ++times;
        return agrees;
    }
    bool agrees = false;
    int times = 0;
};

std::string damaged(std::string message) {
    char& last = message[message.size() - 60];
    last = last == 'A' ? 'B' : 'A';
    return message;
}

}  // namespace

TEST_CASE("E-57 twenty failed decryptions stop a key until somebody agrees to more") {
    const TempFolder folder;
    const World world;
    const auto prompt = std::make_shared<Asked>();
    tasks::Services services = world.services();
    services.limits = std::make_shared<people::KeyLimits>(
        std::make_shared<people::Database>(folder.file("people.sqlite")));
    const auto gate =
        std::make_shared<tasks::KeyGate>(folder.file("lock"), tasks::KeyLog(folder.file("log")),
                                         services.limits, prompt, services.clock);
    for (auto& store : services.stores) store = tasks::gated_store(store, gate);
    services.pause = [](std::chrono::milliseconds) {};
    tasks::ReadOptions options;
    options.keys = tasks::KeysAllowed::yes;
    const std::string good = fields(world) + encrypted(world, text_entity());
    const std::string bad = damaged(good);
    const auto read = [&](const std::string& message) {
        return tasks::read_message(as_view(message), options, services).value();
    };

    for (int i = 0; i < limits::kDecryptionFailuresPerHour; ++i) {
        CHECK(read(bad).verdict.encryption == EncryptionState::failed);
    }
    CHECK(prompt->times == 0);
    const auto stopped = read(good);
    CHECK(stopped.verdict.encryption == EncryptionState::locked);
    REQUIRE(stopped.key_error);
    CHECK(stopped.key_error->code == ErrorCode::key_denied);
    CHECK(prompt->times == 1);

    prompt->agrees = true;
    CHECK(read(good).verdict.encryption == EncryptionState::secret);
    CHECK(read(good).verdict.encryption == EncryptionState::secret);
    CHECK(prompt->times == 2);
}
