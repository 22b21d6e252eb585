// SPDX-License-Identifier: MPL-2.0
#include "stores/token_fixtures.hpp"
#include "support/scripted_prompt.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace sealwright;
using keys::pkcs11::Pkcs11Store;
using stores::MisbehavingToken;
using support::ScriptedPrompt;
using Step = ScriptedPrompt::Step;

namespace {

/// For modules that certainly hang: how long to wait for them.
constexpr std::chrono::milliseconds kHangs(1'000);

/// A misbehaving token, opened, with a person before it.
struct Scene {
    stores::People people;
    MisbehavingToken token;
    std::shared_ptr<ScriptedPrompt> prompt;
    Pkcs11Store store;

    explicit Scene(const std::string& behaviour, std::vector<Step> steps = {Step::right},
                   keys::pkcs11::Deadlines deadlines = {})
        : token(people, behaviour),
          prompt(std::make_shared<ScriptedPrompt>(MisbehavingToken::kPin, std::move(steps))),
          store(token.setup(deadlines), prompt) {}

    std::shared_ptr<keys::PrivateKey> key(std::size_t leaf = 0) {
        auto inventory = store.list();
        REQUIRE(inventory.ok());
        for (const auto& identity : inventory->identities) {
            const auto& wanted = people.leaves[leaf].certificate;
            if (X509_cmp(identity.certificate.get(), wanted.get()) == 0) return identity.key;
        }
        FAIL("the identity is not listed");
        return nullptr;
    }
    bool signs(keys::PrivateKey& key, std::size_t leaf = 0) {
        return stores::signs(key, *people.leaves[leaf].key);
    }
};

ErrorCode error_of(keys::PrivateKey& key, const keys::KeyUse& use = {}) {
    auto signature = stores::try_signing(key, use);
    REQUIRE_FALSE(signature.ok());
    return signature.error().code;
}

}  // namespace

TEST_CASE("the store contract holds for a module that shows little and answers in small pieces") {
    for (const char* behaviour : {"none", "wrapped-point", "noisy"}) {
        INFO(behaviour);
        const stores::People people;
        const MisbehavingToken token(people, behaviour);
        stores::store_contract(
            {[&](auto prompt) { return std::make_unique<Pkcs11Store>(token.setup(), prompt); },
             people.known(), MisbehavingToken::kPin});
    }
}

TEST_CASE("E-88 key in token: unplugged during sign, then plugged in again") {
    Scene scene("unplug-sign");
    const auto key = scene.key();
    CHECK(error_of(*key) == ErrorCode::key_token_removed);
    CHECK(error_of(*key) == ErrorCode::key_token_removed);
    auto without = scene.store.list();
    REQUIRE(without.ok());
    CHECK(without->identities.empty());
    scene.token.plug_in_again();
    CHECK(scene.signs(*key));
    CHECK(scene.prompt->questions().size() == 2);  // the login went with the token
}

TEST_CASE("a token that was pulled out and put back between two uses works at once") {
    Scene scene("none");
    const auto key = scene.key();
    CHECK(scene.signs(*key));
    scene.token.unplug();
    CHECK(scene.store.list()->identities.empty());
    scene.token.plug_in_again();
    CHECK(scene.store.list()->identities.size() == scene.people.leaves.size());
    CHECK(scene.signs(*key));
    CHECK(scene.prompt->questions().size() == 2);
}

TEST_CASE("E-88 key in token: PIN wrong twice, the last try is announced, the person cancels") {
    Scene scene("none", {Step::wrong, Step::wrong, Step::cancel});
    const auto key = scene.key();
    CHECK(error_of(*key) == ErrorCode::key_cancelled);
    const auto questions = scene.prompt->questions();
    REQUIRE(questions.size() == 3);
    CHECK(questions[0].title == "Misbehaving token");
    CHECK(questions[0].tries_left < 0);
    CHECK_FALSE(questions[0].last_was_wrong);
    CHECK(questions[1].last_was_wrong);
    CHECK(questions[2].last_was_wrong);
    CHECK(questions[2].tries_left == 1);
}

TEST_CASE("E-88 key in token: a locked PIN is not asked for") {
    Scene scene("none", {Step::wrong});
    const auto key = scene.key();
    CHECK(error_of(*key) == ErrorCode::key_pin_locked);
    CHECK(scene.prompt->questions().size() == 3);
    CHECK(error_of(*key) == ErrorCode::key_pin_locked);
    CHECK(scene.prompt->questions().size() == 3);
}

TEST_CASE("earlier wrong PINs are mentioned before the next try") {
    Scene scene("none", {Step::wrong, Step::cancel});
    const auto key = scene.key();
    CHECK(error_of(*key) == ErrorCode::key_cancelled);
    CHECK(error_of(*key) == ErrorCode::key_cancelled);
    const auto question = scene.prompt->questions().back();
    CHECK_FALSE(question.last_was_wrong);
    CHECK(question.description.find("A wrong PIN was entered before") != std::string::npos);
}

TEST_CASE("E-88 key in token: a key that wants its PIN every time is asked for it every time") {
    Scene scene("always-authenticate");
    const auto key = scene.key();
    CHECK(scene.signs(*key));
    CHECK(scene.prompt->questions().size() == 1);
    CHECK(scene.signs(*key));
    CHECK(scene.prompt->questions().size() == 2);
    stores::check_decryption(*key, *scene.people.leaves[0].key);
}

TEST_CASE("a wrong PIN for one signature is asked again and leaves nothing behind") {
    Scene scene("always-authenticate", {Step::right, Step::wrong, Step::right});
    const auto key = scene.key();
    CHECK(scene.signs(*key));
    CHECK(scene.signs(*key));
    const auto questions = scene.prompt->questions();
    REQUIRE(questions.size() == 3);
    CHECK(questions[2].last_was_wrong);
}

TEST_CASE("a reader with keys of its own takes the PIN there") {
    Scene scene("reader-keys");
    const auto key = scene.key();
    CHECK(scene.signs(*key));
    const auto questions = scene.prompt->questions();
    REQUIRE(questions.size() == 1);
    CHECK(questions[0].description.find("reader's own keys") != std::string::npos);
}

TEST_CASE("E-88 key in token: a module that hangs is given up, and the next use starts afresh") {
    for (const char* behaviour : {"hang-sign", "hang-login"}) {
        keys::pkcs11::Deadlines deadlines;
        deadlines.operation = kHangs;
        Scene scene(behaviour, {Step::right}, deadlines);
        const auto key = scene.key();
        CHECK(error_of(*key) == ErrorCode::key_token_failed);
        CHECK(scene.store.list().ok());
        CHECK(error_of(*key) == ErrorCode::key_token_failed);
        CHECK(scene.prompt->questions().size() == 2);
    }
}

TEST_CASE("no deadline runs while a person thinks about the PIN") {
    struct SlowPerson : ScriptedPrompt {
        using ScriptedPrompt::ScriptedPrompt;
        Result<SecretBytes> ask(const Question& question, std::stop_token stop) override {
            std::this_thread::sleep_for(kHangs + kHangs / 2);
            return ScriptedPrompt::ask(question, stop);
        }
    };
    const stores::People people;
    const MisbehavingToken token(people, "none");
    Pkcs11Store store(token.setup({kHangs, kHangs, kHangs}),
                      std::make_shared<SlowPerson>(MisbehavingToken::kPin));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    REQUIRE_FALSE(inventory->identities.empty());
    CHECK(stores::try_signing(*inventory->identities.front().key).ok());
}

TEST_CASE("a module that crashes takes nothing with it, and the next use starts afresh") {
    Scene scene("crash-sign");
    const auto key = scene.key();
    CHECK(error_of(*key) == ErrorCode::key_token_failed);
    CHECK(scene.store.list().ok());
    CHECK(error_of(*key) == ErrorCode::key_token_failed);
}

TEST_CASE("a module that cannot be opened or listed is an error") {
    for (const char* behaviour : {"hang-open", "crash-open", "hang-list", "crash-list"}) {
        INFO(behaviour);
        Scene scene(behaviour, {Step::right}, {kHangs, kHangs, kHangs});
        auto inventory = scene.store.list();
        REQUIRE_FALSE(inventory.ok());
        CHECK(inventory.error().code == ErrorCode::key_token_failed);
    }
}

TEST_CASE("a module that hung while it was listed is left alone for a while, then tried again") {
    using Clock = std::chrono::steady_clock;
    Scene scene("hang-list", {Step::right}, {kHangs, kHangs, kHangs, 3 * kHangs});
    const auto took = [&] {
        const auto begin = Clock::now();
        CHECK(scene.store.list().error().code == ErrorCode::key_token_failed);
        return Clock::now() - begin;
    };
    CHECK(took() >= kHangs);
    CHECK(took() < kHangs);
    const auto end = Clock::now() + 3 * kHangs;
    while (Clock::now() < end) std::this_thread::sleep_until(end);
    CHECK(took() >= kHangs);
}

TEST_CASE("a stop ends the listing of a module that hangs") {
    Scene scene("hang-list");
    std::stop_source stop;
    std::jthread listing([&] {
        CHECK(scene.store.list(stop.get_token()).error().code == ErrorCode::request_cancelled);
    });
    stop.request_stop();
}

TEST_CASE("a module that fails hides no other, and is told of with its error") {
    const stores::People people;
    const MisbehavingToken good(people, "none"), bad(people, "crash-open");
    auto setup = good.setup();
    setup.find_modules =
        [&](const std::stop_token&) -> Result<std::vector<keys::pkcs11::ModuleSpec>> {
        auto modules = bad.setup().find_modules({});
        modules->push_back(good.module());
        modules->push_back({"missing", {"/nonexistent/module.so"}, ""});
        return modules;
    };
    Pkcs11Store store(setup, std::make_shared<ScriptedPrompt>(""));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    CHECK(inventory->identities.size() == people.leaves.size());
    REQUIRE(inventory->unreachable.size() == 2);
    CHECK(inventory->unreachable[0].code == ErrorCode::key_token_failed);
    CHECK(inventory->unreachable[1].detail.find("missing") != std::string::npos);
}

TEST_CASE("a stop ends the waiting at once, and the late answer is not taken for another's") {
    Scene scene("none");
    const auto rsa = scene.key(0), ec = scene.key(1);
    REQUIRE(mkfifo(scene.token.beside("gate").c_str(), 0600) == 0);
    std::stop_source stop;
    int gate = -1;
    {
        const std::jthread person([&] {
            gate = open(scene.token.beside("gate").c_str(), O_WRONLY);  // when C_Sign is reached
            stop.request_stop();
        });
        CHECK(error_of(*rsa, {keys::Action::sign, "", {}, stop.get_token()}) ==
              ErrorCode::request_cancelled);
    }
    close(gate);
    CHECK(scene.signs(*ec, 1));
    CHECK(scene.prompt->questions().size() == 1);  // the login is still there
}

TEST_CASE("whoever waits for a busy token can be stopped") {
    Scene scene("none");
    const auto rsa = scene.key(0), ec = scene.key(1);
    REQUIRE(mkfifo(scene.token.beside("gate").c_str(), 0600) == 0);
    const std::jthread other([&] { CHECK(scene.signs(*rsa, 0)); });
    const int gate = open(scene.token.beside("gate").c_str(), O_WRONLY);
    std::stop_source stop;
    stop.request_stop();
    CHECK(error_of(*ec, {keys::Action::sign, "", {}, stop.get_token()}) ==
          ErrorCode::request_cancelled);
    close(gate);
}

TEST_CASE("a signature of the wrong length is refused") {
    Scene scene("short-result");
    CHECK(error_of(*scene.key(0)) == ErrorCode::key_token_failed);
    CHECK(error_of(*scene.key(1)) == ErrorCode::key_token_failed);
}

TEST_CASE("a key behind a hundred other objects is found, garbage among them is passed over") {
    Scene scene("crowded");
    CHECK(scene.signs(*scene.key(2), 2));
}

TEST_CASE("making a store opens nothing") {
    auto setup = stores::setup_for("none", {});
    bool looked = false;
    setup.program.path = "/nonexistent/program";
    setup.find_modules =
        [&](const std::stop_token&) -> Result<std::vector<keys::pkcs11::ModuleSpec>> {
        looked = true;
        return std::vector<keys::pkcs11::ModuleSpec>{};
    };
    Pkcs11Store store(setup, nullptr);
    CHECK_FALSE(looked);
    auto inventory = store.list();
    CHECK(looked);
    CHECK(inventory.ok());
}
