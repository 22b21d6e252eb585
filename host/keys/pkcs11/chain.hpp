// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/certificates.hpp"

#include <map>

namespace sealwright::keys::pkcs11 {

/// The certificates of one token as OpenSSL reads them; those it cannot read are left out.
class TokenCertificates {
  public:
    struct Entry {
        const StoredCertificate* stored;
        Certificate certificate;
        std::string subject;  ///< fit to be shown
        Bytes public_key;     ///< SubjectPublicKeyInfo, DER
        bool is_leaf;
    };

    /// `stored` must outlive this.
    explicit TokenCertificates(const std::vector<StoredCertificate>& stored);
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    /// The CA certificates above `leaf`, as far up as the token has them.
    [[nodiscard]] std::vector<Certificate> chain_of(const Entry& leaf) const;

  private:
    [[nodiscard]] Certificate issuer_of(X509& certificate) const;

    std::vector<Entry> entries_;
    std::multimap<Bytes, Certificate> authorities_;  ///< by encoded subject
};

}  // namespace sealwright::keys::pkcs11
