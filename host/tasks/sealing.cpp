// SPDX-License-Identifier: MPL-2.0
#include "tasks/sealing.hpp"

#include "base/certificate.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace sealwright::tasks {
namespace {

std::string join(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

Error without_certificate(const std::vector<std::string>& missing) {
    return {ErrorCode::people_no_certificate,
            "no certificate is known for " + join(missing) +
                "; ask for a signed mail or add it with 'sealwright people add FILE'",
            missing};
}

Error with_unfit_certificate(const std::vector<std::string>& unfit) {
    return {ErrorCode::people_unfit_certificate,
            "the certificate of " + join(unfit) +
                " cannot be used; 'sealwright people show ADDRESS' says why",
            unfit};
}

/// Somebody who is named twice, or by two addresses, has one place in the envelope.
std::vector<Certificate> each_once(const std::vector<Certificate>& certificates) {
    std::vector<Certificate> all;
    std::set<Bytes> seen;
    std::copy_if(
        certificates.begin(), certificates.end(), std::back_inserter(all),
        [&seen](const Certificate& each) { return seen.insert(fingerprint(*each)).second; });
    return all;
}

}  // namespace

Result<std::vector<RecipientCertificate>> certificates_to_seal(
    const std::vector<std::string>& addresses, const Services& services) {
    std::vector<RecipientCertificate> all;
    std::vector<std::string> missing, unfit;
    Recipients recipients(services);
    for (const std::string& text : addresses) {
        const Result<Address> address = parse_address(text);
        Result<RecipientCertificate> found = RecipientCertificate();
        if (address) found = recipients.find(*address);
        if (!found) return found.error();
        if (!found->certificate)
            missing.push_back(shown(text));
        else if (!found->usable)
            unfit.push_back(shown(text));
        else
            all.push_back(std::move(found).value());
    }
    if (!missing.empty()) return without_certificate(missing);
    if (!unfit.empty()) return with_unfit_certificate(unfit);
    return all;
}

Result<Sealed> seal(View entity, const std::vector<Certificate>& certificates, cms::Cipher cipher) {
    cms::EncryptRequest encrypt;
    encrypt.entity = entity;
    encrypt.recipients = each_once(certificates);
    encrypt.cipher = cipher;
    Result<Bytes> cms = cms::encrypt(encrypt);
    if (!cms) return cms.error();
    const bool authenticated = cipher == cms::Cipher::aes_256_gcm;
    return Sealed{std::move(cms).value(), authenticated ? mail::SmimeType::auth_enveloped_data
                                                        : mail::SmimeType::enveloped_data};
}

Result<void> must_open_again(const Sealed& sealed, View entity, const keys::Identity& self,
                             const keys::KeyUse& use) {
    const Error failed{ErrorCode::mail_self_check,
                       "the encrypted message could not be opened again"};
    const Result<cms::Envelope> envelope = cms::inspect(sealed.cms);
    if (!envelope || envelope->findings.failed(Check::V_31)) return failed;
    const Result<SecretBytes> plain = cms::decrypt(sealed.cms, *envelope, self, use);
    if (!plain)
        return plain.error().code == ErrorCode::mail_decrypt_failed ? failed : plain.error();
    const bool same =
        std::equal(plain->view().begin(), plain->view().end(), entity.begin(), entity.end());
    return same ? Result<void>() : failed;
}

}  // namespace sealwright::tasks
