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

/// A Name to compare others with: equal octets, or equal by RFC 5280 §7.1, since signers re-encode
/// names. Decoded once and only when octets differ; names beyond limits::kNameOctets never are.
class NameComparison {
  public:
    explicit NameComparison(View name) : name_(name) {}
    bool equals(View other);

  private:
    View name_;
    std::optional<X509NamePtr> decoded_;
};
/// Equal INTEGERs; leading zeros that DER forbids are seen.
bool same_serial(View a, View b);

/// The certificate for OpenSSL, or null; null too when its key is unusable: OpenSSL never sees
/// those.
Certificate decode_certificate(const CertificateView& view);
/// The DER of a certificate; `buffer` holds it.
View encode_certificate(const X509& certificate, Bytes& buffer);

}  // namespace sealwright::cms
