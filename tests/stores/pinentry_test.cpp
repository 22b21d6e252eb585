// SPDX-License-Identifier: MPL-2.0
#include "keys/pinentry.hpp"

#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <thread>

using namespace sealwright;
using keys::Pinentry;

namespace {

/// A pinentry program that is a shell script. What it is told is in told().
class Script {
  public:
    /// `reactions` are branches of a case over each line it reads.
    explicit Script(const std::string& reactions) {
        std::ofstream script(path());
        script << "#!/bin/sh\n"
               << "echo 'OK Pleased to meet you'\n"
               << "while IFS= read -r line; do\n"
               << "printf '%s\\n' \"$line\" >> '" << folder_.file("told") << "'\n"
               << "case \"$line\" in\n"
               << reactions << "\n*) echo OK;;\nesac\ndone\n";
        script.close();
        std::filesystem::permissions(path(), std::filesystem::perms::owner_all);
    }

    [[nodiscard]] std::string path() const { return folder_.file("pinentry"); }
    [[nodiscard]] std::string told() const {
        std::ifstream file(folder_.file("told"));
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }
    [[nodiscard]] bool was_told(const std::string& line) const {
        return ("\n" + told()).find("\n" + line + "\n") != std::string::npos;
    }
    [[nodiscard]] Pinentry prompt(Environment environment = {}) const {
        environment["PATH"] = "/usr/bin:/bin";
        return Pinentry({"/nowhere/pinentry", path()}, std::move(environment));
    }

  private:
    support::TempFolder folder_;
};

keys::PinPrompt::Question question() {
    return {"Card of Alice", "Sign a message as alice@example.com.", 2, true};
}

}  // namespace

TEST_CASE("a typed PIN arrives as it was typed") {
    const Script script("GETPIN) printf 'D 12%%25 3%%0Aab\\nOK\\n';;");
    auto pin = script.prompt().ask(question(), {});
    REQUIRE(pin.ok());
    CHECK(as_text(pin->view()) == "12% 3\nab");
}

TEST_CASE("an empty PIN is a PIN") {
    const Script script("GETPIN) echo OK;;");
    auto pin = script.prompt().ask(question(), {});
    REQUIRE(pin.ok());
    CHECK(pin->empty());
}

TEST_CASE("the dialog says for what, how many tries are left, and that the last was wrong") {
    const Script script("GETPIN) printf 'D 1\\nOK\\n';;");
    REQUIRE(script.prompt().ask(question(), {}).ok());
    CHECK(script.was_told(
        "SETDESC 2 tries left.%0aCard of Alice%0aSign a message as alice@example.com."));
    CHECK(script.told().find("SETERROR ") != std::string::npos);
    CHECK(script.was_told("SETTITLE Sealwright"));
}

TEST_CASE("text of others cannot become a command or hide what we say") {
    const Script script("GETPIN) printf 'D 1\\nOK\\n';;");
    REQUIRE(script.prompt().ask({"a\nSETDESC b%0Ac", "\r\nBYE", 1, false}, {}).ok());
    CHECK(script.was_told("SETDESC This is the last try.%0aa SETDESC b%250Ac%0a BYE"));
    std::string far;
    for (int i = 0; i < 250; ++i) far += "\xf0\x9f\x93\xa7";
    REQUIRE(script.prompt().ask({far, far, -1, false}, {}).ok());
}

TEST_CASE("the display and the terminal of the session are passed on") {
    const Script script("GETPIN) echo \"D $DISPLAY $HOME\"; echo OK;;");
    auto pin = script.prompt({{"DISPLAY", ":7"}, {"GPG_TTY", "/dev/pts/9"}}).ask(question(), {});
    REQUIRE(pin.ok());
    CHECK(as_text(pin->view()) == ":7 ");
    CHECK(script.was_told("OPTION display=:7"));
    CHECK(script.was_told("OPTION ttyname=/dev/pts/9"));
}

TEST_CASE("closing the dialog is key.cancelled") {
    const Script script("GETPIN) echo 'ERR 83886179 Operation cancelled <Pinentry>';;");
    CHECK(script.prompt().ask(question(), {}).error().code == ErrorCode::key_cancelled);
}

TEST_CASE("a dialog that cannot be shown is key.no-prompt") {
    const Script blind("GETPIN) echo 'ERR 83918950 Inappropriate ioctl for device <Pinentry>';;");
    auto refused = blind.prompt().ask(question(), {});
    CHECK(refused.error().code == ErrorCode::key_no_prompt);
    CHECK(refused.error().detail.find("Inappropriate") != std::string::npos);
    const Script crashing("GETPIN) exit 1;;");
    CHECK(crashing.prompt().ask(question(), {}).error().code == ErrorCode::key_no_prompt);
    const Script odd("GETPIN) echo 'INQUIRE QUALITY x';;");
    CHECK(odd.prompt().ask(question(), {}).error().code == ErrorCode::key_no_prompt);
    Pinentry none({"/nowhere/pinentry"}, {});
    CHECK(none.ask(question(), {}).error().code == ErrorCode::key_no_prompt);
}

TEST_CASE("a setting the dialog does not know is no obstacle") {
    const Script script(
        "OPTION*) echo 'ERR 83886254 Unknown option <Pinentry>';;\n"
        "GETPIN) printf '# comment\\nS STATUS\\nD 1\\nOK\\n';;");
    CHECK(script.prompt().ask(question(), {}).ok());
}

TEST_CASE("a stop closes an open dialog, and a waiting question as well") {
    const Script script("GETPIN) read -r never;;");
    auto prompt = script.prompt();
    std::stop_source first, second;
    std::jthread open([&] {
        CHECK(prompt.ask(question(), first.get_token()).error().code ==
              ErrorCode::request_cancelled);
    });
    std::jthread waiting([&] {
        CHECK(prompt.ask(question(), second.get_token()).error().code ==
              ErrorCode::request_cancelled);
    });
    second.request_stop();
    waiting.join();
    first.request_stop();
}

TEST_CASE("consent is yes, no, or no answer") {
    const Script yes("CONFIRM) echo OK;;");
    auto allowed = yes.prompt().confirm(question(), {});
    REQUIRE(allowed.ok());
    CHECK(*allowed);
    const Script no("CONFIRM) echo 'ERR 83886194 Not confirmed <Pinentry>';;");
    auto refused = no.prompt().confirm(question(), {});
    REQUIRE(refused.ok());
    CHECK_FALSE(*refused);
    const Script closed("CONFIRM) echo 'ERR 83886179 Operation cancelled <Pinentry>';;");
    CHECK(closed.prompt().confirm(question(), {}).error().code == ErrorCode::key_cancelled);
}
