// SPDX-License-Identifier: MPL-2.0
#include "tasks/watched_prompt.hpp"

#include "support/scripted_prompt.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;
using tasks::PersonWatch;

namespace {

using Step = ScriptedPrompt::Step;

struct Fixture {
    std::shared_ptr<PersonWatch> watch = std::make_shared<PersonWatch>();
    std::stop_source request;
    std::vector<PersonWatch::Waiting> told;

    Fixture() {
        watch->listen([this](const std::stop_token& stop, PersonWatch::Waiting waiting) {
            CHECK(stop == request.get_token());
            told.push_back(waiting);
        });
    }
    [[nodiscard]] tasks::WatchedPrompt prompt(std::vector<Step> steps) const {
        return {std::make_shared<ScriptedPrompt>("1234", std::move(steps)), watch};
    }
};

const std::vector<PersonWatch::Waiting> kOnce = {PersonWatch::Waiting::person,
                                                 PersonWatch::Waiting::no};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "who waits for a person is told while the dialog is open") {
    CHECK(prompt({Step::right}).ask({}, request.get_token()).ok());
    CHECK(told == kOnce);
}

TEST_CASE_FIXTURE(Fixture, "a dialog that is cancelled or says no ends the waiting too") {
    CHECK_FALSE(prompt({Step::cancel}).ask({}, request.get_token()).ok());
    CHECK(told == kOnce);
    told.clear();
    CHECK(prompt({Step::wrong}).confirm({}, request.get_token()).value() == false);
    CHECK(told == kOnce);
}

TEST_CASE("without a listener a watched prompt asks all the same") {
    tasks::WatchedPrompt prompt(std::make_shared<ScriptedPrompt>("1234"),
                                std::make_shared<PersonWatch>());
    CHECK(prompt.ask({}, {}).ok());
}
