// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "verdict/verdict.hpp"

#include <vector>

namespace sealwright::verdict {

/// The checks of requirement sheet B.2 that S-1 demands, written out anew: of the message …
inline const std::vector<Check> kOfMessage = {Check::V_01, Check::V_02, Check::V_03, Check::V_04,
                                              Check::V_05, Check::V_06, Check::V_07, Check::V_16};
/// … and of the signer. V-25 and V-28 stand apart (B.0.3, V-28).
inline const std::vector<Check> kOfSigner = {
    Check::V_08, Check::V_09, Check::V_10, Check::V_11, Check::V_12, Check::V_13, Check::V_14,
    Check::V_15, Check::V_20, Check::V_21, Check::V_22, Check::V_23, Check::V_24, Check::V_26,
    Check::V_27};

inline SignerFacts good_signer() {
    SignerFacts signer;
    for (Check check : kOfSigner) signer.findings.pass(check);
    signer.findings.pass(Check::V_25);
    signer.findings.pass(Check::V_28);
    signer.address = "alice@example.com";
    return signer;
}

/// A signed message with which nothing is wrong.
inline Facts good_facts() {
    Facts facts;
    for (Check check : kOfMessage) facts.message.pass(check);
    facts.has_signature_layer = true;
    facts.signers = {good_signer()};
    return facts;
}

inline void set(Findings& findings, Check check, Outcome outcome) {
    if (outcome == Outcome::passed) findings.pass(check);
    if (outcome == Outcome::failed) findings.fail(check, Reason::path_invalid);
    if (outcome == Outcome::unknown) findings.unknown(check, Reason::path_invalid);
}

/// Good facts in which one check of the only signer came out as `outcome`.
inline Facts with_signer_check(Check check, Outcome outcome) {
    Facts facts = good_facts();
    Findings findings;
    for (Check each : kOfSigner) set(findings, each, each == check ? outcome : Outcome::passed);
    if (check != Check::V_25) findings.pass(Check::V_25);
    if (check == Check::V_25) set(findings, check, outcome);
    facts.signers[0].findings = findings;
    return facts;
}

inline Facts with_message_check(Check check, Outcome outcome) {
    Facts facts = good_facts();
    facts.message = {};
    for (Check each : kOfMessage) set(facts.message, each, each == check ? outcome : Outcome::passed);
    return facts;
}

}  // namespace sealwright::verdict
