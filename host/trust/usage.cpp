// SPDX-License-Identifier: MPL-2.0
#include "trust/usage.hpp"

#include "trust/names.hpp"

namespace sealwright::trust {
namespace {

/// X509_check_ca: 0 no CA, 1 by basic constraints; others are guesses about old certificates.
enum : int { kNoCa = 0, kCaByConstraints = 1 };

std::uint32_t flags_of(const Certificate& certificate) {
    return X509_get_extension_flags(certificate.get());
}

bool may_be_used_for_mail(const Certificate& certificate) {
    const std::uint32_t usage = X509_get_extended_key_usage(certificate.get());
    return usage == UINT32_MAX || (usage & (XKU_SMIME | XKU_ANYEKU)) != 0;
}

std::uint32_t usages_for(const Certificate& leaf, Purpose purpose) {
    if (purpose == Purpose::sign_mail) return KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
    const EVP_PKEY* key = X509_get0_pubkey(leaf.get());
    return key && EVP_PKEY_is_a(key, "RSA") ? KU_KEY_ENCIPHERMENT : KU_KEY_AGREEMENT;
}

/// An absent key usage presumes every usage; X509_get_key_usage says so by all bits set.
bool has_usage(const Certificate& leaf, Purpose purpose) {
    return (X509_get_key_usage(leaf.get()) & usages_for(leaf, purpose)) != 0;
}

void check_extensions(const Certificate& certificate, Findings& findings) {
    const std::uint32_t flags = flags_of(certificate);
    if ((flags & EXFLAG_INVALID) != 0)
        findings.fail(Check::V_22, Reason::path_invalid, {short_subject(certificate)});
    if ((flags & EXFLAG_CRITICAL) != 0)
        findings.fail(Check::V_22, Reason::path_critical_extension, {short_subject(certificate)});
}

void check_leaf(const Certificate& leaf, Purpose purpose, Findings& findings) {
    check_extensions(leaf, findings);
    if (!has_usage(leaf, purpose) || !may_be_used_for_mail(leaf)) {
        findings.fail(Check::V_22, Reason::path_unfit_usage, {short_subject(leaf)});
    }
}

/// `below` counts the certificates between this one and the leaf that are not self-issued
/// (RFC 5280 §4.2.1.9).
void check_issuer(const Certificate& issuer, long below, Findings& findings) {
    check_extensions(issuer, findings);
    if (X509_check_ca(issuer.get()) != kCaByConstraints) {
        findings.fail(Check::V_22, Reason::path_not_a_ca, {short_subject(issuer)});
    }
    if ((X509_get_key_usage(issuer.get()) & KU_KEY_CERT_SIGN) == 0) {
        findings.fail(Check::V_22, Reason::path_not_a_ca, {short_subject(issuer)});
    }
    const long most = X509_get_pathlen(issuer.get());
    if (most >= 0 && below > most) findings.fail(Check::V_22, Reason::path_too_long);
    if (!may_be_used_for_mail(issuer)) {
        findings.fail(Check::V_22, Reason::path_unfit_usage, {short_subject(issuer)});
    }
}

/// An anchor is trusted for what it is, even a root from before basic constraints; but one that
/// says it is no CA has issued nothing, and its path length binds.
void check_anchor(const Certificate& anchor, long below, Findings& findings) {
    if (X509_check_ca(anchor.get()) == kNoCa) {
        findings.fail(Check::V_22, Reason::path_not_a_ca, {short_subject(anchor)});
    }
    const long most = X509_get_pathlen(anchor.get());
    if (most >= 0 && below > most) findings.fail(Check::V_22, Reason::path_too_long);
}

bool is_self_issued(const Certificate& certificate) {
    return (flags_of(certificate) & EXFLAG_SI) != 0;
}

}  // namespace

void check_usage(const std::vector<Certificate>& chain, bool anchored, Purpose purpose,
                 Findings& findings) {
    findings.pass(Check::V_22);
    check_leaf(chain.front(), purpose, findings);
    long below = 0;
    for (std::size_t i = 1; i < chain.size(); ++i) {
        const bool is_anchor = anchored && i + 1 == chain.size();
        (is_anchor ? check_anchor : check_issuer)(chain[i], below, findings);
        if (!is_self_issued(chain[i])) ++below;
    }
}

}  // namespace sealwright::trust
