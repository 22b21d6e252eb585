// SPDX-License-Identifier: MPL-2.0
#include "tasks/key_gate.hpp"

#include "base/digest.hpp"
#include "support/temp_folder.hpp"
#include "tasks/limited_prompt.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace sealwright;
using namespace sealwright::tasks;
using keys::KeyUse;
using support::TempFolder;

namespace {

constexpr UnixTime kNow{std::chrono::seconds(1'800'000'000)};
const Bytes kName = sha256(as_view("key"));

/// Answers every question as told, and counts.
class ScriptedPrompt : public keys::PinPrompt {
  public:
    Result<SecretBytes> ask(const Question&, std::stop_token) override {
        ++asked;
        if (on_question) on_question();
        if (answer) return *answer;
        return SecretBytes(as_view("1234"));
    }
    Result<bool> confirm(const Question& question, std::stop_token) override {
        ++confirmed;
        last = question;
        if (answer) return *answer;
        return agrees;
    }

    std::optional<Error> answer;
    bool agrees = true;
    int asked = 0, confirmed = 0;
    std::function<void()> on_question;
    Question last;
};

/// A key on a token that asks for its PIN before each use.
class TokenKey : public keys::PrivateKey {
  public:
    explicit TokenKey(std::shared_ptr<keys::PinPrompt> prompt) : prompt_(std::move(prompt)) {}
    keys::Abilities abilities() const override { return {.ecdsa = true, .ecdh = true}; }
    Result<Bytes> sign_ecdsa(View digest, const KeyUse& use) override {
        if (auto pin = prompt_->ask({}, use.stop); !pin) return pin.error();
        return to_bytes(digest);
    }
    Result<SecretBytes> agree(View point, const KeyUse& use) override {
        if (auto pin = prompt_->ask({}, use.stop); !pin) return pin.error();
        return SecretBytes(point);
    }

  private:
    std::shared_ptr<keys::PinPrompt> prompt_;
};

std::string text_of(const std::string& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What one host builds around a prompt and a key.
struct Host {
    Host(const TempFolder& folder, std::shared_ptr<keys::PinPrompt> dialogs,
         std::chrono::milliseconds wait = limits::kKeyWait)
        : limits(std::make_shared<people::KeyLimits>(
              std::make_shared<people::Database>(folder.file("people.sqlite")))),
          prompt(std::make_shared<LimitedPrompt>(std::move(dialogs), limits, [] { return kNow; })),
          gate(std::make_shared<KeyGate>(
              folder.file("keys.lock"), KeyLog(folder.file("uses.log")), limits, prompt,
              [] { return kNow; }, wait)),
          key(gated_key(std::make_shared<TokenKey>(prompt), kName, "pkcs11: card", gate)) {}

    std::shared_ptr<people::KeyLimits> limits;
    std::shared_ptr<LimitedPrompt> prompt;
    std::shared_ptr<KeyGate> gate;
    std::shared_ptr<keys::PrivateKey> key;
};

std::optional<ErrorCode> outcome(const Result<Bytes>& result) {
    return result ? std::nullopt : std::optional(result.error().code);
}

/// Counters that several processes see.
struct Shared {
    std::atomic<int> open{0}, most_open{0}, dialogs{0}, done{0}, limited{0};
};

class CountedDialogs : public keys::PinPrompt {
  public:
    explicit CountedDialogs(Shared& shared) : shared_(shared) {}
    Result<SecretBytes> ask(const Question&, std::stop_token) override {
        const int open = ++shared_.open;
        int most = shared_.most_open;
        while (open > most && !shared_.most_open.compare_exchange_weak(most, open)) {
        }
        ++shared_.dialogs;
        std::this_thread::yield();
        --shared_.open;
        return SecretBytes(as_view("1234"));
    }
    Result<bool> confirm(const Question&, std::stop_token) override { return true; }

  private:
    Shared& shared_;
};

void ask_fifty_times(const TempFolder& folder, Shared& shared) {
    Host host(folder, std::make_shared<CountedDialogs>(shared));
    std::vector<std::jthread> requests;
    for (int i = 0; i < 50; ++i) {
        requests.emplace_back([&] {
            const auto result = outcome(host.key->sign_ecdsa(as_view("digest"), {}));
            if (!result) ++shared.done;
            if (result == ErrorCode::key_limited) ++shared.limited;
        });
    }
}

}  // namespace

TEST_CASE("E-84 200 requests in four hosts open one dialog at a time and few in all") {
    const TempFolder folder;
    void* memory =
        mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    auto* shared = new (memory) Shared;
    std::vector<pid_t> hosts;
    for (int i = 0; i < 4; ++i) {
        const pid_t host = fork();
        if (host == 0) {
            ask_fifty_times(folder, *shared);
            _exit(0);
        }
        hosts.push_back(host);
    }
    for (const pid_t host : hosts) waitpid(host, nullptr, 0);
    CHECK(shared->most_open == 1);
    CHECK(shared->dialogs == limits::kPromptsPerMinute);
    CHECK(shared->done == limits::kPromptsPerMinute);
    CHECK(shared->limited == 200 - limits::kPromptsPerMinute);
    munmap(memory, sizeof(Shared));
}

TEST_CASE("E-84 who cannot wait any longer hears that another question is open") {
    const TempFolder folder;
    Host host(folder, std::make_shared<ScriptedPrompt>(), std::chrono::milliseconds(0));
    auto turn = host.gate->take_turn({});
    REQUIRE(turn);
    CHECK(outcome(host.key->sign_ecdsa(as_view("x"), {})) == ErrorCode::key_busy);
    turn = Descriptor();
    CHECK_FALSE(outcome(host.key->sign_ecdsa(as_view("x"), {})));
}

TEST_CASE("E-84 the question for a password and that of a key are never open together") {
    const TempFolder folder;
    const auto dialogs = std::make_shared<ScriptedPrompt>();
    Host host(folder, dialogs, std::chrono::milliseconds(0));
    const auto password = gated_prompt(host.prompt, host.gate);
    {
        const auto turn = host.gate->take_turn({});
        REQUIRE(turn);
        CHECK(password->ask({}, {}).error().code == ErrorCode::key_busy);
        CHECK(password->confirm({}, {}).error().code == ErrorCode::key_busy);
        CHECK(dialogs->asked + dialogs->confirmed == 0);
    }
    std::optional<ErrorCode> meanwhile;
    dialogs->on_question = [&] { meanwhile = outcome(host.key->sign_ecdsa(as_view("x"), {})); };
    CHECK(password->ask({}, {}).ok());
    CHECK(meanwhile == ErrorCode::key_busy);
    CHECK(dialogs->asked == 1);
}

TEST_CASE("a request that waits for its turn can be cancelled, and gets it when it comes") {
    const TempFolder folder;
    Host host(folder, std::make_shared<ScriptedPrompt>());
    auto turn = host.gate->take_turn({});
    REQUIRE(turn);
    std::stop_source stop;
    KeyUse cancelled;
    cancelled.stop = stop.get_token();
    auto one = std::async(std::launch::async,
                          [&] { return outcome(host.key->sign_ecdsa(as_view("x"), cancelled)); });
    auto other = std::async(std::launch::async,
                            [&] { return outcome(host.key->sign_ecdsa(as_view("x"), {})); });
    stop.request_stop();
    CHECK(one.get() == ErrorCode::request_cancelled);
    turn = Descriptor();
    CHECK_FALSE(other.get());
}

TEST_CASE("E-84 after three refusals nobody is asked, in a host started afterwards too") {
    const TempFolder folder;
    const auto dialogs = std::make_shared<ScriptedPrompt>();
    dialogs->answer = Error{ErrorCode::key_cancelled, ""};
    {
        Host host(folder, dialogs);
        for (int i = 0; i < limits::kDenialsInARow; ++i) {
            CHECK(outcome(host.key->sign_ecdsa(as_view("x"), {})) == ErrorCode::key_cancelled);
        }
    }
    Host host(folder, dialogs);
    CHECK(outcome(host.key->sign_ecdsa(as_view("x"), {})) == ErrorCode::key_limited);
    CHECK(dialogs->asked == limits::kDenialsInARow);
}

TEST_CASE("E-84 the questions of one request count once, until one of them is refused") {
    const TempFolder folder;
    const auto dialogs = std::make_shared<ScriptedPrompt>();
    Host host(folder, dialogs);
    const std::stop_source request, other;
    KeyUse use, later;
    use.stop = request.get_token();
    later.stop = other.get_token();
    for (int i = 0; i < 3 * limits::kPromptsPerMinute; ++i)
        CHECK_FALSE(outcome(host.key->sign_ecdsa(as_view("x"), use)));
    for (int i = 1; i < limits::kPromptsPerMinute; ++i)
        CHECK_FALSE(outcome(host.key->sign_ecdsa(as_view("x"), {})));
    CHECK(outcome(host.key->sign_ecdsa(as_view("x"), use)) == ErrorCode::key_limited);
    CHECK(outcome(host.key->sign_ecdsa(as_view("x"), later)) == ErrorCode::key_limited);
}

TEST_CASE("C-56 each use of a key is written down, how it ended too, and nothing of its message") {
    const TempFolder folder;
    const auto dialogs = std::make_shared<ScriptedPrompt>();
    Host host(folder, dialogs);
    const KeyUse use{keys::Action::sign, "alice@example.com\tx", {"bob@example.org"}};
    CHECK_FALSE(outcome(host.key->sign_ecdsa(as_view("digest"), use)));
    dialogs->answer = Error{ErrorCode::key_cancelled, ""};
    CHECK_FALSE(
        host.key->agree(as_view("point"), {keys::Action::decrypt, "bob@example.org", {}}).ok());
    CHECK(text_of(folder.file("uses.log")) ==
          "2027-01-15T08:00:00Z\tsign\talice@example.com x\tpkcs11: card\tdone\n"
          "2027-01-15T08:00:00Z\tdecrypt\tbob@example.org\tpkcs11: card\tkey.cancelled\n");
}

TEST_CASE("C-56 the log of key uses is private and bounded, and the newest are kept") {
    const TempFolder folder;
    const std::string file = folder.file("uses.log");
    const KeyLog log(file);
    const std::string account(200, 'a');
    const std::size_t enough = 3 * kKeyLogOctets / account.size();
    for (std::size_t i = 0; i < enough; ++i)
        log.note({kNow, keys::Action::sign, account, std::to_string(i), {}});
    CHECK(std::filesystem::file_size(file) <= kKeyLogOctets + 300);
    CHECK(std::filesystem::file_size(file + ".old") <= kKeyLogOctets + 300);
    CHECK(text_of(file).ends_with("\t" + std::to_string(enough - 1) + "\tdone\n"));
    CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::all) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
}

TEST_CASE("a dialog that its own request took back counts as no refusal") {
    const TempFolder folder;
    const auto dialogs = std::make_shared<ScriptedPrompt>();
    dialogs->answer = Error{ErrorCode::request_cancelled, ""};
    Host host(folder, dialogs);
    for (int i = 0; i < limits::kDenialsInARow + 1; ++i) {
        CHECK(outcome(host.key->sign_ecdsa(as_view("x"), {})) == ErrorCode::request_cancelled);
    }
}

TEST_CASE("a key with which too much failed decrypts again only after somebody agreed") {
    const TempFolder folder;
    const auto dialogs = std::make_shared<ScriptedPrompt>();
    Host host(folder, dialogs);
    for (int i = 0; i < limits::kDecryptionFailuresPerHour; ++i) {
        REQUIRE(host.limits->note_failure(kName, kNow));
    }
    KeyUse use{keys::Action::decrypt, "alice@example.com", {}, {}};

    SUBCASE("no means no") {
        dialogs->agrees = false;
        const auto refused = host.key->agree(as_view("point"), use);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::key_denied);
        CHECK(dialogs->asked == 0);
        CHECK(dialogs->last.title == "alice@example.com");
    }
    SUBCASE("yes is asked for once") {
        CHECK(host.key->agree(as_view("point"), use));
        CHECK(host.key->agree(as_view("point"), use));
        CHECK(dialogs->confirmed == 1);
        CHECK(dialogs->asked == 2);
    }
    SUBCASE("signing needs none") {
        CHECK_FALSE(outcome(host.key->sign_ecdsa(as_view("x"), use)));
        CHECK(dialogs->confirmed == 0);
    }
    SUBCASE("nor does another key") {
        const auto other = gated_key(std::make_shared<TokenKey>(host.prompt),
                                     sha256(as_view("other")), "other", host.gate);
        CHECK(other->agree(as_view("point"), use));
        CHECK(dialogs->confirmed == 0);
    }
}
