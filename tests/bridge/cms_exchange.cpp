// SPDX-License-Identifier: MPL-2.0
#include "bridge/cms_exchange.hpp"

#include "keys/soft_key.hpp"

#include <doctest/doctest.h>
#include <openssl/rsa.h>

namespace sealwright::bridge_test {
namespace {

BioPtr reader(View bytes) {
    return BioPtr(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

std::string content_of(const BioPtr& bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Bytes der(const CmsPtr& cms) {
    unsigned char* encoded = nullptr;
    const int length = i2d_CMS_ContentInfo(cms.get(), &encoded);
    REQUIRE(length > 0);
    Bytes bytes(encoded, encoded + length);
    OPENSSL_free(encoded);
    return bytes;
}

CmsPtr parse(View cms) {
    const unsigned char* at = cms.data();
    return CmsPtr(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(cms.size())));
}

void add_recipient(CMS_ContentInfo* cms, X509* certificate, const Encryption& how) {
    CMS_RecipientInfo* info = CMS_add1_recipient_cert(cms, certificate, CMS_KEY_PARAM);
    REQUIRE(info);
    EVP_PKEY_CTX* context = CMS_RecipientInfo_get0_pkey_ctx(info);
    if (how.oaep_digest && CMS_RecipientInfo_type(info) == CMS_RECIPINFO_TRANS) {
        REQUIRE(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1);
        REQUIRE(EVP_PKEY_CTX_set_rsa_oaep_md_name(context, how.oaep_digest, nullptr) == 1);
        if (!how.oaep_label.empty()) {
            REQUIRE(EVP_PKEY_CTX_set0_rsa_oaep_label(context,
                                                     OPENSSL_strdup(how.oaep_label.c_str()),
                                                     static_cast<int>(how.oaep_label.size())) == 1);
        }
    }
    if (how.kdf_digest && CMS_RecipientInfo_type(info) == CMS_RECIPINFO_AGREE) {
        REQUIRE(EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_get_digestbyname(how.kdf_digest)) == 1);
    }
}

}  // namespace

bridge::BoundKey bound_key(const support::Ca& leaf, std::shared_ptr<keys::PrivateKey> key) {
    auto bound = bridge::BoundKey::bind(*leaf.certificate, std::move(key), {});
    REQUIRE(bound.ok());
    return std::move(bound).value();
}

bridge::BoundKey bound_key(const support::Ca& leaf, keys::KeyUse use) {
    auto bound = bridge::BoundKey::bind(*leaf.certificate,
                                        std::make_shared<keys::SoftKey>(leaf.key), std::move(use));
    REQUIRE(bound.ok());
    return std::move(bound).value();
}

Bytes sign(const support::Ca& leaf, EVP_PKEY* key, const char* digest, std::string_view text,
           RsaSignature rsa) {
    constexpr unsigned flags = CMS_BINARY | CMS_PARTIAL | CMS_DETACHED;
    const CmsPtr cms(
        CMS_sign_ex(nullptr, nullptr, nullptr, nullptr, flags, bridge::library_context(), nullptr));
    CMS_SignerInfo* signer = CMS_add1_signer(cms.get(), leaf.certificate.get(), key,
                                             EVP_get_digestbyname(digest), flags | CMS_KEY_PARAM);
    if (!signer) return {};
    if (rsa == RsaSignature::pss) {
        EVP_PKEY_CTX* context = CMS_SignerInfo_get0_pkey_ctx(signer);
        REQUIRE(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1);
        REQUIRE(EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    const auto content = reader(as_view(text));
    if (CMS_final(cms.get(), content.get(), nullptr, flags) != 1) return {};
    return der(cms);
}

bool verifies(View bytes, std::string_view text) {
    const auto cms = parse(bytes);
    const auto content = reader(as_view(text));
    return cms && CMS_verify(cms.get(), nullptr, nullptr, content.get(), nullptr,
                             CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
}

Bytes encrypt(const std::vector<Certificate>& recipients, std::string_view text,
              const Encryption& how) {
    const auto content = reader(as_view(text));
    const CmsPtr cms(CMS_encrypt(nullptr, content.get(), how.cipher, CMS_BINARY | CMS_PARTIAL));
    REQUIRE(cms);
    for (const auto& recipient : recipients) add_recipient(cms.get(), recipient.get(), how);
    REQUIRE(CMS_final(cms.get(), content.get(), nullptr, CMS_BINARY) == 1);
    return der(cms);
}

std::optional<std::string> decrypt(View bytes, EVP_PKEY* key, const Certificate& certificate) {
    const auto cms = parse(bytes);
    REQUIRE(cms);
    const BioPtr content(BIO_new(BIO_s_mem()));
    if (CMS_decrypt(cms.get(), key, certificate.get(), nullptr, content.get(), CMS_BINARY) != 1) {
        return std::nullopt;
    }
    return content_of(content);
}

}  // namespace sealwright::bridge_test
