// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"
#include "base/limits.hpp"
#include "trust/key_strength.hpp"
#include "trust/names.hpp"
#include "trust/path_search.hpp"
#include "trust/trust.hpp"
#include "trust/usage.hpp"

#include <algorithm>

namespace sealwright::trust {
namespace {

constexpr Check kPathChecks[] = {Check::V_20, Check::V_21, Check::V_22, Check::V_23, Check::V_24};

Path judge(const Chain& chain, AnchorSource& anchors, UnixTime time, Purpose purpose);
void check_anchored(const Chain& chain, AnchorSource& anchors, Findings& findings);
void check_validity(const Chain& chain, UnixTime time, Findings& findings);
void check_strength(const Chain& chain, Findings& findings);
void check_names(const Chain& chain, Findings& findings);
void ask_openssl(const Chain& chain, UnixTime time, Findings& findings);
std::size_t failures(const Findings& findings);
void set_window(const std::vector<Certificate>& considered, UnixTime time, Path& path);

}  // namespace

bool Path::is_valid() const {
    return failures(findings) == 0;
}

Path check_path(const Certificate& leaf, const std::vector<Certificate>& intermediates,
                AnchorSource& anchors, UnixTime time, Purpose purpose, const PathBudget& budget) {
    PathSearch search(intermediates, anchors, time, budget);
    std::optional<Path> best;
    std::size_t judged = 0;
    const auto ended = search.run(leaf, [&](const Chain& chain) {
        Path path = judge(chain, anchors, time, purpose);
        if (!best || failures(path.findings) < failures(best->findings)) best = std::move(path);
        const bool enough = failures(best->findings) == 0 || ++judged == limits::kPathsJudged;
        return enough ? PathSearch::Continue::no : PathSearch::Continue::yes;
    });
    if (!best) {
        best = judge(search.longest(), anchors, time, purpose);
        if (ended == PathSearch::Ended::too_complex) {
            Findings unclear;
            for (const Check check : kPathChecks) unclear.unknown(check, Reason::path_too_complex);
            best->findings = unclear;
        }
    }
    set_window(search.considered(), time, *best);
    return *best;
}

namespace {

Path judge(const Chain& chain, AnchorSource& anchors, UnixTime time, Purpose purpose) {
    Path path;
    path.certificates = chain.certificates;
    check_anchored(chain, anchors, path.findings);
    check_validity(chain, time, path.findings);
    check_usage(chain.certificates, chain.anchored, purpose, path.findings);
    check_strength(chain, path.findings);
    check_names(chain, path.findings);
    if (failures(path.findings) == 0) ask_openssl(chain, time, path.findings);
    return path;
}

bool is_self_signed(const Certificate& certificate) {
    return X509_self_signed(certificate.get(), 0) == 1;
}

void check_anchored(const Chain& chain, AnchorSource& anchors, Findings& findings) {
    const auto& leaf = chain.certificates.front();
    const auto& last = chain.certificates.back();
    if (!chain.anchored) {
        findings.fail(Check::V_20,
                      is_self_signed(leaf) ? Reason::path_self_signed : Reason::path_no_anchor,
                      {short_issuer(last)});
        return;
    }
    const auto date = anchors.distrusted_after(*last);
    if (date && time_of(X509_get0_notBefore(leaf.get())) > *date) {
        findings.fail(Check::V_20, Reason::path_no_anchor, {short_subject(last)});
        return;
    }
    findings.pass(Check::V_20);
}

void check_validity(const Chain& chain, UnixTime time, Findings& findings) {
    findings.pass(Check::V_21);
    for (const auto& certificate : chain.certificates) {
        if (time > time_of(X509_get0_notAfter(certificate.get()))) {
            findings.fail(Check::V_21, Reason::path_expired, {short_subject(certificate)});
        }
        if (time < time_of(X509_get0_notBefore(certificate.get()))) {
            findings.fail(Check::V_21, Reason::path_not_yet_valid, {short_subject(certificate)});
        }
    }
}

/// The signature on an anchor proves nothing and is not asked about.
void check_strength(const Chain& chain, Findings& findings) {
    findings.pass(Check::V_23);
    for (std::size_t i = 0; i < chain.certificates.size(); ++i) {
        const auto& certificate = chain.certificates[i];
        const EVP_PKEY* key = X509_get0_pubkey(certificate.get());
        const bool is_anchor = chain.anchored && i + 1 == chain.certificates.size();
        if (!key || !is_strong(*key) || (!is_anchor && !is_strongly_signed(*certificate))) {
            findings.fail(Check::V_23, Reason::path_weak, {short_subject(certificate)});
        }
    }
}

using ConstraintsPtr = std::unique_ptr<NAME_CONSTRAINTS, FreeWith<NAME_CONSTRAINTS_free>>;

bool fits(const ConstraintsPtr& constraints, const std::vector<Certificate>& chain,
          std::size_t below) {
    for (std::size_t i = 0; i < below; ++i) {
        const bool self_issued = (X509_get_extension_flags(chain[i].get()) & EXFLAG_SI) != 0;
        if (i != 0 && self_issued) continue;  // RFC 5280 §4.2.1.10
        if (NAME_CONSTRAINTS_check(chain[i].get(), constraints.get()) != X509_V_OK) return false;
    }
    return true;
}

/// Constraints of every issuer bind every certificate below it; OpenSSL's matcher knows
/// rfc822Name, SmtpUTF8Mailbox and emailAddress of the subject (N-212).
void check_names(const Chain& chain, Findings& findings) {
    findings.pass(Check::V_24);
    for (std::size_t i = 1; i < chain.certificates.size(); ++i) {
        int critical = -1;
        const ConstraintsPtr constraints(static_cast<NAME_CONSTRAINTS*>(X509_get_ext_d2i(
            chain.certificates[i].get(), NID_name_constraints, &critical, nullptr)));
        const bool unreadable = !constraints && critical != -1;
        if (unreadable || (constraints && !fits(constraints, chain.certificates, i))) {
            findings.fail(Check::V_24, Reason::path_name_constraints);
        }
    }
}

using StackPtr =
    std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * stack) { sk_X509_free(stack); })>;

