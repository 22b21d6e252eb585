// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "base/ossl.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sealwright::support {

enum class KeyType { rsa1024, rsa2048, rsa3072, rsa_pss, p256, p384, p521, ed25519 };

/// How a certificate differs from the plain S/MIME leaf or CA; everything has the usual default.
struct Options {
    std::string common_name = {};                  ///< default: the address or the CA's name
    std::vector<std::string> addresses = {};       ///< SAN rfc822Name, bytes as given
    std::vector<std::string> utf8_addresses = {};  ///< SAN SmtpUTF8Mailbox
    std::string subject_email = {};                ///< DN emailAddress
    KeyType key = KeyType::rsa2048;
    std::string key_usage = "critical,digitalSignature,keyEncipherment,keyAgreement";  ///< "" none
    std::string extended_key_usage = "emailProtection";                                ///< "" none
    std::optional<UnixTime> not_before = {}, not_after = {};  ///< default: a day ago, in a year
    const char* digest = "SHA256";                            ///< that the issuer signs with
    std::vector<std::pair<std::string, std::string>> extensions =
        {};  ///< more, OpenSSL config form
    std::optional<long> serial = {};
    std::shared_ptr<EVP_PKEY> private_key = {};  ///< take this one instead of making one
};

/// A certificate with its key, and the power to issue: root, intermediate, leaf in three lines.
///     Ca root = Ca::root("Root R");
///     Ca inter = root.intermediate("Inter I");
///     Ca alice = inter.leaf("alice@example.com");
struct Ca {
    Certificate certificate;
    std::shared_ptr<EVP_PKEY> key;

    static Ca root(const std::string& name, Options options = {});
    [[nodiscard]] Ca intermediate(const std::string& name, Options options = {}) const;
    [[nodiscard]] Ca leaf(const std::string& address, Options options = {}) const;

    [[nodiscard]] std::string pem_certificate() const;
    [[nodiscard]] std::string pem_key() const;
    /// AES-256 PKCS#12 with the chain enclosed.
    [[nodiscard]] std::string pkcs12(const std::string& password,
                                     const std::vector<Certificate>& chain = {}) const;
};

/// A key nobody else has, made in a few milliseconds: leaf(), root() … take theirs from here.
std::shared_ptr<EVP_PKEY> pooled_key(KeyType type);

}  // namespace sealwright::support
