// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "cms/der_writer.hpp"
#include "support/ca.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sealwright::support {

// Makes CMS objects with any deviation a test wants: every field has an honest default and can be
// replaced. It signs and encrypts with plain EVP calls, not with the code under test.

/// Content octets of an OID written in dots, as a whole element.
Bytes oid_element(const cms::Oid& oid);
/// DER of a certificate.
Bytes der_of(const Certificate& certificate);
Bytes digest(const char* md, View bytes);

/// Attribute with any number of values.
Bytes attribute(const cms::Oid& type, const std::vector<Bytes>& values);
Bytes content_type_attribute(const cms::Oid& type = cms::oid::kData);
Bytes message_digest_attribute(View digest);
Bytes signing_time_attribute(UnixTime time = system_now());
/// SigningCertificateV2 with the SHA-256 of `certificate`.
Bytes signing_certificate_attribute(const Certificate& certificate);
/// CMSAlgorithmProtection naming these AlgorithmIdentifiers.
Bytes protection_attribute(View digest_algorithm, View signature_algorithm);

/// AlgorithmIdentifiers by OpenSSL's digest name.
Bytes digest_algorithm(const std::string& md);
Bytes rsa_algorithm();
Bytes ecdsa_algorithm(const std::string& md);
Bytes ed25519_algorithm();
Bytes pss_algorithm(const std::string& md, const std::string& mgf1, int salt);

enum class Attributes { present, absent };
enum class Naming { issuer_and_serial, key_identifier };

/// One SignerInfo.
struct SignerSpec {
    Ca signer;
    std::string md = "SHA256";  ///< that is signed with
    std::string pss_mgf1 = {};  ///< not empty: RSA-PSS with this mask digest
    int pss_salt = 32;
    Bytes digest_algorithm = {};     ///< what SignerInfo says instead
    Bytes signature_algorithm = {};  ///< what SignerInfo says instead
    Attributes attributes = Attributes::present;
    /// Instead of content-type, message-digest and signing-time; sorted unless `unsorted`.
    std::optional<std::vector<Bytes>> attribute_set = {};
    bool unsorted = false;
    std::vector<Bytes> more_attributes = {};
    Naming naming = Naming::issuer_and_serial;
    std::optional<Bytes> signature = {};  ///< instead of a real one
};
Bytes signer_info(const SignerSpec& spec, View content);
/// The signature `spec` makes over the SET OF its attributes, and that set.
struct SignedSet {
    Bytes set;
    Bytes signature;
};
SignedSet sign_set(const SignerSpec& spec, View content);

/// The whole SignedData.
struct SignedSpec {
    Bytes content;
    std::optional<Bytes> enclosed = {};  ///< eContent; absent when detached
    cms::Oid content_type = cms::oid::kData;
    std::vector<SignerSpec> signers = {};
    std::vector<Bytes> signer_infos = {};         ///< more, ready made
    std::vector<Certificate> certificates = {};   ///< besides those of the signers
    std::optional<Bytes> digest_algorithms = {};  ///< the SET, instead of an honest one
};
Bytes signed_data(const SignedSpec& spec);

/// ContentInfo around anything.
Bytes content_info(const cms::Oid& type, View content);
/// The same object with indefinite lengths around and `content` cut into pieces of two levels.
Bytes signed_data_in_pieces(const SignedSpec& spec);

}  // namespace sealwright::support
