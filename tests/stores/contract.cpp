// SPDX-License-Identifier: MPL-2.0
#include "stores/contract.hpp"

#include "support/scripted_prompt.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

namespace sealwright::stores {
namespace {

using keys::Identity;
using keys::KeyUse;
using support::ScriptedPrompt;
using Step = ScriptedPrompt::Step;
using Known = StoreFixture::Known;

/// The fixture's store opened anew, with a person before it.
struct Opened {
    std::shared_ptr<ScriptedPrompt> prompt;
    std::unique_ptr<keys::KeyStore> store;
    std::vector<Identity> identities;

    explicit Opened(const StoreFixture& fixture, std::vector<Step> steps = {Step::right})
        : prompt(std::make_shared<ScriptedPrompt>(fixture.pin, std::move(steps))),
          store(fixture.open(prompt)) {
        REQUIRE(store);
        auto inventory = store->list();
        REQUIRE_MESSAGE(inventory.ok(), (inventory.ok() ? "" : inventory.error().detail));
        identities = std::move(inventory->identities);
    }

    /// As the next message is read or sent.
    void list_again() {
        auto inventory = store->list();
        REQUIRE(inventory.ok());
        identities = std::move(inventory->identities);
    }

    Identity& identity_of(const Known& known) {
        const auto found = std::find_if(identities.begin(), identities.end(), [&](auto& identity) {
            return X509_cmp(identity.certificate.get(), known.certificate.get()) == 0;
        });
        REQUIRE(found != identities.end());
        return *found;
    }
};

KeyUse signing(std::stop_token stop = {}) {
    return {keys::Action::sign, "alice@example.com", {"bob@example.org"}, std::move(stop)};
}

void lists_without_prompting(const StoreFixture& fixture) {
    Opened opened(fixture, {Step::cancel});
    for (const auto& known : fixture.known) {
        const Identity& identity = opened.identity_of(known);
        REQUIRE(identity.key);
        // A store of several databases or cards adds which one.
        CHECK(identity.store.starts_with(opened.store->name()));
        CHECK_FALSE(identity.store.empty());
        CHECK(identity.key->abilities().ecdsa == (EVP_PKEY_is_a(known.key.get(), "EC") == 1));
    }
    CHECK(opened.prompt->questions().empty());
}

void lists_the_same_again(const StoreFixture& fixture) {
    Opened opened(fixture);
    auto again = opened.store->list();
    REQUIRE(again.ok());
    CHECK(again->identities.size() == opened.identities.size());
}

void keys_belong_to_their_certificates(const StoreFixture& fixture) {
    Opened opened(fixture);
    for (const auto& known : fixture.known) {
        EVP_PKEY* certified = X509_get0_pubkey(known.certificate.get());
        CHECK(signs(*opened.identity_of(known).key, *certified, signing()));
    }
}

void operations_agree_with_software(const StoreFixture& fixture) {
    Opened opened(fixture);
    for (const auto& known : fixture.known) {
        auto& key = *opened.identity_of(known).key;
        check_signatures(key, *known.key);
        check_decryption(key, *known.key);
        check_agreement(key, *known.key);
    }
}

void the_impossible_is_unsupported(const StoreFixture& fixture) {
    Opened opened(fixture, {Step::cancel});
    const Bytes bytes(32);
    for (const auto& known : fixture.known) {
        auto& key = *opened.identity_of(known).key;
        if (key.abilities().ecdsa) {
            CHECK(key.sign_pkcs1(keys::Digest::sha256, bytes, {}).error().code ==
                  ErrorCode::key_unsupported);
            CHECK(key.decrypt_pkcs1(bytes, {}).error().code == ErrorCode::key_unsupported);
        } else {
            CHECK(key.sign_ecdsa(bytes, {}).error().code == ErrorCode::key_unsupported);
            CHECK(key.agree(bytes, {}).error().code == ErrorCode::key_unsupported);
        }
    }
    CHECK(opened.prompt->questions().empty());  // nobody types a PIN for nothing
}

void keys_outlive_the_store(const StoreFixture& fixture) {
    Opened opened(fixture);
    opened.store.reset();
    const auto& known = fixture.known.front();
    CHECK(signs(*opened.identity_of(known).key, *known.key, signing()));
}

void two_threads_use_two_keys(const StoreFixture& fixture) {
    Opened opened(fixture);
    const auto use = [&](const Known& known) {
        auto key = opened.identity_of(known).key;
        return [key, &known] {
            for (int i = 0; i < 5; ++i) CHECK(signs(*key, *known.key, signing()));
        };
    };
    const std::jthread one(use(fixture.known.front()));
    const std::jthread other(use(fixture.known.back()));
}

void a_cancelled_prompt_is_said(const StoreFixture& fixture) {
    Opened opened(fixture, {Step::cancel, Step::right});
    const auto& known = fixture.known.front();
    auto& key = *opened.identity_of(known).key;
    auto signature = try_signing(key, signing());
    REQUIRE_FALSE(signature.ok());
    CHECK(signature.error().code == ErrorCode::key_cancelled);
    CHECK(signs(key, *known.key, signing()));  // the next try asks again
    CHECK(opened.prompt->questions().size() == 2);
}

void a_wrong_pin_is_asked_again(const StoreFixture& fixture) {
    Opened opened(fixture, {Step::wrong, Step::right});
    const auto& known = fixture.known.front();
    CHECK(signs(*opened.identity_of(known).key, *known.key, signing()));
    const auto questions = opened.prompt->questions();
    REQUIRE(questions.size() == 2);
    CHECK_FALSE(questions[0].last_was_wrong);
    CHECK(questions[1].last_was_wrong);
    CHECK(questions[0].description.find("alice@example.com") != std::string::npos);
    CHECK(questions[0].description.find("bob@example.org") != std::string::npos);
    CHECK_FALSE(questions[0].title.empty());
}

void a_pin_is_asked_once(const StoreFixture& fixture) {
    Opened opened(fixture);
    const auto& known = fixture.known.front();
    CHECK(signs(*opened.identity_of(known).key, *known.key, signing()));
    opened.list_again();
    CHECK(signs(*opened.identity_of(known).key, *known.key, signing()));
    CHECK(opened.prompt->questions().size() == 1);
}

void a_stop_closes_the_prompt(const StoreFixture& fixture) {
    Opened opened(fixture, {Step::think, Step::right});
    const auto& known = fixture.known.front();
    auto& key = *opened.identity_of(known).key;
    std::stop_source stop;
    const std::jthread stopper([&] {
        opened.prompt->wait_for_question();
        stop.request_stop();
    });
    auto signature = try_signing(key, signing(stop.get_token()));
    REQUIRE_FALSE(signature.ok());
    CHECK(signature.error().code == ErrorCode::request_cancelled);
    CHECK(signs(key, *known.key, signing()));
}

}  // namespace

void store_contract(const StoreFixture& fixture) {
    lists_without_prompting(fixture);
    lists_the_same_again(fixture);
    keys_belong_to_their_certificates(fixture);
    operations_agree_with_software(fixture);
    the_impossible_is_unsupported(fixture);
    keys_outlive_the_store(fixture);
    two_threads_use_two_keys(fixture);
    if (fixture.pin.empty()) return;
    a_cancelled_prompt_is_said(fixture);
    a_wrong_pin_is_asked_again(fixture);
    a_pin_is_asked_once(fixture);
    a_stop_closes_the_prompt(fixture);
}

}  // namespace sealwright::stores
