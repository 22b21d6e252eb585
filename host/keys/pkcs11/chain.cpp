// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/chain.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "keys/pkcs11/public_key.hpp"

#include <openssl/err.h>

#include <algorithm>

namespace sealwright::keys::pkcs11 {
namespace {

Bytes encoded(const X509_NAME* name) {
    std::uint8_t* der = nullptr;
    const int size = i2d_X509_NAME(name, &der);
    Bytes bytes(der, der + std::max(size, 0));
    OPENSSL_free(der);
    return bytes;
}

std::string readable(const X509_NAME* name) {
    const BioPtr text(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(text.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    const char* data = nullptr;
    const long size = BIO_get_mem_data(text.get(), &data);
    return shown({data, static_cast<std::size_t>(std::max(size, 0L))});
}

Certificate parse(View der) {
    const auto* from = der.data();
    auto certificate = own_certificate(d2i_X509(nullptr, &from, static_cast<long>(der.size())));
    ERR_clear_error();
    return certificate;
}

}  // namespace

TokenCertificates::TokenCertificates(const std::vector<StoredCertificate>& stored) {
    for (const auto& one : stored) {
        const auto certificate = parse(one.der);
        if (!certificate) continue;
        const X509_NAME* subject = X509_get_subject_name(certificate.get());
        const bool is_leaf = X509_check_ca(certificate.get()) == 0;
        if (!is_leaf) authorities_.emplace(encoded(subject), certificate);
        entries_.push_back(
            {&one, certificate, readable(subject), encoded_public_key(*certificate), is_leaf});
    }
}

std::vector<Certificate> TokenCertificates::chain_of(const Entry& leaf) const {
    std::vector<Certificate> chain;
    auto issuer = issuer_of(*leaf.certificate);
    while (issuer && chain.size() < limits::kPathDepth) {
        if (std::find(chain.begin(), chain.end(), issuer) != chain.end()) break;
        chain.push_back(issuer);
        issuer = issuer_of(*issuer);
    }
    return chain;
}

Certificate TokenCertificates::issuer_of(X509& certificate) const {
    const auto [begin, end] = authorities_.equal_range(encoded(X509_get_issuer_name(&certificate)));
    for (auto authority = begin; authority != end; ++authority)
        if (X509_check_issued(authority->second.get(), &certificate) == X509_V_OK)
            return authority->second;
    return nullptr;
}

}  // namespace sealwright::keys::pkcs11
