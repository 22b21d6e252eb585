// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/enveloped.hpp"
#include "mail/compose.hpp"
#include "tasks/recipients.hpp"

#include <string>
#include <vector>

namespace sealwright::tasks {

/// The certificates to encrypt to `addresses` with, in the same order, or who has none and whose
/// cannot be used (N-205): `people.no-certificate`, `people.unfit-certificate` with all of them in
/// args.
Result<std::vector<RecipientCertificate>> certificates_to_seal(
    const std::vector<std::string>& addresses, const Services& services);

/// An envelope, and the header fields that go before it.
struct Sealed {
    Bytes cms;
    mail::SmimeType type = mail::SmimeType::enveloped_data;

    [[nodiscard]] Bytes entity() const { return mail::pkcs7_mime(cms, type); }
};
/// `entity` encrypted to each of `certificates` once. That the envelope names them and nobody else
/// has been looked at again.
Result<Sealed> seal(View entity, const std::vector<Certificate>& certificates, cms::Cipher cipher);

/// Opens it as `self` and compares: what we could not read ourselves never leaves (E-90).
/// `mail.self-check` or `key.*`.
Result<void> must_open_again(const Sealed& sealed, View entity, const keys::Identity& self,
                             const keys::KeyUse& use);

}  // namespace sealwright::tasks
