// SPDX-License-Identifier: MPL-2.0
#include "cms/signature.hpp"

#include "base/context.hpp"

#include <openssl/rsa.h>

namespace sealwright::cms {
namespace {

MdPtr fetch(const DigestAlgorithm& digest) {
    return MdPtr(EVP_MD_fetch(plain_context(), digest.evp, nullptr));
}

bool set_padding(EVP_PKEY_CTX* context, const SignaturePlan& plan) {
    if (plan.scheme == Scheme::rsa_pkcs1) {
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) > 0;
    }
    if (plan.scheme != Scheme::rsa_pss) return true;
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, plan.pss->mgf1->evp, nullptr) > 0 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, plan.pss->salt) > 0;
}

bool ed25519_holds(EVP_PKEY& key, View signed_bytes, View signature) {
    const MdCtxPtr context(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, plain_context(), nullptr, &key,
                                   nullptr) > 0 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), signed_bytes.data(),
                            signed_bytes.size()) == 1;
}

}  // namespace

bool signature_holds(const SignaturePlan& plan, EVP_PKEY& key, View digest, View signed_bytes,
                     View signature) {
    if (plan.scheme == Scheme::ed25519) return ed25519_holds(key, signed_bytes, signature);
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(plain_context(), &key, nullptr));
    const MdPtr md = fetch(*plan.digest);
    return context && md && EVP_PKEY_verify_init(context.get()) > 0 &&
           EVP_PKEY_CTX_set_signature_md(context.get(), md.get()) > 0 &&
           set_padding(context.get(), plan) &&
           EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(),
                           digest.size()) == 1;
}

Bytes digest_parts(const DigestAlgorithm& digest, std::initializer_list<View> parts) {
    const MdPtr md = fetch(digest);
    const MdCtxPtr context(EVP_MD_CTX_new());
    if (!md || !context || EVP_DigestInit_ex(context.get(), md.get(), nullptr) <= 0) return {};
    for (const View part : parts) EVP_DigestUpdate(context.get(), part.data(), part.size());
    Bytes out(digest.size);
    EVP_DigestFinal_ex(context.get(), out.data(), nullptr);
    return out;
}

}  // namespace sealwright::cms
