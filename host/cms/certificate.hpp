// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/ossl.hpp"
#include "cms/public_key.hpp"

#include <optional>

namespace sealwright::cms {

/// The fields of an X.509 certificate that CMS refers to, as ranges of its DER.
struct CertificateView {
    View whole;
    View issuer;          ///< the Name with its header
    View subject;         ///< likewise
    View serial;          ///< content octets
    View key;             ///< SubjectPublicKeyInfo with its header
    View key_identifier;  ///< subjectKeyIdentifier extension; empty when there is none
};
/// Nothing when it is no certificate. `der` may be longer than the certificate.
std::optional<CertificateView> read_certificate(View der);

/// Equal octets, or equal by the comparison of RFC 5280 §7.1: signers re-encode names.
bool same_name(View a, View b);
/// Equal INTEGERs; leading zeros that DER forbids are seen.
bool same_serial(View a, View b);

/// The certificate for OpenSSL, or null; null too when its key is unusable: OpenSSL never sees
/// those.
Certificate decode_certificate(const CertificateView& view);
/// The DER of a certificate; `buffer` holds it.
View encode_certificate(const X509& certificate, Bytes& buffer);

}  // namespace sealwright::cms
