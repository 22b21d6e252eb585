// SPDX-License-Identifier: MPL-2.0
#include "bridge/padding.hpp"

#include <openssl/core_names.h>

#include <string_view>

namespace sealwright::bridge {
namespace {

/// One decryption of a content key (RFC 3370 §4.2.1, RFC 3560).
struct Decrypting {
    Handle key;
    int padding = RSA_PKCS1_PADDING;
    std::string digest = "SHA1";  ///< EVP name; RFC 8017's default for OAEP
    std::string mgf1;             ///< EVP name; empty means the same as `digest`
    Bytes label;
};

Decrypting* decrypting(void* context) {
    return static_cast<Decrypting*>(context);
}

void* new_context(void*) {
    return guarded_new([] { return new Decrypting; });
}
void free_context(void* context) {
    delete decrypting(context);
}
void* duplicate(void* context) {
    return guarded_new([&] { return new Decrypting(*decrypting(context)); });
}

bool set_one(Decrypting& of, const OSSL_PARAM& parameter) {
    const std::string_view name = parameter.key;
    if (name == OSSL_ASYM_CIPHER_PARAM_PAD_MODE) {
        of.padding = padding_of(parameter);
        return of.padding == RSA_PKCS1_PADDING || of.padding == RSA_PKCS1_OAEP_PADDING;
    }
    if (name == OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST) of.digest = text_of(parameter);
    if (name == OSSL_ASYM_CIPHER_PARAM_MGF1_DIGEST) of.mgf1 = text_of(parameter);
    if (name == OSSL_ASYM_CIPHER_PARAM_OAEP_LABEL) of.label = octets_of(parameter);
    return true;
}

int set_params(void* context, const OSSL_PARAM parameters[]) {
    return guarded([&] {
        for (const OSSL_PARAM* one = parameters; one && one->key; ++one) {
            if (!set_one(*decrypting(context), *one)) return false;
        }
        return true;
    });
}

int get_params(void* context, OSSL_PARAM parameters[]) {
    OSSL_PARAM* padding = OSSL_PARAM_locate(parameters, OSSL_ASYM_CIPHER_PARAM_PAD_MODE);
    if (!padding) return 1;
    return guarded([&] { return answer_padding(*padding, decrypting(context)->padding); });
}

int decrypt_init(void* context, void* key, const OSSL_PARAM parameters[]) {
    return guarded([&] {
        decrypting(context)->key = *static_cast<Handle*>(key);
        return decrypting(context)->key.state && set_params(context, parameters) == 1;
    });
}

Result<SecretBytes> open(const Decrypting& what, View ciphertext) {
    const auto md = digest_named(what.digest);
    const auto mask = digest_named(what.mgf1.empty() ? what.digest : what.mgf1);
    return what.key.state->perform(
        [&](keys::PrivateKey& key, const keys::KeyUse& use) -> Result<SecretBytes> {
            if (what.padding == RSA_PKCS1_PADDING) return key.decrypt_pkcs1(ciphertext, use);
            if (md && mask) return key.decrypt_oaep(*md, *mask, what.label, ciphertext, use);
            return Error{ErrorCode::mail_unsupported, "OAEP with digest " + what.digest};
        });
}

int decrypt(void* context, unsigned char* out, std::size_t* length, std::size_t capacity,
            const unsigned char* in, std::size_t size) {
    return guarded([&] {
        const Decrypting& what = *decrypting(context);
        if (!out) {
            *length = static_cast<std::size_t>(EVP_PKEY_get_size(what.key.public_key.get()));
            return true;
        }
        auto plain = open(what, {in, size});
        return plain && deliver(plain->view(), out, length, capacity);
    });
}

const OSSL_PARAM* parameter_list(void*, void*) {
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_utf8_string(OSSL_ASYM_CIPHER_PARAM_PAD_MODE, nullptr, 0),
        OSSL_PARAM_utf8_string(OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST, nullptr, 0),
        OSSL_PARAM_utf8_string(OSSL_ASYM_CIPHER_PARAM_MGF1_DIGEST, nullptr, 0),
        OSSL_PARAM_octet_string(OSSL_ASYM_CIPHER_PARAM_OAEP_LABEL, nullptr, 0), OSSL_PARAM_END};
    return list;
}

}  // namespace

const OSSL_DISPATCH* decryption_functions() {
    static const OSSL_DISPATCH functions[] = {
        entry(OSSL_FUNC_ASYM_CIPHER_NEWCTX, new_context),
        entry(OSSL_FUNC_ASYM_CIPHER_FREECTX, free_context),
        entry(OSSL_FUNC_ASYM_CIPHER_DUPCTX, duplicate),
        entry(OSSL_FUNC_ASYM_CIPHER_DECRYPT_INIT, decrypt_init),
        entry(OSSL_FUNC_ASYM_CIPHER_DECRYPT, decrypt),
        entry(OSSL_FUNC_ASYM_CIPHER_SET_CTX_PARAMS, set_params),
        entry(OSSL_FUNC_ASYM_CIPHER_SETTABLE_CTX_PARAMS, parameter_list),
        entry(OSSL_FUNC_ASYM_CIPHER_GET_CTX_PARAMS, get_params),
        entry(OSSL_FUNC_ASYM_CIPHER_GETTABLE_CTX_PARAMS, parameter_list),
        kLastEntry};
    return functions;
}

}  // namespace sealwright::bridge
