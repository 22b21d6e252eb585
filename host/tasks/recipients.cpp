// SPDX-License-Identifier: MPL-2.0
#include "tasks/recipients.hpp"

#include "base/openssl_version.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

using people::KnownCertificate;

bool says(const std::vector<std::string>& opens, std::string_view cipher) {
    return std::find(opens.begin(), opens.end(), cipher) != opens.end();
}

/// RFC 8551 §2.7: whoever has AES at all opens AES-128-CBC.
bool opens_any_aes(const std::vector<std::string>& opens) {
    return std::any_of(opens.begin(), opens.end(),
                       [](const std::string& cipher) { return cipher.starts_with("AES-"); });
}

/// From the weakest up, so that the least of several is what all open.
enum class Level { aes_128_cbc, aes_256_cbc, aes_256_gcm };

Level level_of(const RecipientCertificate& recipient) {
    // Silence tells nothing of GCM, and whoever has said nothing opens AES-256 in CBC (G.10).
    if (recipient.known.empty() || recipient.known.front().opens.empty())
        return recipient.opens_gcm ? Level::aes_256_gcm : Level::aes_256_cbc;
    const std::vector<std::string>& opens = recipient.known.front().opens;
    if (says(opens, "AES-256-GCM")) return Level::aes_256_gcm;
    return says(opens, "AES-256-CBC") ? Level::aes_256_cbc : Level::aes_128_cbc;
}

/// E-27: no weak copy for programs that open nothing else.
void judge_ciphers(const std::vector<std::string>& opens, RecipientCertificate& recipient) {
    if (opens.empty() || opens_any_aes(opens)) return;
    recipient.findings.fail(Check::V_15, Reason::cms_weak_cipher, {opens.front()});
    recipient.usable = false;
}

void judge(const KnownCertificate& known, const std::vector<Certificate>& chain,
           const Services& services, RecipientCertificate& recipient) {
    trust::Path path = trust::check_path(known.certificate, chain, *services.anchors,
                                         services.clock(), trust::Purpose::receive_mail);
    recipient.findings = path.findings;
    recipient.usable = path.is_valid();
    judge_ciphers(known.opens, recipient);
}

/// What cms::decrypt opens.
std::vector<std::string> own_ciphers() {
    if (!can_read_auth_enveloped(running_openssl())) return {"AES-256-CBC", "AES-128-CBC"};
    return {"AES-256-GCM", "AES-128-GCM", "AES-256-CBC", "AES-128-CBC"};
}

}  // namespace

Result<RecipientCertificate> Recipients::find(const Address& address) {
    Result<RecipientCertificate> best = best_known(address);
    if (best && !best->usable) add_own(*best);
    return best;
}

Result<RecipientCertificate> Recipients::best_known(const Address& address) {
    RecipientCertificate best;
    best.address = address;
    if (!services_.people) return best;
    auto known = services_.people->certificates_for(address);
    if (!known) return known.error();
    const Result<bool> opens_gcm = services_.people->opens_gcm(address);
    std::size_t chosen = 0;
    for (std::size_t i = 0; i < known->size(); ++i) {
        const KnownCertificate& entry = (*known)[i];
        RecipientCertificate candidate{address, entry.certificate, {}, false, {}};
        judge(entry, entry.chain, services_, candidate);
        if (candidate.findings.failed(Check::V_20))
            judge(entry, with_own_chains(entry.chain), services_, candidate);
        if (best.certificate && (best.usable || !candidate.usable)) continue;
        best = std::move(candidate);
        chosen = i;
    }
    best.opens_gcm = opens_gcm && *opens_gcm;
    best.known = std::move(known).value();
    const auto first = best.known.begin() + static_cast<std::ptrdiff_t>(chosen);
    if (!best.known.empty()) std::rotate(best.known.begin(), first, first + 1);
    return best;
}

/// One's own certificate needs no anchor: we know whose it is.
void Recipients::add_own(RecipientCertificate& recipient) {
    const Result<keys::Identity> identity =
        identity_for(recipient.address, trust::Purpose::receive_mail, own(), services_);
    if (!identity) return;
    recipient.certificate = identity->certificate;
    recipient.findings = {};
    recipient.usable = true;
    recipient.known.insert(
        recipient.known.begin(),
        {identity->certificate, identity->chain, people::Source::own, {}, own_ciphers()});
}

/// A certificate file often comes without its issuer's; colleagues share ours.
std::vector<Certificate> Recipients::with_own_chains(std::vector<Certificate> chain) {
    for (const ListedIdentity& listed : own().identities) {
        const std::vector<Certificate>& above = listed.identity.chain;
        chain.insert(chain.end(), above.begin(), above.end());
    }
    return chain;
}

const Identities& Recipients::own() {
    if (!own_) own_ = list_identities(services_, stop_);
    return *own_;
}

cms::Cipher cipher_for_all(std::span<const RecipientCertificate> recipients) {
    Level least =
        can_read_auth_enveloped(running_openssl()) ? Level::aes_256_gcm : Level::aes_256_cbc;
    for (const RecipientCertificate& each : recipients) least = std::min(least, level_of(each));
    switch (least) {
        case Level::aes_256_gcm:
            return cms::Cipher::aes_256_gcm;
        case Level::aes_256_cbc:
            return cms::Cipher::aes_256_cbc;
        case Level::aes_128_cbc:
            break;
    }
    return cms::Cipher::aes_128_cbc;
}

}  // namespace sealwright::tasks
