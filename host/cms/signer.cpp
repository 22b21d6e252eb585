// SPDX-License-Identifier: MPL-2.0
#include "cms/signer.hpp"

#include "cms/attributes.hpp"
#include "cms/der_writer.hpp"
#include "cms/plan.hpp"
#include "cms/preferences.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

using LineEnds = ContentDigests::LineEnds;

/// C-13: a signature without attributes over bytes that are attributes was made for other content.
bool looks_like_attributes(const std::optional<der::Octets>& content) {
    if (!content) return false;
    Bytes buffer;
    der::Reader reader(content->joined(buffer));
    const auto set = reader.maybe(der::kSet);
    return set && reader.finished() && read_attributes(set->content).has_value();
}

void check_bareness(const SignerView& view, const SignedDataView& data, Findings& findings) {
    if (view.signed_attributes) {
        findings.pass(Check::V_12);
    } else if (looks_like_attributes(data.content)) {
        findings.fail(Check::V_12, Reason::cms_attributes_as_content);
    } else {
        findings.unknown(Check::V_12, Reason::cms_no_signed_attributes);
    }
}

void report_digest(std::optional<LineEnds> found, Findings& findings) {
    if (!found) {
        findings.fail(Check::V_11, Reason::cms_digest_differs);
        return;
    }
    findings.pass(Check::V_11);
    if (*found == LineEnds::canonical) {
        findings.note(Check::V_11, Reason::mail_line_ends_converted);
    }
}

void report_signature(bool holds, Findings& findings) {
    if (holds) {
        findings.pass(Check::V_14);
    } else {
        findings.fail(Check::V_14, Reason::cms_signature_differs);
    }
}

/// What the checks of one signer share.
struct Examination {
    const SignerView& view;
    const SignedDataView& data;
    ContentDigests& digests;
    std::optional<SignedAttributes> said = std::nullopt;
    const CertificateView* certificate = nullptr;
    std::optional<SignaturePlan> plan = std::nullopt;
    Signer signer = {};

    [[nodiscard]] EVP_PKEY* key() const {
        return signer.certificate ? X509_get0_pubkey(signer.certificate.get()) : nullptr;
    }
};

void take_attributes(Examination& exam) {
    if (!exam.view.signed_attributes) return;
    exam.said = check_attributes(exam.view, exam.data.content_type, exam.signer.findings);
    exam.signer.signing_time = exam.said->signing_time;
    exam.signer.opens = read_capabilities(exam.said->capabilities);
}

/// The one certificate the SignerInfo names. Two with different keys would let an attacker choose
/// which one we judge (C-20); the same key twice is a renewed certificate, and which of them was
/// meant the attributes may say.
const CertificateView* find_certificate(const Examination& exam, Findings& findings) {
    const auto named = named_by(exam.view.signer, exam.data.certificates);
    if (!named || named->empty()) {
        if (named) findings.fail(Check::V_14, Reason::cms_signer_certificate_missing);
        if (!named) findings.fail(Check::V_01, Reason::mail_limit);
        return nullptr;
    }
    const CertificateView* first = named->front();
    const auto has_key = [&](const auto* other) {
        return std::ranges::equal(other->key, first->key);
    };
    if (!std::ranges::all_of(*named, has_key)) {
        findings.fail(Check::V_14, Reason::cms_ambiguous_signer);
        return nullptr;
    }
    const auto meant = std::ranges::find_if(*named, [&](const auto* certificate) {
        return !exam.said || names_certificate(*exam.said, certificate->whole);
    });
    return meant == named->end() ? first : *meant;
}

void check_with_attributes(Examination& exam) {
    Findings& findings = exam.signer.findings;
    const SignedAttributes& said = *exam.said;
    if (const auto* digest = find_digest(exam.view.digest.oid); digest && said.message_digest) {
        report_digest(exam.digests.find(
                          *digest, [&](const Bytes& own) { return own == *said.message_digest; }),
                      findings);
    }
    if (exam.certificate && !names_certificate(said, exam.certificate->whole)) {
        findings.fail(Check::V_14, Reason::cms_signing_certificate);
    }
    if (!exam.plan || !exam.key()) return;
    // RFC 5652 §5.4: the signature is over the attributes as SET OF, not under their [0] tag.
    const View content = exam.view.signed_attributes->content;
    const Bytes set = der::write(der::kSet, content);
    const Bytes digest = digest_parts(*exam.plan->digest, {set});
    report_signature(signature_holds(*exam.plan, *exam.key(), digest, set, exam.view.signature),
                     findings);
}

void check_without_attributes(Examination& exam) {
    Findings& findings = exam.signer.findings;
    if (!exam.plan || !exam.key()) return;
    if (exam.plan->scheme == Scheme::ed25519) {
        // Pure EdDSA signs the content itself, which is not here in one piece.
        findings.unknown(Check::V_07, Reason::cms_unknown_algorithm, {"Ed25519"});
        return;
    }
    const auto found = exam.digests.find(*exam.plan->digest, [&](const Bytes& own) {
        return signature_holds(*exam.plan, *exam.key(), own, {}, exam.view.signature);
    });
    report_signature(found.has_value(), findings);
    if (found == LineEnds::canonical) {
        findings.note(Check::V_11, Reason::mail_line_ends_converted);
    }
}

void name_algorithms(const SignerView& view, Signer& signer) {
    const auto* digest = find_digest(view.digest.oid);
    const auto* signature = find_signature(view.signature_algorithm.oid);
    signer.digest_algorithm = digest ? digest->name : dotted(view.digest.oid);
    signer.signature_algorithm = signature ? signature->name : dotted(view.signature_algorithm.oid);
}

const Certificate& decoded(const CertificateView& certificate, const SignedDataView& data,
                           std::vector<Certificate>& certificates) {
    const auto index = static_cast<std::size_t>(&certificate - data.certificates.data());
    Certificate& known = certificates[index];
    if (!known) known = decode_certificate(certificate);
    return known;
}

/// The one to encrypt with has to be in the bag (RFC 8551 §2.5.3).
Certificate preferred_certificate(const Examination& exam, std::vector<Certificate>& certificates) {
    const auto party = exam.said ? read_key_preference(exam.said->key_preference) : std::nullopt;
    const auto named = party ? named_by(*party, exam.data.certificates) : std::nullopt;
    if (!named || named->empty()) return nullptr;
    return decoded(*named->front(), exam.data, certificates);
}

}  // namespace

const Bytes& ContentDigests::get(const DigestAlgorithm& digest, LineEnds line_ends) {
    const auto [known, is_new] = known_.try_emplace({&digest, line_ends});
    if (is_new) known->second = compute_(digest.evp, line_ends == LineEnds::canonical);
    return known->second;
}

Signer check_signer(const SignerView& view, const SignedDataView& data,
                    std::vector<Certificate>& certificates, ContentDigests& digests) {
    Examination exam{view, data, digests};
    Findings& findings = exam.signer.findings;
    name_algorithms(view, exam.signer);
    take_attributes(exam);
    exam.certificate = find_certificate(exam, findings);
    if (exam.certificate) {
        const KeyFacts key = judge_key(exam.certificate->key);
        exam.signer.key_bits = key.bits;
        exam.plan = plan_signature(view, key, findings);
        exam.signer.certificate = decoded(*exam.certificate, data, certificates);
    }
    check_bareness(view, data, findings);
    if (exam.said) {
        check_with_attributes(exam);
    } else {
        check_without_attributes(exam);
    }
    exam.signer.preferred = preferred_certificate(exam, certificates);
    return std::move(exam.signer);
}

}  // namespace sealwright::cms
