// SPDX-License-Identifier: MPL-2.0
#include "verdict/verdict.hpp"

#include "verdict/states.hpp"

namespace sealwright::verdict {
namespace {

/// RFC 9787 §3.1 in the mapping of B.1; our own states explain it and never lift it.
Summary summary_of(SignatureState signature, EncryptionState encryption) {
    const bool signed_well = is_positive(signature);
    switch (encryption) {
        case EncryptionState::none:
            return signed_well ? Summary::verified : Summary::unprotected;
        case EncryptionState::secret:
            return signed_well ? Summary::confidential : Summary::encrypted_but_unverified;
        case EncryptionState::secret_unauthenticated:
        case EncryptionState::weak:
            return signed_well ? Summary::unprotected : Summary::encrypted_but_unverified;
        default:
            return Summary::unprotected;
    }
}

/// B.6: content that somebody may have changed, or that came in unprotected company. Everything but
/// what is known to be harmless: never encrypted, well encrypted, or never opened.
bool is_restricted(EncryptionState encryption) {
    switch (encryption) {
        case EncryptionState::none:
        case EncryptionState::secret:
        case EncryptionState::no_key:
        case EncryptionState::locked:
        case EncryptionState::unsupported:
            return false;
        default:
            return true;
    }
}

/// Covered headers are a claim like any other: nothing good without the protection they rest on.
HeaderState headers_of(const Facts& facts, const Verdict& verdict) {
    const bool checked = facts.message.passed(Check::V_34);
    const bool covered = is_positive(verdict.signature);
    const bool secret = verdict.encryption == EncryptionState::secret;
    switch (facts.headers) {
        case HeaderState::signed_only:
            return checked && covered ? facts.headers : HeaderState::none;
        case HeaderState::hidden:
            return checked && secret ? facts.headers : HeaderState::none;
        default:
            return facts.headers;
    }
}

}  // namespace

Verdict decide(const Facts& facts) {
    Verdict verdict;
    const SignatureAnswer signature = signature_of(facts);
    verdict.signature = signature.state;
    if (signature.signer) {
        verdict.address = signature.signer->address;
        verdict.issuer = signature.signer->issuer;
    }
    verdict.encryption = encryption_of(facts, verdict.signature);
    verdict.headers = headers_of(facts, verdict);
    verdict.summary = summary_of(verdict.signature, verdict.encryption);
    verdict.restricted = is_restricted(verdict.encryption);
    verdict.flags = facts.flags;
    verdict.findings = facts.message;
    for (const SignerFacts& signer : facts.signers) verdict.findings.add(signer.findings);
    return verdict;
}

}  // namespace sealwright::verdict
