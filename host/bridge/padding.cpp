// SPDX-License-Identifier: MPL-2.0
#include "bridge/padding.hpp"

#include <openssl/core_names.h>
#include <openssl/objects.h>

namespace sealwright::bridge {
namespace {

using PssPtr = std::unique_ptr<RSA_PSS_PARAMS, FreeWith<RSA_PSS_PARAMS_free>>;

struct PaddingName {
    int padding;
    const char* name;
};
constexpr PaddingName kPaddings[] = {{RSA_PKCS1_PADDING, OSSL_PKEY_RSA_PAD_MODE_PKCSV15},
                                     {RSA_PKCS1_OAEP_PADDING, OSSL_PKEY_RSA_PAD_MODE_OAEP},
                                     {RSA_PKCS1_PSS_PADDING, OSSL_PKEY_RSA_PAD_MODE_PSS}};

// RFC 4055 §3.1: a default is left out.
constexpr const char* kDefaultDigest = "SHA1";
constexpr int kDefaultSalt = 20;

template <class Item>
Item* made(Item* item) {
    if (!item) throw std::bad_alloc();
    return item;
}

X509_ALGOR* digest_algorithm(const std::string& digest) {
    const MdPtr md(EVP_MD_fetch(plain_context(), digest.c_str(), nullptr));
    if (!md) return nullptr;
    X509_ALGOR* algorithm = made(X509_ALGOR_new());
    X509_ALGOR_set_md(algorithm, md.get());
    return algorithm;
}

bool is_default(const std::string& digest) {
    return digest_named(digest) == digest_named(kDefaultDigest);
}

X509_ALGOR* mgf1_algorithm(const std::string& digest) {
    const AlgorPtr inner(made(digest_algorithm(digest)));
    ASN1_STRING* packed = made(ASN1_item_pack(inner.get(), ASN1_ITEM_rptr(X509_ALGOR), nullptr));
    X509_ALGOR* algorithm = made(X509_ALGOR_new());
    X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_mgf1), V_ASN1_SEQUENCE, packed);
    return algorithm;
}

ASN1_STRING* pss_parameters(const SignatureKind& kind) {
    const PssPtr pss(made(RSA_PSS_PARAMS_new()));
    if (!is_default(kind.digest)) pss->hashAlgorithm = digest_algorithm(kind.digest);
    if (!is_default(kind.mgf1)) pss->maskGenAlgorithm = mgf1_algorithm(kind.mgf1);
    if (kind.salt != kDefaultSalt) {
        pss->saltLength = made(ASN1_INTEGER_new());
        ASN1_INTEGER_set(pss->saltLength, kind.salt);
    }
    return made(ASN1_item_pack(pss.get(), ASN1_ITEM_rptr(RSA_PSS_PARAMS), nullptr));
}

/// NID_undef when there is no identifier for the pair.
int pair_identifier(const SignatureKind& kind) {
    const MdPtr md(EVP_MD_fetch(plain_context(), kind.digest.c_str(), nullptr));
    int identifier = NID_undef;
    if (md) {
        OBJ_find_sigid_by_algs(&identifier, EVP_MD_get_type(md.get()),
                               kind.rsa ? NID_rsaEncryption : NID_X9_62_id_ecPublicKey);
    }
    return identifier;
}

Bytes der(const X509_ALGOR* algorithm) {
    unsigned char* encoded = nullptr;
    const int length = i2d_X509_ALGOR(algorithm, &encoded);
    if (length <= 0) throw std::bad_alloc();
    Bytes bytes(encoded, encoded + length);
    OPENSSL_free(encoded);
    return bytes;
}

}  // namespace

int padding_of(const OSSL_PARAM& parameter) {
    int padding = -1;
    if (parameter.data_type != OSSL_PARAM_UTF8_STRING) {
        return OSSL_PARAM_get_int(&parameter, &padding) == 1 ? padding : -1;
    }
    const std::string name = text_of(parameter);
    for (const auto& known : kPaddings) {
        if (name == known.name) padding = known.padding;
    }
    return padding;
}

bool answer_padding(OSSL_PARAM& parameter, int padding) {
    if (parameter.data_type != OSSL_PARAM_UTF8_STRING) {
        return OSSL_PARAM_set_int(&parameter, padding) == 1;
    }
    for (const auto& known : kPaddings) {
        if (padding == known.padding) {
            return OSSL_PARAM_set_utf8_string(&parameter, known.name) == 1;
        }
    }
    return false;
}

Bytes algorithm_identifier(const SignatureKind& kind) {
    const AlgorPtr algorithm(made(X509_ALGOR_new()));
    if (kind.pss) {
        X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_rsassaPss), V_ASN1_SEQUENCE,
                        pss_parameters(kind));
        return der(algorithm.get());
    }
    const int identifier = pair_identifier(kind);
    if (identifier == NID_undef) return {};
    X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(identifier), kind.rsa ? V_ASN1_NULL : V_ASN1_UNDEF,
                    nullptr);
    return der(algorithm.get());
}

}  // namespace sealwright::bridge
