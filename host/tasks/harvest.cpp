// SPDX-License-Identifier: MPL-2.0
#include "tasks/harvest.hpp"

#include "mail/transport.hpp"
#include "people/people.hpp"
#include "trust/path_cache.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

/// A claim about another time than the message was made at is not the signer's newest word.
bool is_time_possible(const JudgedSigner& signer) {
    const Findings& findings = signer.facts.findings;
    return signer.details.signing_time && !findings.has(Reason::time_in_future) &&
           !findings.has(Reason::time_signed_outside_validity);
}

/// Whoever is written to with another certificate than it signs with encloses one, or an old one
/// too. Each costs the search for a path.
constexpr std::size_t kMostOthers = 4;

bool is_for(const Address& address, const X509& certificate) {
    const std::vector<Address> named = trust::addresses_of(certificate).addresses;
    return std::find(named.begin(), named.end(), address) != named.end();
}

bool is_among(const std::vector<Certificate>& all, const Certificate& certificate) {
    return std::any_of(all.begin(), all.end(), [&](const Certificate& each) {
        return X509_cmp(each.get(), certificate.get()) == 0;
    });
}

/// Those for `address`, in the order in which they are tried: the preferred one, the signer's, and
/// the first others.
std::vector<Certificate> candidates(const Address& address, const cms::Signer& signer,
                                    const cms::SignedData& data) {
    std::vector<Certificate> all;
    const auto take = [&](const Certificate& each) {
        if (each && is_for(address, *each) && !is_among(all, each)) all.push_back(each);
    };
    take(signer.preferred);
    take(signer.certificate);
    const std::size_t most = all.size() + kMostOthers;
    for (const Certificate& each : data.certificates)
        if (all.size() < most) take(each);
    return all;
}

/// `certificate` with its chain, when it is trusted to receive mail; judged as a path of its own.
std::optional<people::KnownCertificate> to_write_to(const Certificate& certificate,
                                                    const cms::SignedData& data,
                                                    const trust::PathBudget& budget,
                                                    const Services& services) {
    const trust::Path path =
        services.paths->check(certificate, data.certificates, *services.anchors, services.clock(),
                              trust::Purpose::receive_mail, budget);
    if (!path.is_valid()) return std::nullopt;
    people::KnownCertificate known{certificate, {}, people::Source::mail, services.clock()};
    // The leaf stands first, and the anchor last is our own.
    if (path.certificates.size() > 2)
        known.chain.assign(path.certificates.begin() + 1, path.certificates.end() - 1);
    return known;
}

}  // namespace

bool is_received_mail(const Context& context) {
    const bool is_real = context.folder == Folder::inbox || context.folder == Folder::other;
    return is_real && !context.account.empty() && context.received.has_value();
}

Context with_reception(Context context, const mail::Entity& root) {
    if (context.received) return context;
    if (const auto seconds = mail::received_time(root))
        context.received = UnixTime(std::chrono::seconds(*seconds));
    return context;
}

void harvest(const cms::SignedData& data, const std::vector<JudgedSigner>& judged,
             const verdict::Verdict& verdict, const trust::PathBudget& budget,
             const Services& services) {
    if (!verdict::is_positive(verdict.signature) || judged.size() != 1 || !services.people) return;
    const Result<Address> address = parse_address(verdict.address);
    if (!address || !is_time_possible(judged.front())) return;
    const cms::Signer& signer = data.signers.front();
    for (const Certificate& candidate : candidates(*address, signer, data)) {
        const auto known = to_write_to(candidate, data, budget, services);
        if (!known) continue;
        // What cannot be remembered today will be with the next mail.
        (void)services.people->add(*known, trust::addresses_of(*candidate).addresses);
        if (!signer.opens.empty())
            (void)services.people->note_capabilities(*candidate, signer.opens,
                                                     *judged.front().details.signing_time);
        return;
    }
}

}  // namespace sealwright::tasks
