// SPDX-License-Identifier: MPL-2.0
#include "bridge/handle.hpp"

#include <openssl/core_names.h>

namespace sealwright::bridge {
namespace {

Handle* handle(void* data) {
    return static_cast<Handle*>(data);
}
const Handle* handle(const void* data) {
    return static_cast<const Handle*>(data);
}

void* new_rsa(void*) {
    return guarded_new([] { return new Handle{"RSA", {}, true, {}}; });
}
void* new_rsa_pss(void*) {
    return guarded_new([] { return new Handle{"RSA-PSS", {}, true, {}}; });
}
void* new_ec(void*) {
    return guarded_new([] { return new Handle{"EC", {}, true, {}}; });
}
void free_key(void* data) {
    delete handle(data);
}

int has(const void* data, int selection) {
    const Handle* key = handle(data);
    if (!key) return 0;
    if ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) && !key->state) return 0;
    if ((selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) && !(key->public_key && key->has_point)) {
        return 0;
    }
    return (selection & OSSL_KEYMGMT_SELECT_DOMAIN_PARAMETERS) && !key->public_key ? 0 : 1;
}

int match(const void* one, const void* other, int selection) {
    const Handle *a = handle(one), *b = handle(other);
    if (!a->public_key || !b->public_key) return 0;
    if (!(selection & OSSL_KEYMGMT_SELECT_KEYPAIR)) {
        return EVP_PKEY_parameters_eq(a->public_key.get(), b->public_key.get()) == 1;
    }
    return a->has_point && b->has_point &&
           EVP_PKEY_eq(a->public_key.get(), b->public_key.get()) == 1;
}

int validate(const void* data, int selection, int) {
    const Handle* key = handle(data);
    if (!has(data, selection)) return 0;
    const PkeyCtxPtr context(
        EVP_PKEY_CTX_new_from_pkey(plain_context(), key->public_key.get(), nullptr));
    if (!context) return 0;
    return selection & OSSL_KEYMGMT_SELECT_KEYPAIR ? EVP_PKEY_public_check(context.get()) == 1
                                                   : EVP_PKEY_param_check(context.get()) == 1;
}

/// A public key made from numbers, as when OpenSSL hands us the other side of an exchange.
bool import_public(Handle& key, int selection, const OSSL_PARAM parameters[]) {
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(plain_context(), key.type, nullptr));
    const bool point = (selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) != 0;
    EVP_PKEY* made = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made,
                          point ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEY_PARAMETERS,
                          const_cast<OSSL_PARAM*>(parameters)) != 1) {
        return false;
    }
    key.public_key.reset(made, FreeWith<EVP_PKEY_free>{});
    key.has_point = point;
    return true;
}

int import_key(void* data, int selection, const OSSL_PARAM parameters[]) {
    return guarded([&] {
        const OSSL_PARAM* ours = OSSL_PARAM_locate_const(parameters, kHandleParam);
        if (!ours) return import_public(*handle(data), selection, parameters);
        const Handle* given = nullptr;
        if (ours->data_size != sizeof given) return false;
        std::memcpy(&given, ours->data, sizeof given);
        *handle(data) = *given;
        return true;
    });
}

/// Must fail when the private half is asked for: OpenSSL tries the default provider first, and by
/// this failure it learns to come back to us.
int export_key(void* data, int selection, OSSL_CALLBACK* take, void* argument) {
    const Handle* key = handle(data);
    if ((selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY) || !has(data, selection)) return 0;
    return EVP_PKEY_export(key->public_key.get(), selection, take, argument);
}

std::shared_ptr<EVP_PKEY> curve_of(const Handle& key) {
    std::shared_ptr<EVP_PKEY> curve(EVP_PKEY_new(), FreeWith<EVP_PKEY_free>{});
    if (!curve || EVP_PKEY_copy_parameters(curve.get(), key.public_key.get()) != 1) return nullptr;
    return curve;
}

/// CMS makes the originator's key of an exchange out of the curve of ours.
void* duplicate(const void* data, int selection) {
    return guarded_new([&]() -> Handle* {
        const Handle* key = handle(data);
        auto copy = std::make_unique<Handle>(*key);
        if (!(selection & OSSL_KEYMGMT_SELECT_PRIVATE_KEY)) copy->state.reset();
        if (!(selection & OSSL_KEYMGMT_SELECT_PUBLIC_KEY) && key->public_key) {
            copy->public_key = curve_of(*key);
            copy->has_point = false;
            if (!copy->public_key) return nullptr;
        }
        return copy.release();
    });
}

int get_params(void* data, OSSL_PARAM parameters[]) {
    const Handle* key = handle(data);
    return key->public_key ? EVP_PKEY_get_params(key->public_key.get(), parameters) : 0;
}

/// Gives a point to a key that is only a curve so far. Bound keys stay as they are.
int set_params(void* data, const OSSL_PARAM parameters[]) {
    Handle* key = handle(data);
    if (!OSSL_PARAM_locate_const(parameters, OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY)) return 1;
    if (!key->public_key || key->has_point) return 0;
    if (EVP_PKEY_set_params(key->public_key.get(), const_cast<OSSL_PARAM*>(parameters)) != 1) {
        return 0;
    }
    key->has_point = true;
    return 1;
}

