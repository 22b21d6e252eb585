// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/secret.hpp"
#include "cms/signed.hpp"
#include "mail/entity.hpp"

#include <optional>

namespace sealwright::tasks {

/// The CMS object that is the body of `part`, its transfer encoding undone. Nothing when it is
/// beyond limits::kCmsBytes; then nothing was allocated for it.
std::optional<SecretBytes> cms_object(const mail::Message& message, const mail::Entity& part);

/// Whether a pkcs7-mime part calls itself encrypted. Unnamed ones have always been enveloped-data
/// (RFC 2633 §3.2.2). Only for parts whose CMS object does not say itself what it is.
bool claims_encryption(const mail::Entity& part);

/// Cryptographic layers that stand outside the Envelope (RFC 9787 §4.5): errant ones, for S-11 and
/// ENC-4. What a pkcs7-mime part is, its CMS object says, without any key: certificates and
/// compressed data are neither.
struct Errant {
    bool signature = false;
    bool encryption = false;
};
/// Those in `payload`, where the walk through the Envelope ended; itself it is none of them when it
/// is pkcs7-mime: the walk has said what that is.
Errant errant_layers(const mail::Message& message, const mail::Entity& payload);

}  // namespace sealwright::tasks
