// SPDX-License-Identifier: MPL-2.0
#include "facts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace sealwright;
using namespace sealwright::verdict;

namespace {

constexpr Outcome kOutcomes[] = {Outcome::not_run, Outcome::passed, Outcome::failed,
                                 Outcome::unknown};

/// What a positive state demands, said independently of how the program decides.
bool may_be_positive(const Facts& facts) {
    auto message_ok = [&](Check check) { return facts.message.passed(check); };
    if (!facts.has_signature_layer) return false;
    if (!std::all_of(kOfMessage.begin(), kOfMessage.end(), message_ok)) return false;
    return std::any_of(facts.signers.begin(), facts.signers.end(), [](const SignerFacts& signer) {
        return std::all_of(kOfSigner.begin(), kOfSigner.end(), [&](Check check) {
            bool expired = check == Check::V_21 && signer.was_valid_before;
            return signer.findings.passed(check) || expired;
        });
    });
}

class Dice {
  public:
    explicit Dice(unsigned seed) : random_(seed) {}
    bool coin() { return pick(2) == 1; }
    std::size_t pick(std::size_t count) { return random_() % count; }
    /// Mostly passed, so that good and nearly good messages come up.
    Outcome outcome() { return pick(12) != 0 ? Outcome::passed : kOutcomes[pick(4)]; }

  private:
    std::mt19937 random_;
};

Facts any_facts(Dice& dice) {
    Facts facts;
    for (Check check : kOfMessage) set(facts.message, check, dice.outcome());
    for (Check check : {Check::V_30, Check::V_31, Check::V_32, Check::V_33})
        set(facts.message, check, dice.outcome());
    facts.has_signature_layer = dice.pick(6) != 0;
    facts.signature_outside_encryption_only = dice.coin();
    facts.errant_signature = dice.coin();
    facts.errant_encryption = dice.coin();
    facts.encryption = static_cast<Encryption>(dice.pick(7));
    facts.encryption_authenticated = dice.coin();
    facts.encryption_weak = dice.pick(4) == 0;
    for (std::size_t count = dice.pick(4); count > 0; --count) {
        SignerFacts signer;
        for (Check check : kOfSigner) set(signer.findings, check, dice.outcome());
        set(signer.findings, Check::V_25, kOutcomes[dice.pick(4)]);
        signer.was_valid_before = dice.coin();
        facts.signers.push_back(std::move(signer));
    }
    return facts;
}

}  // namespace

TEST_CASE("E-91 no single check can fail, stay unknown or not run under a positive state") {
    for (Outcome outcome : {Outcome::failed, Outcome::unknown, Outcome::not_run}) {
        for (Check check : kOfSigner)
            CHECK_FALSE(is_positive(decide(with_signer_check(check, outcome)).signature));
        for (Check check : kOfMessage)
            CHECK_FALSE(is_positive(decide(with_message_check(check, outcome)).signature));
    }
}

TEST_CASE("E-91 over all kinds of facts, a positive state has every required check passed") {
    Dice dice(20'260'101);
    std::size_t positive = 0;
    for (int round = 0; round < 200'000; ++round) {
        Facts facts = any_facts(dice);
        Verdict verdict = decide(facts);
        if (!is_positive(verdict.signature)) continue;
        ++positive;
        REQUIRE(may_be_positive(facts));
    }
    CHECK(positive > 1'000);
}

TEST_CASE("E-91 the lock is shown only for opened mail, and restricted mode never beside ENC-1") {
    Dice dice(7);
    for (int round = 0; round < 200'000; ++round) {
        Facts facts = any_facts(dice);
        Verdict verdict = decide(facts);
        if (verdict.encryption == EncryptionState::secret) {
            REQUIRE(facts.encryption == Encryption::opened);
            REQUIRE((facts.encryption_authenticated || is_positive(verdict.signature)));
            REQUIRE_FALSE(verdict.restricted);
        }
        if (verdict.summary == Summary::verified || verdict.summary == Summary::confidential)
            REQUIRE(is_positive(verdict.signature));
    }
}
