// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "base/finding.hpp"
#include "cms/signed_data.hpp"

#include <optional>
#include <vector>

namespace sealwright::cms {

/// Attribute (RFC 5652 §5.3): its type and its values.
struct AttributeView {
    View type;
    std::vector<View> values;  ///< whole elements
};
/// SET OF Attribute content octets; nothing when they are none or more than mail ever has.
std::optional<std::vector<AttributeView>> read_attributes(View content);

/// What signed attributes say, after the rules of RFC 5652 §11 (once, one value), RFC 6211 §3 and
/// the encoding were checked: V-09, V-10, V-12, V-13 and the form of V-11.
struct SignedAttributes {
    std::optional<Bytes> message_digest;
    std::optional<UnixTime> signing_time;
    View signing_certificate;     ///< the value of SigningCertificate; empty when absent
    View signing_certificate_v2;  ///< the value of SigningCertificateV2; empty when absent
    View capabilities;            ///< the value of SMIMECapabilities; empty when absent
    View key_preference;          ///< the value of SMIMEEncryptionKeyPreference; empty when absent
};
SignedAttributes check_attributes(const SignerView& signer, View content_type, Findings& findings);

/// RFC 2634 §5.4, RFC 5035 §4: the first hash is that of the certificate used (part of V-14).
bool names_certificate(const SignedAttributes& attributes, View certificate);

}  // namespace sealwright::cms
