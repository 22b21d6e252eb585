// SPDX-License-Identifier: MPL-2.0
#include "cms/plan.hpp"

namespace sealwright::cms {
namespace {

bool fits(Scheme scheme, KeyKind key) {
    switch (scheme) {
        case Scheme::rsa_pkcs1:
            return key == KeyKind::rsa;
        case Scheme::rsa_pss:
            return key == KeyKind::rsa || key == KeyKind::rsa_pss;
        case Scheme::ecdsa:
            return key == KeyKind::ec;
        case Scheme::ed25519:
            return key == KeyKind::ed25519;
    }
    return false;
}

/// One digest for content, attributes, signature and mask (RFC 4056 §3, RFC 8933 §3.1), and not
/// less than a PSS key asks for (RFC 4055 §3.3).
bool agrees(const PssParameters& pss, const DigestAlgorithm& digest, const KeyFacts& key) {
    if (pss.digest != &digest || pss.mgf1 != &digest) return false;
    return !key.pss || (key.pss->digest == pss.digest && key.pss->mgf1 == pss.mgf1 &&
                        pss.salt >= key.pss->salt);
}

bool plan_pss(const SignerView& signer, const KeyFacts& key, SignaturePlan& plan,
              Findings& findings) {
    plan.pss = read_pss(signer.signature_algorithm.parameters);
    if (!plan.pss) {
        findings.unknown(Check::V_07, Reason::cms_unknown_algorithm, {"RSA-PSS"});
        return false;
    }
    if (agrees(*plan.pss, *plan.digest, key)) return true;
    findings.fail(Check::V_14, Reason::cms_digest_mismatch);
    return false;
}

/// RFC 8419 §3.1: Ed25519 with signed attributes goes with SHA-512. Another digest does not change
/// what the signature is over, so it is a matter of policy; for the others it is a contradiction.
bool plan_digest(const SignatureAlgorithm& algorithm, SignaturePlan& plan, Findings& findings) {
    if (!algorithm.digest || *algorithm.digest == plan.digest->oid.view()) return true;
    const bool policy = algorithm.scheme == Scheme::ed25519;
    findings.fail(policy ? Check::V_15 : Check::V_14, Reason::cms_digest_mismatch);
    return policy;
}

void judge_strength(const DigestAlgorithm& digest, const KeyFacts& key, Findings& findings) {
    if (!digest.weak_since.empty()) {
        findings.fail(Check::V_15, Reason::cms_weak_digest,
                      {digest.name, std::string(digest.weak_since)});
    }
    if (key.fitness == KeyFitness::weak) {
        findings.fail(Check::V_15, Reason::cms_weak_key, {std::to_string(key.bits)});
    }
    findings.pass(Check::V_15);
}

}  // namespace

std::optional<SignaturePlan> plan_signature(const SignerView& signer, const KeyFacts& key,
                                            Findings& findings) {
    SignaturePlan plan;
    plan.digest = find_digest(signer.digest.oid);
    const auto* algorithm = find_signature(signer.signature_algorithm.oid);
    if (!plan.digest || !algorithm) {
        const View oid = plan.digest ? signer.signature_algorithm.oid : signer.digest.oid;
        findings.unknown(Check::V_07, Reason::cms_unknown_algorithm, {dotted(oid)});
        return std::nullopt;
    }
    if (key.fitness == KeyFitness::unusable) {
        findings.unknown(Check::V_07, Reason::cms_unusual_key);
        return std::nullopt;
    }
    judge_strength(*plan.digest, key, findings);
    plan.scheme = algorithm->scheme;
    if (!fits(plan.scheme, key.kind)) {
        findings.fail(Check::V_14, Reason::cms_signature_differs);
        return std::nullopt;
    }
    if (!plan_digest(*algorithm, plan, findings)) return std::nullopt;
    if (plan.scheme == Scheme::rsa_pss && !plan_pss(signer, key, plan, findings)) {
        return std::nullopt;
    }
    findings.pass(Check::V_07);
    return plan;
}

}  // namespace sealwright::cms
