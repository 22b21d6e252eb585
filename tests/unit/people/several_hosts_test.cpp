// SPDX-License-Identifier: MPL-2.0
#include "base/digest.hpp"
#include "base/limits.hpp"
#include "people/key_limits.hpp"
#include "people/people.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <sys/wait.h>
#include <unistd.h>

using namespace sealwright;
using namespace sealwright::people;
using support::TempFolder;

namespace {

constexpr UnixTime kNow{std::chrono::seconds(1'800'000'000)};

/// Runs `host` in that many processes at once; how many of them were content.
int contented(int processes, const std::function<bool(int)>& host) {
    std::vector<pid_t> children;
    for (int number = 0; number < processes; ++number) {
        const pid_t child = fork();
        if (child == 0) _exit(host(number) ? 0 : 1);
        children.push_back(child);
    }
    int count = 0;
    for (const pid_t child : children) {
        int status = 1;
        waitpid(child, &status, 0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) ++count;
    }
    return count;
}

Bytes message(int host, int number) {
    return sha256(as_view(std::to_string(host) + '/' + std::to_string(number)));
}

}  // namespace

TEST_CASE("four hosts that start, write and read at once never meet a locked file") {
    const TempFolder folder;
    const std::string file = folder.file("people.sqlite");
    constexpr int kHosts = 4, kMessages = 60;
    const int content = contented(kHosts, [&](int host) {
        for (int number = 0; number < kMessages; ++number) {
            // A new connection each time: opening and closing is where WAL files come and go.
            People people(std::make_shared<Database>(file));
            if (!people.note_verified(message(host, number), kNow)) return false;
            if (!people.first_verified(message((host + 1) % kHosts, number))) return false;
        }
        return true;
    });
    CHECK(content == kHosts);
    People people(std::make_shared<Database>(file));
    for (int host = 0; host < kHosts; ++host) {
        for (int number = 0; number < kMessages; ++number) {
            CHECK(people.first_verified(message(host, number)).value() == kNow);
        }
    }
}

TEST_CASE("E-84 four hosts together open no more dialogs than one may") {
    const TempFolder folder;
    const std::string file = folder.file("people.sqlite");
    const int allowed = contented(40, [&](int) {
        KeyLimits limits(std::make_shared<Database>(file));
        return limits.begin_prompt(kNow).ok();
    });
    CHECK(allowed == limits::kPromptsPerMinute);
}

TEST_CASE("E-84 a minute later dialogs may open again") {
    const TempFolder folder;
    KeyLimits limits(std::make_shared<Database>(folder.file("p")));
    for (int i = 0; i < limits::kPromptsPerMinute; ++i) REQUIRE(limits.begin_prompt(kNow));
    const auto refused = limits.begin_prompt(kNow + std::chrono::seconds(59));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::key_limited);
    CHECK(limits.begin_prompt(kNow + std::chrono::seconds(60)));
}

TEST_CASE("E-84 three refusals pause all dialogs, in a host started afterwards too") {
    const TempFolder folder;
    const std::string file = folder.file("p");
    using Answer = KeyLimits::Answer;
    {
        KeyLimits limits(std::make_shared<Database>(file));
        REQUIRE(limits.note_answer(Answer::denied, kNow));
        REQUIRE(limits.note_answer(Answer::denied, kNow));
        CHECK(limits.begin_prompt(kNow));
        REQUIRE(limits.note_answer(Answer::denied, kNow));
    }
    KeyLimits limits(std::make_shared<Database>(file));
    CHECK(limits.begin_prompt(kNow).error().code == ErrorCode::key_limited);
    CHECK(limits.begin_prompt(kNow + limits::kDenialPause));
}

TEST_CASE("E-84 the pause is counted from the last refusal, however far apart they were") {
    using std::chrono::seconds;
    const TempFolder folder;
    KeyLimits limits(std::make_shared<Database>(folder.file("p")));
    for (const int second : {0, 29, 58}) {
        CHECK(limits.begin_prompt(kNow + seconds(second)));
        REQUIRE(limits.note_answer(KeyLimits::Answer::denied, kNow + seconds(second)));
    }
    for (const int second : {59, 61, 117})
        CHECK(limits.begin_prompt(kNow + seconds(second)).error().code == ErrorCode::key_limited);
    CHECK(limits.begin_prompt(kNow + seconds(118)));
    REQUIRE(limits.note_answer(KeyLimits::Answer::denied, kNow + seconds(119)));
    CHECK_FALSE(limits.begin_prompt(kNow + seconds(178)));
    CHECK(limits.begin_prompt(kNow + seconds(179)));
}

TEST_CASE("E-84 an answer ends the count of refusals") {
    const TempFolder folder;
    KeyLimits limits(std::make_shared<Database>(folder.file("p")));
    using Answer = KeyLimits::Answer;
    for (const auto answer : {Answer::denied, Answer::denied, Answer::given, Answer::denied}) {
        REQUIRE(limits.note_answer(answer, kNow));
    }
    CHECK(limits.begin_prompt(kNow));
}

TEST_CASE("twenty failed decryptions within an hour need consent, per key") {
    const TempFolder folder;
    KeyLimits limits(std::make_shared<Database>(folder.file("p")));
    const Bytes key = sha256(as_view("key")), other = sha256(as_view("other"));
    for (int i = 0; i < limits::kDecryptionFailuresPerHour; ++i) {
        CHECK_FALSE(limits.needs_consent(key, kNow).value());
        REQUIRE(limits.note_failure(key, kNow));
    }
    CHECK(limits.needs_consent(key, kNow).value());
    CHECK_FALSE(limits.needs_consent(other, kNow).value());
    CHECK_FALSE(limits.needs_consent(key, kNow + std::chrono::hours(1)).value());
    REQUIRE(limits.forgive(key));
    CHECK_FALSE(limits.needs_consent(key, kNow).value());
}

TEST_CASE("a clock that is set back does not keep dialogs closed") {
    const TempFolder folder;
    KeyLimits limits(std::make_shared<Database>(folder.file("p")));
    for (int i = 0; i < limits::kPromptsPerMinute; ++i) REQUIRE(limits.begin_prompt(kNow));
    CHECK(limits.begin_prompt(kNow - std::chrono::hours(24)));
}
