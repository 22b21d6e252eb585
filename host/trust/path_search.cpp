// SPDX-License-Identifier: MPL-2.0
#include "trust/path_search.hpp"

#include "base/certificate.hpp"
#include "base/limits.hpp"
#include "trust/key_strength.hpp"

#include <algorithm>
#include <ctime>

namespace sealwright::trust {
namespace {

std::chrono::nanoseconds thread_cpu_time() {
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

bool is_current(const Certificate& certificate, UnixTime time) {
    return time_of(X509_get0_notBefore(certificate.get())) <= time &&
           time <= time_of(X509_get0_notAfter(certificate.get()));
}

/// Names and key identifiers fit; whether it may issue is judged later, with a reason.
bool may_have_issued(const Certificate& issuer, const Certificate& certificate) {
    const int outcome = X509_check_issued(issuer.get(), certificate.get());
    return outcome == X509_V_OK || outcome == X509_V_ERR_KEYUSAGE_NO_CERTSIGN;
}

/// The same name with the same key again would be a loop (RFC 4158 §2.4.2).
bool repeats(const Chain& chain, const Certificate& next) {
    return std::any_of(chain.certificates.begin(), chain.certificates.end(), [&](const auto& link) {
        return X509_NAME_cmp(X509_get_subject_name(link.get()),
                             X509_get_subject_name(next.get())) == 0 &&
               EVP_PKEY_eq(X509_get0_pubkey(link.get()), X509_get0_pubkey(next.get())) == 1;
    });
}

}  // namespace

PathBudget::PathBudget() : until_(thread_cpu_time() + limits::kPathCpuTime) {}

bool PathBudget::is_spent() const {
    return thread_cpu_time() > until_;
}

PathSearch::PathSearch(const std::vector<Certificate>& intermediates, AnchorSource& anchors,
                       UnixTime time, const PathBudget& budget)
    : anchors_(anchors), budget_(budget) {
    const std::size_t count = std::min(intermediates.size(), limits::kCertificates);
    intermediates_.assign(intermediates.begin(),
                          intermediates.begin() + static_cast<std::ptrdiff_t>(count));
    std::stable_partition(intermediates_.begin(), intermediates_.end(),
                          [&](const Certificate& each) { return is_current(each, time); });
}

PathSearch::Ended PathSearch::run(const Certificate& leaf, const OnChain& on_chain) {
    on_chain_ = on_chain;
    Chain chain{{leaf}, false};
    considered_.push_back(leaf);
    extend(chain);
    return too_complex_ ? Ended::too_complex : Ended::complete;
}

/// Recursion is no deeper than limits::kPathDepth.
void PathSearch::extend(Chain& chain) {
    const Certificate last = chain.certificates.back();
    if (is_anchor(last)) return finish(chain);
    if (chain.certificates.size() > longest_.certificates.size()) longest_ = chain;
    for (const auto& issuer : issuers_of(last)) {
        if (over_budget()) return;
        if (repeats(chain, issuer) || !signed_by(last, issuer)) continue;
        if (chain.certificates.size() == limits::kPathDepth) {
            too_complex_ = true;
            return;
        }
        chain.certificates.push_back(issuer);
        extend(chain);
        chain.certificates.pop_back();
        if (enough_) return;
    }
}

bool PathSearch::is_anchor(const Certificate& certificate) {
    const auto& named = anchors_named(*X509_get_subject_name(certificate.get()));
    return std::any_of(named.begin(), named.end(), [&](const Certificate& anchor) {
        return X509_cmp(anchor.get(), certificate.get()) == 0;
    });
}

void PathSearch::finish(const Chain& chain) {
    Chain anchored = chain;
    anchored.anchored = true;
    enough_ = on_chain_(anchored) == Continue::no;
}

const std::vector<Certificate>& PathSearch::anchors_named(const X509_NAME& subject) {
    const auto [entry, missing] = anchors_by_name_.try_emplace(der_of(subject));
    if (missing) {
        entry->second = anchors_.by_subject(subject);
        considered_.insert(considered_.end(), entry->second.begin(), entry->second.end());
    }
    return entry->second;
}

/// Anchors first: the shortest way to trust is the most likely one.
std::vector<Certificate> PathSearch::issuers_of(const Certificate& certificate) {
    std::vector<Certificate> issuers;
    const auto add = [&](const std::vector<Certificate>& candidates) {
        for (const auto& candidate : candidates) {
            if (may_have_issued(candidate, certificate)) issuers.push_back(candidate);
        }
    };
    add(anchors_named(*X509_get_issuer_name(certificate.get())));
    const std::size_t anchors = issuers.size();
    add(intermediates_);
    considered_.insert(considered_.end(), issuers.begin() + static_cast<std::ptrdiff_t>(anchors),
                       issuers.end());
    return issuers;
}

bool PathSearch::signed_by(const Certificate& certificate, const Certificate& issuer) {
    const auto [entry, missing] =
        signatures_.try_emplace(std::pair{certificate.get(), issuer.get()}, false);
    if (!missing) return entry->second;
    if (signatures_.size() > limits::kPathSignatures) {
        too_complex_ = true;
        return false;
    }
    EVP_PKEY* key = X509_get0_pubkey(issuer.get());
    entry->second = key && is_of_usual_size(*key) && X509_verify(certificate.get(), key) == 1;
    if (!entry->second) take_openssl_errors();
    return entry->second;
}

bool PathSearch::over_budget() {
    if (++steps_ > limits::kPathSteps) too_complex_ = true;
    if (budget_.is_spent()) too_complex_ = true;
    return too_complex_;
}

}  // namespace sealwright::trust
