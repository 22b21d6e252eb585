// SPDX-License-Identifier: MPL-2.0
#include "support/openssl_cms.hpp"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <cstring>
#include <stdexcept>

namespace sealwright::support {
namespace {

void require(bool good, const char* what) {
    if (!good) throw std::runtime_error(std::string(what) + ": " + take_openssl_errors());
}

BioPtr read_from(View bytes) {
    const void* data = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
    return BioPtr(BIO_new_mem_buf(data, static_cast<int>(bytes.size())));
}

Bytes written(CMS_ContentInfo* cms, BIO* content, unsigned flags) {
    const BioPtr out(BIO_new(BIO_s_mem()));
    require(i2d_CMS_bio_stream(out.get(), cms, content, static_cast<int>(flags)) == 1, "i2d");
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return Bytes(data, data + size);
}

EVP_PKEY_CTX* add_recipient(CMS_ContentInfo* cms, const Ca& recipient,
                            const OpensslEncryption& how) {
    const unsigned naming = how.by_key_identifier ? CMS_USE_KEYID : 0U;
    CMS_RecipientInfo* info =
        CMS_add1_recipient_cert(cms, recipient.certificate.get(), CMS_KEY_PARAM | naming);
    require(info != nullptr, "recipient");
    return CMS_RecipientInfo_get0_pkey_ctx(info);
}

void set_oaep(EVP_PKEY_CTX* context, const char* md) {
    require(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
                EVP_PKEY_CTX_set_rsa_oaep_md_name(context, md, nullptr) == 1 &&
                EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, md, nullptr) == 1,
            "OAEP");
}

void set_agreement(EVP_PKEY_CTX* context, const OpensslEncryption& how) {
    if (*how.kdf) {
        require(EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_get_digestbyname(how.kdf)) == 1, "KDF");
    }
    if (how.cofactor) {
        require(EVP_PKEY_CTX_set_ecdh_cofactor_mode(context, 1) == 1, "cofactor");
    }
}

}  // namespace

Bytes openssl_sign(View content, const Ca& signer, const OpensslSigning& how) {
    const unsigned flags = CMS_BINARY | CMS_PARTIAL | how.flags |
                           (how.detached ? static_cast<unsigned>(CMS_DETACHED) : 0U) |
                           (how.stream ? static_cast<unsigned>(CMS_STREAM) : 0U);
    const CmsPtr cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, flags));
    CMS_SignerInfo* info =
        CMS_add1_signer(cms.get(), signer.certificate.get(), signer.key.get(),
                        EVP_get_digestbyname(how.md), flags | (how.pss ? CMS_KEY_PARAM : 0U));
    require(info != nullptr, "signer");
    if (how.pss) {
        require(EVP_PKEY_CTX_set_rsa_padding(CMS_SignerInfo_get0_pkey_ctx(info),
                                             RSA_PKCS1_PSS_PADDING) == 1,
                "PSS");
    }
    const BioPtr in = read_from(content);
    if (how.stream) return written(cms.get(), in.get(), flags);
    require(CMS_final(cms.get(), in.get(), nullptr, flags) == 1, "final");
    return written(cms.get(), nullptr, flags);
}

Bytes openssl_encrypt(View content, const std::vector<Ca>& recipients,
                      const OpensslEncryption& how) {
    const unsigned flags =
        CMS_BINARY | CMS_PARTIAL | (how.stream ? static_cast<unsigned>(CMS_STREAM) : 0U);
    const CipherPtr cipher(EVP_CIPHER_fetch(nullptr, how.cipher, nullptr));
    const CmsPtr cms(CMS_encrypt(nullptr, nullptr, cipher.get(), flags));
    require(cms != nullptr, "encrypt");
    for (const Ca& recipient : recipients) {
        EVP_PKEY_CTX* context = add_recipient(cms.get(), recipient, how);
        const bool rsa = EVP_PKEY_is_a(recipient.key.get(), "RSA") == 1;
        if (rsa && *how.oaep) set_oaep(context, how.oaep);
        if (!rsa) set_agreement(context, how);
    }
    const BioPtr in = read_from(content);
    if (how.stream) return written(cms.get(), in.get(), flags);
    require(CMS_final(cms.get(), in.get(), nullptr, flags) == 1, "final");
    return written(cms.get(), nullptr, flags);
}

}  // namespace sealwright::support
