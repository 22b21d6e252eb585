// SPDX-License-Identifier: MPL-2.0
#include "tasks/signers.hpp"

#include "base/limits.hpp"
#include "mail/addresses.hpp"
#include "people/people.hpp"
#include "trust/path_cache.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

JudgedSigner judge(const cms::Signer& signer, const cms::SignedData& data,
                   const ClaimedSender& claimed, const Context& context,
                   const trust::PathBudget& budget, const Services& services);
void judge_certificate(const cms::Signer& signer, const cms::SignedData& data,
                       const trust::PathBudget& budget, const Services& services,
                       JudgedSigner& judged);
void judge_address(const cms::Signer& signer, const ClaimedSender& claimed, JudgedSigner& judged);

/// A group in From is nobody who could have signed (C-16).
bool is_plain(const mail::MailboxList& list) {
    return list.clean && !list.grouped;
}

}  // namespace

ClaimedSender claimed_sender(const mail::Entity& root) {
    ClaimedSender claimed;
    const mail::MailboxList from = mail::mailboxes_in(root, "From");
    claimed.clean = is_plain(from);
    for (const mail::Mailbox& mailbox : from.mailboxes) claimed.from.push_back(mailbox.address);
    const mail::MailboxList sender = mail::mailboxes_in(root, "Sender");
    if (is_plain(sender) && sender.mailboxes.size() == 1)
        claimed.sender = sender.mailboxes.front().address;
    if (const mail::Field* date = root.field("Date")) {
        if (auto seconds = mail::parse_date(date->value))
            claimed.date = UnixTime(std::chrono::seconds(*seconds));
    }
    return claimed;
}

std::vector<JudgedSigner> judge_signers(const cms::SignedData& data, const ClaimedSender& claimed,
                                        const Context& context, const trust::PathBudget& budget,
                                        const Services& services) {
    std::vector<JudgedSigner> judged;
    for (const cms::Signer& signer : data.signers)
        judged.push_back(judge(signer, data, claimed, context, budget, services));
    return judged;
}

namespace {

JudgedSigner judge(const cms::Signer& signer, const cms::SignedData& data,
                   const ClaimedSender& claimed, const Context& context,
                   const trust::PathBudget& budget, const Services& services) {
    JudgedSigner judged;
    judged.facts.findings = signer.findings;
    judged.details.signing_time = signer.signing_time;
    judged.details.digest = signer.digest_algorithm;
    judged.details.algorithm = signer.signature_algorithm;
    if (signer.certificate) {
        judge_certificate(signer, data, budget, services, judged);
        judge_address(signer, claimed, judged);
        UnixTime received = context.received.value_or(services.clock());
        trust::check_times(*signer.certificate, {signer.signing_time, claimed.date, received},
                           judged.facts.findings);
        judged.odd_time = judged.facts.findings.failed(Check::V_28);
    }
    judged.details.findings = judged.facts.findings;
    return judged;
}

void judge_certificate(const cms::Signer& signer, const cms::SignedData& data,
                       const trust::PathBudget& budget, const Services& services,
                       JudgedSigner& judged) {
    trust::Path path =
        services.paths->check(signer.certificate, data.certificates, *services.anchors,
                              services.clock(), trust::Purpose::sign_mail, budget);
    Findings& findings = judged.facts.findings;
    findings.add(path.findings);
    if (path.findings.passed(Check::V_20))
        services.revocation->check(path, services.clock(), findings);
    judged.details.certificate = trust::summarise(*signer.certificate);
    for (std::size_t i = 1; i < path.certificates.size(); ++i)
        judged.details.chain.push_back(trust::summarise(*path.certificates[i]));
    judged.facts.issuer = judged.details.certificate.issuer;
}

bool names_one_of(const std::vector<std::optional<Address>>& from,
                  const std::vector<Address>& own) {
    return std::any_of(from.begin(), from.end(), [&](const std::optional<Address>& address) {
        return address && std::find(own.begin(), own.end(), *address) != own.end();
    });
}

/// Readers of a malformed From differ: that one of them sees the certificate's address proves
/// nothing, and that others see another one is no proof that somebody else signed.
void judge_address(const cms::Signer& signer, const ClaimedSender& claimed, JudgedSigner& judged) {
    Findings& findings = judged.facts.findings;
    trust::CertificateAddresses own = trust::addresses_of(*signer.certificate);
    if (claimed.clean || !names_one_of(claimed.from, own.addresses))
        trust::bind_address(own, claimed.from, claimed.sender, findings);
    if (!claimed.clean) findings.unknown(Check::V_26, Reason::address_malformed, {"From"});
    if (findings.passed(Check::V_26) && claimed.from.size() == 1 && claimed.from.front())
        judged.facts.address = claimed.from.front()->text();
    else if (!own.addresses.empty())
        judged.facts.address = own.addresses.front().text();
}

}  // namespace

}  // namespace sealwright::tasks
