// SPDX-License-Identifier: MPL-2.0
#include "verdict/signature_state.hpp"

#include <algorithm>
#include <array>

namespace sealwright::verdict {
namespace {

/// Of the message and the object: without these no state is positive.
constexpr std::array kMessageChecks = {Check::V_01, Check::V_02, Check::V_03, Check::V_04,
                                       Check::V_05, Check::V_06, Check::V_07, Check::V_16};
/// Of the signature itself (B.2, V-08 … V-15).
constexpr std::array kSignatureChecks = {Check::V_08, Check::V_09, Check::V_10, Check::V_11,
                                         Check::V_12, Check::V_13, Check::V_14, Check::V_15};
/// Of the certificate. V-25 is the exception of B.0.3, V-21 that of S-3.
constexpr std::array kCertificateChecks = {Check::V_20, Check::V_22, Check::V_23,
                                           Check::V_24, Check::V_26, Check::V_27};

template <std::size_t N>
bool all_passed(const Findings& findings, const std::array<Check, N>& checks) {
    return std::all_of(checks.begin(), checks.end(),
                       [&](Check check) { return findings.passed(check); });
}

template <std::size_t N>
bool any_failed(const Findings& findings, const std::array<Check, N>& checks) {
    return std::any_of(checks.begin(), checks.end(),
                       [&](Check check) { return findings.failed(check); });
}

bool is_broken(const Findings& findings) {
    constexpr std::array kBroken = {Check::V_06, Check::V_08, Check::V_09, Check::V_10,
                                    Check::V_11, Check::V_12, Check::V_13, Check::V_14};
    return any_failed(findings, kBroken);
}

/// An algorithm, key or structure this program cannot evaluate.
bool is_unsupported(const Findings& findings) {
    return findings[Check::V_07] == Outcome::failed || findings[Check::V_07] == Outcome::unknown ||
           findings[Check::V_12] == Outcome::unknown || findings[Check::V_15] == Outcome::unknown ||
           findings.has(Reason::cms_unusual_key);
}

/// Valid once, by our own record, and nothing but time against it (S-3, G.6). A signing time
/// outside the certificate's validity rules it out (V-28).
bool was_valid(const SignerFacts& signer) {
    return signer.was_valid_before && signer.findings.has(Reason::path_expired) &&
           !signer.findings.has(Reason::time_signed_outside_validity);
}

/// The state one signer reaches. The first line that applies decides: what is wrong with the
/// signature comes before what is wrong with its certificate, and that before whose it is.
SignatureState state_of(const SignerFacts& signer, const Findings& message) {
    const Findings& own = signer.findings;
    if (is_broken(own) || is_broken(message)) return SignatureState::broken;
    if (is_unsupported(own) || is_unsupported(message)) return SignatureState::unsupported;
    if (own.failed(Check::V_15) || own.failed(Check::V_23)) return SignatureState::weak;
    if (own.failed(Check::V_20)) return SignatureState::unknown_issuer;
    if (own.failed(Check::V_25)) return SignatureState::revoked;
    if (own.failed(Check::V_22) || own.failed(Check::V_24))
        return SignatureState::unfit_certificate;
    if (own.failed(Check::V_21) && !was_valid(signer)) return SignatureState::unfit_certificate;
    if (own.failed(Check::V_26) || own.failed(Check::V_27)) return SignatureState::wrong_address;

    // Default deny: whatever did not run or is not known counts as failed from here on.
    if (!all_passed(message, kMessageChecks) || !all_passed(own, kSignatureChecks) ||
        !all_passed(own, kCertificateChecks))
        return SignatureState::unsupported;
    if (own.failed(Check::V_21)) return SignatureState::verified_past;
    if (!own.passed(Check::V_21)) return SignatureState::unsupported;
    return own.passed(Check::V_25) ? SignatureState::verified
                                   : SignatureState::verified_revocation_unknown;
}

/// Several signers are positive together or not at all (V-16): every signature holds, and one of
/// them is fully good for the From address.
SignatureDecision decide_several(const Facts& facts) {
    const SignerFacts* good = nullptr;
    SignatureState state = SignatureState::multi;
    for (const SignerFacts& signer : facts.signers) {
        if (!all_passed(signer.findings, kSignatureChecks))
            return {SignatureState::multi, &facts.signers.front()};
        SignatureState reached = state_of(signer, facts.message);
        if (!good && is_positive(reached)) {
            good = &signer;
            state = reached;
        }
    }
    return {state, good ? good : &facts.signers.front()};
}

}  // namespace

SignatureDecision decide_signature(const Facts& facts) {
    if (!facts.has_signature_layer) {
        if (facts.signature_outside_encryption_only) return {SignatureState::outer_only};
        if (facts.errant_signature) return {SignatureState::partial};
        return {SignatureState::none};
    }
    if (facts.message.failed(Check::V_01)) return {SignatureState::unsupported};
    if (facts.signers.empty() || facts.message.failed(Check::V_05))
        return {SignatureState::unsupported};
    if (facts.message.failed(Check::V_16)) return {SignatureState::multi, &facts.signers.front()};
    if (facts.signers.size() > 1) return decide_several(facts);
    return {state_of(facts.signers.front(), facts.message), &facts.signers.front()};
}

}  // namespace sealwright::verdict
