// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/algorithms.hpp"
#include "cms/certificate.hpp"

#include <optional>
#include <vector>

namespace sealwright::cms {

/// SignerIdentifier and RecipientIdentifier (RFC 5652 §5.3, §6.2.1).
struct PartyView {
    View issuer;  ///< the Name with its header; empty when named by key identifier
    View serial;
    View key_identifier;
};
/// IssuerAndSerialNumber or [0] IMPLICIT SubjectKeyIdentifier.
PartyView read_party(der::Reader& reader);
bool names(const PartyView& party, const CertificateView& certificate);

/// Those of `certificates` that `party` names, in their order. Nothing when more than
/// limits::kCertificates have its serial number or key identifier: each costs a comparison.
std::optional<std::vector<const CertificateView*>> named_by(
    const PartyView& party, const std::vector<CertificateView>& certificates);

/// SignerInfo (RFC 5652 §5.3).
struct SignerView {
    PartyView signer;
    AlgorithmView digest;
    std::optional<der::Element> signed_attributes;  ///< [0] IMPLICIT SET OF
    AlgorithmView signature_algorithm;
    View signature;
};

/// SignedData (RFC 5652 §5.1).
struct SignedDataView {
    View content_type;
    std::optional<der::Octets> content;
    std::vector<CertificateView> certificates;  ///< X.509 only, in the order enclosed
    std::vector<SignerView> signers;
    bool trailing_bytes = false;  ///< something follows the ContentInfo
    bool beyond_limits = false;   ///< more signers or certificates, or larger ones, than are read
};

/// ContentInfo (RFC 5652 §3) as its type and the element inside.
struct ContentInfoView {
    View content_type;
    der::Element content;
    bool trailing_bytes = false;
};
std::optional<ContentInfoView> read_content_info(View cms);
/// Nothing when malformed.
std::optional<SignedDataView> read_signed_data(const ContentInfoView& info);

}  // namespace sealwright::cms
