// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "support/cms_builder.hpp"

namespace sealwright::support {

// The builder of cms_builder.hpp for envelopes.

enum class CipherMode { cbc, gcm };

/// EnvelopedData or AuthEnvelopedData. Ciphertext, tag and parameters follow from mode, key, nonce
/// and tag length; each can be replaced.
struct EnvelopeSpec {
    Bytes content;
    CipherMode mode = CipherMode::gcm;
    Bytes key = Bytes(32, 0x4b);
    Bytes iv = {};                                 ///< default: 12 octets for GCM, 16 for CBC
    std::size_t tag_size = 16;                     ///< octets of `mac`
    std::optional<std::uint32_t> icv_length = 16;  ///< absent: not written
    std::optional<Bytes> parameters = {};          ///< elements; empty for none
    std::optional<cms::Oid> cipher = {};           ///< says another one than is used
    std::optional<Bytes> ciphertext = {};
    std::optional<bool> authenticated = {};  ///< AuthEnvelopedData; default: for GCM
    cms::Oid content_type = cms::oid::kData;
    std::vector<Bytes> attributes = {};  ///< authAttrs
    bool unsorted = false;               ///< of authAttrs
    std::vector<Bytes> recipients = {};  ///< RecipientInfos
};
Bytes envelope(const EnvelopeSpec& spec);

/// KeyTransRecipientInfo with PKCS#1 v1.5 for `recipient`; `encrypted_key` replaces the real one.
Bytes key_transport(const Ca& recipient, View content_key, std::optional<Bytes> encrypted_key = {});
/// KeyTransRecipientInfo with these parameters of id-RSAES-OAEP and SHA-1 inside.
Bytes oaep_transport(const Ca& recipient, View content_key, View parameters);

/// KeyAgreeRecipientInfo with an ephemeral key on the recipient's curve.
struct AgreementSpec {
    cms::Oid algorithm{"1.3.132.1.11.1"};
    const char* md = "SHA256";
    cms::Oid wrap{"2.16.840.1.101.3.4.1.45"};
    const char* wrap_cipher = "AES-256-WRAP";
    std::size_t wrap_size = 32;
    std::optional<Bytes> ukm = {};
    Naming naming = Naming::issuer_and_serial;
    std::optional<Bytes> parameters = {};  ///< of the key encryption algorithm; empty for none
    std::optional<Bytes> point = {};       ///< originator's, instead of an honest one
    Bytes originator_parameters = {};      ///< absent by default
    std::optional<Bytes> encrypted_key = {};
};
Bytes key_agreement(const Ca& recipient, View content_key, const AgreementSpec& spec = {});

/// Recipients no mail program opens without being asked: a KEK and a password one.
Bytes kek_recipient();
Bytes password_recipient();

}  // namespace sealwright::support
