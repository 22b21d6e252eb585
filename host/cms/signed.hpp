// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "base/finding.hpp"
#include "base/ossl.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "keys/keys.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sealwright::cms {

/// The content type of a ContentInfo (RFC 5652 §3), by its OID alone.
enum class Content {
    data,
    signed_data,
    enveloped_data,
    auth_enveloped_data,
    compressed_data,
    other
};
/// Reads only the outermost header, so that an object that was cut off is still known for what it
/// was; `mail.unreadable` when it is none. BER and DER.
Result<Content> content_of(View cms);
/// Whether it is a readable SignedData that nobody signed: it carries certificates (RFC 8551 §3.8).
bool is_unsigned(View cms);

/// One SignerInfo after checks V-07 … V-15 (RFC 5652 §5.3). What their outcomes mean:
///   V-08 … V-14 failed   the signature is broken (S-7)
///   V-15 failed          it holds, if V-14 passed, but with a weak digest or key (S-8)
///   V-07 unknown         algorithm or key we do not evaluate (S-10); V-14 has not run
///   V-12 unknown         no signed attributes: never better than S-10
/// Without signed attributes V-09, V-10, V-11 and V-13 have nothing to run on.
struct Signer {
    Certificate certificate;  ///< null when the message does not carry it
    Findings findings;
    std::optional<UnixTime> signing_time;
    std::string digest_algorithm;     ///< "SHA-256"; an OID in dots when unknown
    std::string signature_algorithm;  ///< "RSA", "RSA-PSS", "ECDSA", "Ed25519" or an OID
    int key_bits = 0;
    /// What the signer says about mail to it; worth as much as the signature.
    std::vector<std::string> opens;  ///< content ciphers, best first: "AES-256-GCM"
    Certificate preferred;  ///< the enclosed certificate to encrypt with; null when none is named
};

/// V-06 failed: not readable as SignedData, or bytes follow it (S-7). V-07 failed: nobody signed,
/// which is never a signature. V-07 unknown: signed content of another type than id-data (S-10).
/// V-16 failed: several signers and not all of them passed V-07 … V-15 (S-14).
struct SignedData {
    Findings findings;  ///< V-06, V-07, V-16
    std::vector<Signer> signers;
    std::vector<Certificate> certificates;  ///< the first limits::kCertificates, as enclosed
    /// eContent of an opaque signature, whatever the findings say of it: it is never proof of
    /// anything by itself. Never set for detached signatures (C-10). It may come from inside an
    /// encrypted message.
    std::optional<SecretBytes> content;
    bool line_ends_converted = false;  ///< the digest held only after bare LF became CRLF (E-06)
};

/// Every check of this layer passed: V-07 … V-15 of the signer; V-06, V-07 and V-16 of the object
/// and those of all its signers.
bool is_sound(const Signer& signer);
bool is_sound(const SignedData& object);

/// Digests of detached content, computed where the content is (perhaps while it still arrives).
/// Called with an EVP name ("SHA256") and whether bare LF counts as CRLF; gives the digest.
using ContentDigest = std::function<Bytes(const char* algorithm, bool canonical_line_ends)>;
/// Digests `bytes` in place; the usual ContentDigest.
ContentDigest digest_of(View bytes);

/// Checks a SignedData and all of its signers: structure before OpenSSL sees it, attributes,
/// digest, signature mathematics and the dated algorithm table. `detached` is null for opaque
/// signatures. Certificates are not judged here (see trust). Errors: `mail.unreadable`,
/// `mail.limit` only; every broken signature is a finding.
Result<SignedData> verify(View cms, const ContentDigest& detached);

enum class Form { detached, opaque };

struct SignRequest {
    View entity;  ///< exactly the bytes to sign
    Form form = Form::detached;
    UnixTime signing_time;
    bool announce_gcm = true;  ///< SMIMECapabilities name AES-GCM first (G.10)
    /// What replies should be encrypted with; enclosed and named when it is not the signer's own
    /// certificate (N-107). May be null.
    Certificate preferred = nullptr;
};
struct SignedObject {
    Bytes cms;
    std::string micalg;  ///< RFC 8551 §3.5.3.2 name of the digest used: "sha-256"
};
/// Makes a SignedData with signedAttrs, SigningCertificateV2, CMSAlgorithmProtection and
/// SMIMECapabilities (N-301, N-306, N-701); the digest follows the key's strength. The output has
/// been verified by verify() before it is given out (E-90); `key.*`, `mail.self-check`.
Result<SignedObject> sign(const SignRequest& request, const keys::Identity& signer,
                          const keys::KeyUse& use);

}  // namespace sealwright::cms
