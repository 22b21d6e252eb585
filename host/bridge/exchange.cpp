// SPDX-License-Identifier: MPL-2.0
#include "bridge/handle.hpp"

#include <openssl/core_names.h>

#include <string_view>

namespace sealwright::bridge {
namespace {

/// One ECDH, plain or with the X9.63 KDF that CMS wants (RFC 5753 §3.1).
struct Agreeing {
    Handle key;
    Bytes peer_point;
    bool x963 = false;
    std::string digest = "SHA1";  ///< EVP name
    std::size_t length = 0;       ///< of what the KDF gives
    Bytes shared_info;
};

Agreeing* agreeing(void* context) {
    return static_cast<Agreeing*>(context);
}

void* new_context(void*) {
    return guarded_new([] { return new Agreeing; });
}
void free_context(void* context) {
    delete agreeing(context);
}
void* duplicate(void* context) {
    return guarded_new([&] { return new Agreeing(*agreeing(context)); });
}

/// The cofactor mode is left alone: the curves of certificates have cofactor 1, where both modes
/// give the same secret.
bool set_one(Agreeing& of, const OSSL_PARAM& parameter) {
    const std::string_view name = parameter.key;
    if (name == OSSL_EXCHANGE_PARAM_KDF_TYPE) {
        const std::string kdf = text_of(parameter);
        of.x963 = kdf == OSSL_KDF_NAME_X963KDF;
        return of.x963 || kdf.empty();
    }
    if (name == OSSL_EXCHANGE_PARAM_KDF_DIGEST) of.digest = text_of(parameter);
    if (name == OSSL_EXCHANGE_PARAM_KDF_UKM) of.shared_info = octets_of(parameter);
    if (name == OSSL_EXCHANGE_PARAM_KDF_OUTLEN) {
        return OSSL_PARAM_get_size_t(&parameter, &of.length) == 1;
    }
    return true;
}

int set_params(void* context, const OSSL_PARAM parameters[]) {
    return guarded([&] {
        for (const OSSL_PARAM* one = parameters; one && one->key; ++one) {
            if (!set_one(*agreeing(context), *one)) return false;
        }
        return true;
    });
}

int derive_init(void* context, void* key, const OSSL_PARAM parameters[]) {
    return guarded([&] {
        agreeing(context)->key = *static_cast<Handle*>(key);
        return agreeing(context)->key.state && set_params(context, parameters) == 1;
    });
}

int set_peer(void* context, void* key) {
    return guarded([&] {
        const Handle& peer = *static_cast<Handle*>(key);
        unsigned char* encoded = nullptr;
        const std::size_t length =
            EVP_PKEY_get1_encoded_public_key(peer.public_key.get(), &encoded);
        agreeing(context)->peer_point.assign(encoded, encoded + length);
        OPENSSL_free(encoded);
        return length != 0;
    });
}

Result<SecretBytes> agree(const Agreeing& what) {
    const auto md = digest_named(what.digest);
    return what.key.state->perform(
        [&](keys::PrivateKey& key, const keys::KeyUse& use) -> Result<SecretBytes> {
            if (!what.x963) return key.agree(what.peer_point, use);
            if (!md) return Error{ErrorCode::mail_unsupported, "X9.63 with " + what.digest};
            return key.agree_x963(what.peer_point, *md, what.shared_info, what.length, use);
        });
}

std::size_t most(const Agreeing& what) {
    if (what.x963) return what.length;
    return static_cast<std::size_t>(EVP_PKEY_get_bits(what.key.public_key.get()) + 7) / 8;
}

int derive(void* context, unsigned char* out, std::size_t* length, std::size_t capacity) {
    return guarded([&] {
        const Agreeing& what = *agreeing(context);
        if (!out) {
            *length = most(what);
            return true;
        }
        auto secret = agree(what);
        return secret && deliver(secret->view(), out, length, capacity);
    });
}

const OSSL_PARAM* settings(void*, void*) {
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_int(OSSL_EXCHANGE_PARAM_EC_ECDH_COFACTOR_MODE, nullptr),
        OSSL_PARAM_utf8_string(OSSL_EXCHANGE_PARAM_KDF_TYPE, nullptr, 0),
        OSSL_PARAM_utf8_string(OSSL_EXCHANGE_PARAM_KDF_DIGEST, nullptr, 0),
        OSSL_PARAM_size_t(OSSL_EXCHANGE_PARAM_KDF_OUTLEN, nullptr),
        OSSL_PARAM_octet_string(OSSL_EXCHANGE_PARAM_KDF_UKM, nullptr, 0),
        OSSL_PARAM_END};
    return list;
}

}  // namespace

const OSSL_DISPATCH* exchange_functions() {
    static const OSSL_DISPATCH functions[] = {
        entry(OSSL_FUNC_KEYEXCH_NEWCTX, new_context),
        entry(OSSL_FUNC_KEYEXCH_FREECTX, free_context),
        entry(OSSL_FUNC_KEYEXCH_DUPCTX, duplicate),
        entry(OSSL_FUNC_KEYEXCH_INIT, derive_init),
        entry(OSSL_FUNC_KEYEXCH_SET_PEER, set_peer),
        entry(OSSL_FUNC_KEYEXCH_DERIVE, derive),
        entry(OSSL_FUNC_KEYEXCH_SET_CTX_PARAMS, set_params),
        entry(OSSL_FUNC_KEYEXCH_SETTABLE_CTX_PARAMS, settings),
        kLastEntry};
    return functions;
}

}  // namespace sealwright::bridge