const char* ec_operation(int operation) {
    if (operation == OSSL_OP_SIGNATURE) return "ECDSA";
    return operation == OSSL_OP_KEYEXCH ? "ECDH" : nullptr;
}

/// Both kinds of RSA key sign with the algorithm called RSA, as in the default provider.
const char* rsa_operation(int) {
    return "RSA";
}

// What may be asked, imported and exported. Lists and functions come in pairs: OpenSSL refuses a
// provider that has one without the other.
const OSSL_PARAM* rsa_questions(void*) {
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_int(OSSL_PKEY_PARAM_BITS, nullptr),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_SECURITY_BITS, nullptr),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_MAX_SIZE, nullptr),
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_DEFAULT_DIGEST, nullptr, 0),
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_MANDATORY_DIGEST, nullptr, 0),
        OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_N, nullptr, 0),
        OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_E, nullptr, 0),
        OSSL_PARAM_END};
    return list;
}

const OSSL_PARAM* ec_questions(void*) {
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_int(OSSL_PKEY_PARAM_BITS, nullptr),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_SECURITY_BITS, nullptr),
        OSSL_PARAM_int(OSSL_PKEY_PARAM_MAX_SIZE, nullptr),
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_DEFAULT_DIGEST, nullptr, 0),
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, nullptr, 0),
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, nullptr, 0),
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, nullptr, 0),
        OSSL_PARAM_END};
    return list;
}

const OSSL_PARAM* ec_settings(void*) {
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, nullptr, 0), OSSL_PARAM_END};
    return list;
}

const OSSL_PARAM* rsa_numbers(int) {
    static const OSSL_PARAM list[] = {OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_N, nullptr, 0),
                                      OSSL_PARAM_BN(OSSL_PKEY_PARAM_RSA_E, nullptr, 0),
                                      OSSL_PARAM_END};
    return list;
}

const OSSL_PARAM* ec_numbers(int) {
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, nullptr, 0),
        OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, nullptr, 0), OSSL_PARAM_END};
    return list;
}

using Functions = std::array<OSSL_DISPATCH, 16>;

Functions rsa_functions(void* (*make)(void*)) {
    return {entry(OSSL_FUNC_KEYMGMT_NEW, make),
            entry(OSSL_FUNC_KEYMGMT_FREE, free_key),
            entry(OSSL_FUNC_KEYMGMT_HAS, has),
            entry(OSSL_FUNC_KEYMGMT_MATCH, match),
            entry(OSSL_FUNC_KEYMGMT_VALIDATE, validate),
            entry(OSSL_FUNC_KEYMGMT_IMPORT, import_key),
            entry(OSSL_FUNC_KEYMGMT_IMPORT_TYPES, rsa_numbers),
            entry(OSSL_FUNC_KEYMGMT_EXPORT, export_key),
            entry(OSSL_FUNC_KEYMGMT_EXPORT_TYPES, rsa_numbers),
            entry(OSSL_FUNC_KEYMGMT_DUP, duplicate),
            entry(OSSL_FUNC_KEYMGMT_GET_PARAMS, get_params),
            entry(OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, rsa_questions),
            entry(OSSL_FUNC_KEYMGMT_QUERY_OPERATION_NAME, rsa_operation),
            kLastEntry};
}

}  // namespace

const OSSL_DISPATCH* rsa_keys() {
    static const Functions functions = rsa_functions(new_rsa);
    return functions.data();
}

const OSSL_DISPATCH* rsa_pss_keys() {
    static const Functions functions = rsa_functions(new_rsa_pss);
    return functions.data();
}

const OSSL_DISPATCH* ec_keys() {
    static const Functions functions = {entry(OSSL_FUNC_KEYMGMT_NEW, new_ec),
                                        entry(OSSL_FUNC_KEYMGMT_FREE, free_key),
                                        entry(OSSL_FUNC_KEYMGMT_HAS, has),
                                        entry(OSSL_FUNC_KEYMGMT_MATCH, match),
                                        entry(OSSL_FUNC_KEYMGMT_VALIDATE, validate),
                                        entry(OSSL_FUNC_KEYMGMT_IMPORT, import_key),
                                        entry(OSSL_FUNC_KEYMGMT_IMPORT_TYPES, ec_numbers),
                                        entry(OSSL_FUNC_KEYMGMT_EXPORT, export_key),
                                        entry(OSSL_FUNC_KEYMGMT_EXPORT_TYPES, ec_numbers),
                                        entry(OSSL_FUNC_KEYMGMT_DUP, duplicate),
                                        entry(OSSL_FUNC_KEYMGMT_GET_PARAMS, get_params),
                                        entry(OSSL_FUNC_KEYMGMT_GETTABLE_PARAMS, ec_questions),
                                        entry(OSSL_FUNC_KEYMGMT_SET_PARAMS, set_params),
                                        entry(OSSL_FUNC_KEYMGMT_SETTABLE_PARAMS, ec_settings),
                                        entry(OSSL_FUNC_KEYMGMT_QUERY_OPERATION_NAME, ec_operation),
                                        kLastEntry};
    return functions.data();
}

}  // namespace sealwright::bridge
