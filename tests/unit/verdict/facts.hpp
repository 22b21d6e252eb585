// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "verdict/verdict.hpp"

#include <array>

namespace sealwright::verdict {

inline constexpr std::array kMessageChecks = {Check::V_01, Check::V_02, Check::V_03, Check::V_04,
                                              Check::V_05, Check::V_06, Check::V_07, Check::V_16};
inline constexpr std::array kSignerChecks = {
    Check::V_08, Check::V_09, Check::V_10, Check::V_11, Check::V_12, Check::V_13,
    Check::V_14, Check::V_15, Check::V_20, Check::V_21, Check::V_22, Check::V_23,
    Check::V_24, Check::V_25, Check::V_26, Check::V_27, Check::V_28};
inline constexpr std::array kDecryptionChecks = {Check::V_30, Check::V_31, Check::V_32, Check::V_33,
                                                 Check::V_34};

/// How one check of a set comes out differently from "passed".
struct Deviation {
    Check check;
    Outcome outcome;
    Reason reason = Reason::path_invalid;
};

template <class Checks>
Findings passed_but(const Checks& checks, const std::vector<Deviation>& deviations) {
    Findings findings;
    for (const Check check : checks) {
        const Deviation* deviation = nullptr;
        for (const auto& each : deviations) {
            if (each.check == check) deviation = &each;
        }
        if (!deviation || deviation->outcome == Outcome::passed) findings.pass(check);
        if (!deviation) continue;
        if (deviation->outcome == Outcome::failed) findings.fail(check, deviation->reason);
        if (deviation->outcome == Outcome::unknown) findings.unknown(check, deviation->reason);
    }
    return findings;
}

inline SignerFacts signer_but(const std::vector<Deviation>& deviations,
                              const std::string& address = "alice@example.com") {
    SignerFacts signer;
    signer.findings = passed_but(kSignerChecks, deviations);
    signer.address = address;
    signer.issuer = "Inter I";
    return signer;
}

/// A signed message of which all is well but `deviations`, which may name any check.
inline Facts signed_but(const std::vector<Deviation>& deviations = {}) {
    Facts facts;
    facts.message = passed_but(kMessageChecks, deviations);
    facts.has_signature_layer = true;
    facts.signers = {signer_but(deviations)};
    return facts;
}

inline SignatureState signature_but(const std::vector<Deviation>& deviations) {
    return decide(signed_but(deviations)).signature;
}

enum class Inside { nothing, signature };

/// An opened envelope around a signed or an unsigned message.
inline Facts opened_but(const std::vector<Deviation>& deviations, bool authenticated,
                        Inside inside) {
    Facts facts = inside == Inside::signature ? signed_but(deviations) : Facts{};
    if (inside == Inside::nothing) facts.message = passed_but(kMessageChecks, deviations);
    facts.message.add(passed_but(kDecryptionChecks, deviations));
    facts.encryption = Encryption::opened;
    facts.encryption_authenticated = authenticated;
    return facts;
}

}  // namespace sealwright::verdict
