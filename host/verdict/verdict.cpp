// SPDX-License-Identifier: MPL-2.0
#include "verdict/verdict.hpp"

#include "verdict/signature_state.hpp"

namespace sealwright::verdict {
namespace {

/// Opened mail is secret when nobody can have changed it unnoticed: by the cipher's own tag, or by
/// a proven signature inside (V-33).
EncryptionState state_of_opened(const Facts& facts, SignatureState signature) {
    bool checked = facts.message.passed(Check::V_30) && facts.message.passed(Check::V_31) &&
                   facts.message.passed(Check::V_32);
    if (!checked) return EncryptionState::failed;
    if (facts.encryption_weak) return EncryptionState::weak;
    bool authentic = facts.encryption_authenticated || is_positive(signature);
    return authentic ? EncryptionState::secret : EncryptionState::secret_unauthenticated;
}

EncryptionState decide_encryption(const Facts& facts, SignatureState signature) {
    switch (facts.encryption) {
        case Encryption::none:
            return facts.errant_encryption ? EncryptionState::partial : EncryptionState::none;
        case Encryption::opened: return state_of_opened(facts, signature);
        case Encryption::no_key: return EncryptionState::no_key;
        case Encryption::locked: return EncryptionState::locked;
        case Encryption::failed: return EncryptionState::failed;
        case Encryption::unsupported: return EncryptionState::unsupported;
        case Encryption::refused: return EncryptionState::refused;
    }
    return EncryptionState::refused;
}

/// RFC 9787 §3.1; our further states explain, they never lift this.
Summary summarise(SignatureState signature, EncryptionState encryption) {
    bool verified = is_positive(signature);
    switch (encryption) {
        case EncryptionState::none: return verified ? Summary::verified : Summary::unprotected;
        case EncryptionState::secret:
            return verified ? Summary::confidential : Summary::encrypted_but_unverified;
        case EncryptionState::secret_unauthenticated:
        case EncryptionState::weak: return Summary::encrypted_but_unverified;
        default: return Summary::unprotected;
    }
}

/// B.6: what cannot be relied on is shown as plain text and quoted nowhere.
bool is_restricted(EncryptionState state) {
    return state == EncryptionState::secret_unauthenticated || state == EncryptionState::weak ||
           state == EncryptionState::partial || state == EncryptionState::failed;
}

}  // namespace

Verdict decide(const Facts& facts) {
    Verdict verdict;
    SignatureDecision signature = decide_signature(facts);
    verdict.signature = signature.state;
    verdict.encryption = decide_encryption(facts, signature.state);
    verdict.headers = facts.headers;
    verdict.summary = summarise(verdict.signature, verdict.encryption);
    verdict.restricted = is_restricted(verdict.encryption);
    verdict.flags = facts.flags;
    verdict.findings = facts.message;
    if (signature.signer) {
        verdict.address = signature.signer->address;
        verdict.issuer = signature.signer->issuer;
        verdict.findings.add(signature.signer->findings);
    }
    return verdict;
}

bool is_positive(SignatureState state) {
    return state == SignatureState::verified ||
           state == SignatureState::verified_revocation_unknown ||
           state == SignatureState::verified_past;
}

}  // namespace sealwright::verdict
