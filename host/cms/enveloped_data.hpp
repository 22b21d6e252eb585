// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/enveloped.hpp"
#include "cms/signed_data.hpp"

#include <optional>
#include <vector>

namespace sealwright::cms {

/// One recipient of an envelope as ranges of the input: a KeyTransRecipientInfo, one
/// RecipientEncryptedKey of a KeyAgreeRecipientInfo, or a kind we do not open.
struct RecipientView {
    RecipientKind kind = RecipientKind::other;
    PartyView party;
    AlgorithmView algorithm;  ///< of key encryption or agreement
    View encrypted_key;
    View originator;  ///< OriginatorIdentifierOrKey, the whole element (key agreement)
    View ukm;         ///< user keying material; empty when absent
    bool has_ukm = false;
};

/// EnvelopedData (RFC 5652 §6.1) or AuthEnvelopedData (RFC 5083 §2.1).
struct EnvelopeView {
    bool authenticated = false;             ///< AuthEnvelopedData
    std::vector<RecipientView> recipients;  ///< at most one more than limits::kRecipients
    View content_type;
    AlgorithmView cipher;
    std::optional<der::Octets> ciphertext;
    std::optional<der::Element> authenticated_attributes;  ///< [1] IMPLICIT SET OF
    View mac;
    bool trailing_bytes = false;
};
/// Nothing when malformed, or when the ContentInfo is of another type.
std::optional<EnvelopeView> read_envelope(View cms);

}  // namespace sealwright::cms