/// A second opinion on a chain that is about to be trusted: whatever OpenSSL minds and we did not
/// is a failure too.
void ask_openssl(const Chain& chain, UnixTime time, Findings& findings) {
    const StackPtr trusted(sk_X509_new_null()), untrusted(sk_X509_new_null());
    sk_X509_push(trusted.get(), chain.certificates.back().get());
    for (const auto& link : chain.certificates) sk_X509_push(untrusted.get(), link.get());
    const X509StoreCtxPtr context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), nullptr, chain.certificates.front().get(), untrusted.get());
    X509_STORE_CTX_set0_trusted_stack(context.get(), trusted.get());
    X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_auth_level(rules, 2);
    X509_VERIFY_PARAM_set_depth(rules, static_cast<int>(limits::kPathDepth));
    X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(time.time_since_epoch().count()));
    // The one certificate in the trusted stack is an anchor by name, whoever signed it.
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
    if (X509_verify_cert(context.get()) == 1) return;
    const int error = X509_STORE_CTX_get_error(context.get());
    findings.fail(Check::V_22, Reason::path_invalid, {X509_verify_cert_error_string(error)});
    take_openssl_errors();
}

std::size_t failures(const Findings& findings) {
    return static_cast<std::size_t>(
        std::count_if(std::begin(kPathChecks), std::end(kPathChecks),
                      [&](Check check) { return !findings.passed(check); }));
}

/// Between two neighbouring borders of validity nothing about any path changes.
void set_window(const std::vector<Certificate>& considered, UnixTime time, Path& path) {
    path.from = UnixTime::min();
    path.until = UnixTime::max();
    const auto border = [&](UnixTime first_after) {
        if (first_after <= time) path.from = std::max(path.from, first_after);
        if (first_after > time) path.until = std::min(path.until, first_after);
    };
    for (const auto& certificate : considered) {
        border(time_of(X509_get0_notBefore(certificate.get())));
        border(time_of(X509_get0_notAfter(certificate.get())) + std::chrono::seconds(1));
    }
}

}  // namespace
}  // namespace sealwright::trust
