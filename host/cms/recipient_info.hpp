// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"
#include "cms/certificate.hpp"

namespace sealwright::cms {

enum class RsaPadding { pkcs1, oaep_sha256 };

/// DER of a RecipientInfo (RFC 5652 §6.2) that gives `content_key` to `certificate`, named by
/// issuer and serial: KeyTransRecipientInfo for RSA, KeyAgreeRecipientInfo with an ephemeral key
/// for EC. `people.unfit-certificate` for keys below limits::kRsaBitsLeast and of other kinds.
Result<Bytes> recipient_info(const Certificate& certificate, View content_key, RsaPadding padding);

}  // namespace sealwright::cms
