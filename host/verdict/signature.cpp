// SPDX-License-Identifier: MPL-2.0
#include "verdict/states.hpp"

#include <algorithm>
#include <array>

namespace sealwright::verdict {
namespace {

using enum SignatureState;

struct Rule {
    Check check;
    Outcome outcome;
    SignatureState state;
};

/// The first rule that matches gives the state. Order: what makes all else meaningless comes
/// first. Nobody can say anything of an object beyond limits; a broken signature proves nothing
/// about its certificate; what cannot be evaluated is not judged further; a forgeable signature
/// says nothing about its issuer; without a trusted issuer neither revocation nor usage nor
/// address mean anything; a withdrawn certificate is the loudest fact about a trusted one; an
/// unfit one is not evidence for its address.
constexpr std::array kRules = {
    Rule{Check::V_01, Outcome::failed, unsupported},
    Rule{Check::V_06, Outcome::failed, broken},
    Rule{Check::V_16, Outcome::failed, multi},
    Rule{Check::V_08, Outcome::failed, broken},
    Rule{Check::V_09, Outcome::failed, broken},
    Rule{Check::V_10, Outcome::failed, broken},
    Rule{Check::V_11, Outcome::failed, broken},
    Rule{Check::V_12, Outcome::failed, broken},
    Rule{Check::V_13, Outcome::failed, broken},
    Rule{Check::V_14, Outcome::failed, broken},
    Rule{Check::V_07, Outcome::failed, unsupported},
    Rule{Check::V_07, Outcome::unknown, unsupported},
    Rule{Check::V_12, Outcome::unknown, unsupported},
    Rule{Check::V_15, Outcome::failed, weak},
    Rule{Check::V_20, Outcome::failed, unknown_issuer},
    Rule{Check::V_23, Outcome::failed, weak},
    Rule{Check::V_25, Outcome::failed, revoked},
    Rule{Check::V_22, Outcome::failed, unfit_certificate},
    Rule{Check::V_24, Outcome::failed, unfit_certificate},
    Rule{Check::V_26, Outcome::failed, wrong_address},
    Rule{Check::V_27, Outcome::failed, wrong_address},
    Rule{Check::V_21, Outcome::failed, unfit_certificate},
};

/// Every positive state needs all of these (B.0.3). V-21 and V-25 are missing because S-3 and S-2
/// are what is left of S-1 without them; V-28 is missing because odd times are flag R-5 only, but
/// it must have run.
constexpr std::array kRequired = {
    Check::V_01, Check::V_02, Check::V_03, Check::V_04, Check::V_05, Check::V_06,
    Check::V_07, Check::V_08, Check::V_09, Check::V_10, Check::V_11, Check::V_12,
    Check::V_13, Check::V_14, Check::V_15, Check::V_16, Check::V_20, Check::V_22,
    Check::V_23, Check::V_24, Check::V_26, Check::V_27,
};

/// What every signer must pass when there are several (V-16).
constexpr std::array kSound = {
    Check::V_08, Check::V_09, Check::V_10, Check::V_11,
    Check::V_12, Check::V_13, Check::V_14, Check::V_15,
};

bool was_checked(const Findings& findings, Check check) {
    return findings[check] == Outcome::passed || findings[check] == Outcome::failed;
}

/// Expired since, but seen valid by ourselves: the only time that is trusted (G.6).
bool is_past(const Findings& findings, const SignerFacts& signer) {
    return signer.was_valid_before && findings.failed(Check::V_21) &&
           findings.has(Reason::path_expired) && !findings.has(Reason::path_not_yet_valid) &&
           !findings.has(Reason::time_signed_outside_validity);
}

SignatureState negative_state(const Findings& findings) {
    for (const Rule& rule : kRules) {
        if (findings[rule.check] == rule.outcome) return rule.state;
    }
    return unsupported;
}

SignatureState state_of(const Findings& message, const SignerFacts& signer) {
    Findings findings = message;
    findings.add(signer.findings);
    const bool proven = all_passed(findings, kRequired) && was_checked(findings, Check::V_28) &&
                        !findings.failed(Check::V_25);
    if (proven && is_past(findings, signer)) return verified_past;
    if (!proven || !findings.passed(Check::V_21)) return negative_state(findings);
    return findings.passed(Check::V_25) ? verified : verified_revocation_unknown;
}

/// Positive only if every signer is sound and the positive ones prove one and the same address.
SignatureAnswer answer_of_several(const Facts& facts) {
    SignatureAnswer best{multi, &facts.signers.front()};
    for (const SignerFacts& signer : facts.signers) {
        if (!all_passed(signer.findings, kSound)) return {multi, &facts.signers.front()};
        const SignatureState state = state_of(facts.message, signer);
        if (!is_positive(state)) continue;
        if (is_positive(best.state) && signer.address != best.signer->address) {
            return {multi, &facts.signers.front()};
        }
        if (!is_positive(best.state) || state < best.state) best = {state, &signer};
    }
    return best;
}

SignatureState state_without_layer(const Facts& facts) {
    if (facts.signature_outside_encryption_only)
        return facts.message.failed(Check::V_01) ? unsupported : outer_only;
    return facts.errant_signature ? partial : none;
}

}  // namespace

bool is_positive(SignatureState state) {
    return state == verified || state == verified_revocation_unknown || state == verified_past;
}

SignatureAnswer signature_of(const Facts& facts) {
    if (!facts.has_signature_layer) return {state_without_layer(facts), nullptr};
    if (facts.signers.empty()) {
        // A SignedData without signers carries certificates, not a signature (N-303).
        if (facts.has_signed_data_without_signer) return {none, nullptr};
        return {negative_state(facts.message), nullptr};
    }
    if (facts.signers.size() > 1) return answer_of_several(facts);
    return {state_of(facts.message, facts.signers.front()), &facts.signers.front()};
}

}  // namespace sealwright::verdict
