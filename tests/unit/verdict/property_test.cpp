// SPDX-License-Identifier: MPL-2.0
#include "facts.hpp"
#include "trust/trust.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace sealwright;
using namespace sealwright::verdict;

namespace {

constexpr Outcome kOutcomes[] = {Outcome::not_run, Outcome::passed, Outcome::failed,
                                 Outcome::unknown};

/// Written from B.1 and B.0.3 of the requirement sheet: what a good signature may not lack.
/// V-25 decides between S-1 and S-2, V-21 between those and S-3; V-28 never decides, but must run.
bool lacks_something(const Findings& all) {
    for (const Check check :
         {Check::V_01, Check::V_02, Check::V_03, Check::V_04, Check::V_05, Check::V_06,
          Check::V_07, Check::V_08, Check::V_09, Check::V_10, Check::V_11, Check::V_12,
          Check::V_13, Check::V_14, Check::V_15, Check::V_16, Check::V_20, Check::V_22,
          Check::V_23, Check::V_24, Check::V_26, Check::V_27}) {
        if (all[check] != Outcome::passed) return true;
    }
    return all[Check::V_25] == Outcome::failed || all[Check::V_28] == Outcome::not_run ||
           all[Check::V_28] == Outcome::unknown;
}

void check_never_too_good(const Facts& facts) {
    const Verdict verdict = decide(facts);
    bool somebody_good = false;
    for (const auto& signer : facts.signers) {
        Findings all = facts.message;
        all.add(signer.findings);
        const bool in_time = all.passed(Check::V_21) || signer.was_valid_before;
        const bool good = !lacks_something(all) && in_time;
        somebody_good = somebody_good || good;
        if (verdict.signature == SignatureState::verified && facts.signers.size() == 1) {
            CHECK(all.passed(Check::V_25));
            CHECK(all.passed(Check::V_21));
        }
    }
    if (is_positive(verdict.signature)) {
        CHECK(facts.has_signature_layer);
        CHECK(somebody_good);
    }
    if (verdict.encryption == EncryptionState::secret) {
        CHECK(facts.encryption == Encryption::opened);
        CHECK_FALSE(facts.encryption_weak);
        for (const Check check :
             {Check::V_01, Check::V_02, Check::V_03, Check::V_30, Check::V_31, Check::V_32}) {
            CHECK(facts.message.passed(check));
        }
        const bool unchanged = facts.encryption_authenticated || is_positive(verdict.signature);
        CHECK(unchanged);
    }
    const bool good_summary =
        verdict.summary == Summary::verified || verdict.summary == Summary::confidential;
    if (good_summary) CHECK(is_positive(verdict.signature));
    if (verdict.summary == Summary::confidential) {
        CHECK(verdict.encryption == EncryptionState::secret);
    }
    CHECK(decide(facts).signature == verdict.signature);
}

/// Mostly passed, so that good and nearly good messages are common.
Outcome draw_outcome(std::mt19937& source) {
    return source() % 16 != 0 ? Outcome::passed : kOutcomes[source() % std::size(kOutcomes)];
}

template <class Checks>
Findings draw_findings(std::mt19937& source, const Checks& checks) {
    std::vector<Deviation> deviations;
    for (const Check check : checks) {
        const Reason reason = source() % 2 != 0 ? Reason::path_expired : Reason::path_not_yet_valid;
        deviations.push_back({check, draw_outcome(source), reason});
    }
    return passed_but(checks, deviations);
}

bool coin(std::mt19937& source) {
    return source() % 2 != 0;
}

Facts draw_facts(std::mt19937& source) {
    Facts facts;
    facts.message = draw_findings(source, kMessageChecks);
    facts.message.add(draw_findings(source, kDecryptionChecks));
    facts.has_signature_layer = source() % 4 != 0;
    facts.signature_outside_encryption_only = !facts.has_signature_layer && coin(source);
    facts.errant_signature = coin(source);
    facts.errant_encryption = coin(source);
    facts.has_signed_data_without_signer = coin(source);
    for (std::size_t i = source() % 4; i > 0 && facts.has_signature_layer; --i) {
        SignerFacts signer;
        signer.findings = draw_findings(source, kSignerChecks);
        signer.address = coin(source) ? "alice@example.com" : "bob@example.org";
        signer.was_valid_before = coin(source);
        facts.signers.push_back(signer);
    }
    facts.encryption = static_cast<Encryption>(source() % 7);
    facts.encryption_authenticated = coin(source);
    facts.encryption_weak = source() % 4 == 0;
    facts.headers = static_cast<HeaderState>(source() % kHeaderStateCount);
    return facts;
}

std::vector<Check> all_checks() {
    std::vector<Check> all;
    for (std::size_t i = 0; i < kCheckCount; ++i) all.push_back(static_cast<Check>(i));
    return all;
}

}  // namespace

TEST_CASE("E-91 no single and no double deviation leaves a positive state it should not") {
    const auto checks = all_checks();
    for (const Check first : checks) {
        for (const Check second : checks) {
            for (const Outcome one : kOutcomes) {
                for (const Outcome other : kOutcomes) {
                    Facts facts = signed_but({{first, one}, {second, other}});
                    check_never_too_good(facts);
                    facts.signers[0].was_valid_before = true;
                    check_never_too_good(facts);
                    check_never_too_good(
                        opened_but({{first, one}, {second, other}}, false, Inside::signature));
                }
            }
        }
    }
}

TEST_CASE("E-91 no combination of facts is too good, over 60,000 drawn ones") {
    std::mt19937 source(91);
    std::size_t positive = 0;
    std::array<std::size_t, kSignatureStateCount> seen{};
    for (int i = 0; i < 60'000; ++i) {
        const Facts facts = draw_facts(source);
        check_never_too_good(facts);
        const Verdict verdict = decide(facts);
        ++seen[static_cast<std::size_t>(verdict.signature)];
        if (is_positive(verdict.signature)) ++positive;
    }
    // The property would be empty if hardly any message were good or some state never came up.
    CHECK(positive > 1'000);
    for (std::size_t state = 0; state < seen.size(); ++state) {
        CAPTURE(kSignatureStateWords[state]);
        CHECK((seen[state] > 0) == (static_cast<SignatureState>(state) != SignatureState::pending));
    }
}

TEST_CASE("each required check alone keeps a message from being positive") {
    for (const Check check : all_checks()) {
        Findings lacking = passed_but(kMessageChecks, {{check, Outcome::not_run}});
        lacking.add(passed_but(kSignerChecks, {{check, Outcome::not_run}}));
        const bool needed = lacks_something(lacking) || check == Check::V_21;
        CAPTURE(word(check));
        CHECK(is_positive(signature_but({{check, Outcome::not_run}})) == !needed);
    }
}

TEST_CASE("the revocation source that ships never yields S-1") {
    const auto shipped = trust::revocation_not_asked();
    Facts facts = signed_but({{Check::V_25, Outcome::not_run}});
    shipped->check({}, UnixTime{}, facts.signers[0].findings);
    CHECK(decide(facts).signature == SignatureState::verified_revocation_unknown);
    CHECK(decide(facts).findings.has(Reason::revocation_not_asked));

    std::mt19937 source(25);
    for (int i = 0; i < 20'000; ++i) {
        Facts drawn = draw_facts(source);
        for (auto& signer : drawn.signers) shipped->check({}, UnixTime{}, signer.findings);
        CHECK(decide(drawn).signature != SignatureState::verified);
    }
}
