// SPDX-License-Identifier: MPL-2.0
#include "bridge/handle.hpp"

#include <openssl/core_names.h>

namespace sealwright::bridge {
namespace {

const char* type_of(const EVP_PKEY* public_key) {
    for (const char* type : {"RSA", "RSA-PSS", "EC"}) {
        if (EVP_PKEY_is_a(public_key, type) == 1) return type;
    }
    return nullptr;
}

/// OpenSSL makes keys of ours only from parameters; the one we give is where the Handle is. It is
/// copied before this returns.
PkeyPtr wrap(Handle handle) {
    Handle* address = &handle;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string(kHandleParam, &address, sizeof address),
        OSSL_PARAM_construct_end()};
    const PkeyCtxPtr context(
        EVP_PKEY_CTX_new_from_name(library_context(), handle.type, kOurProvider));
    EVP_PKEY* pkey = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &pkey, EVP_PKEY_KEYPAIR, parameters) != 1) {
        return nullptr;
    }
    return PkeyPtr(pkey);
}

}  // namespace

BoundKey::BoundKey(std::shared_ptr<State> state, PkeyPtr pkey)
    : state_(std::move(state)), pkey_(std::move(pkey)) {}

Result<BoundKey> BoundKey::bind(const X509& certificate, std::shared_ptr<keys::PrivateKey> key,
                                keys::KeyUse use) {
    EVP_PKEY* public_key = X509_get0_pubkey(&certificate);
    const char* type = public_key ? type_of(public_key) : nullptr;
    if (!type) {
        ERR_clear_error();
        return Error{ErrorCode::key_unsupported, "the certificate has another kind of key"};
    }
    EVP_PKEY_up_ref(public_key);
    auto shared = std::shared_ptr<EVP_PKEY>(public_key, FreeWith<EVP_PKEY_free>{});
    auto state = std::make_shared<State>(State{std::move(key), std::move(use)});
    PkeyPtr pkey = wrap({type, std::move(shared), true, state});
    if (!pkey) return Error{ErrorCode::system_crypto, "binding a key: " + take_openssl_errors()};
    return BoundKey(std::move(state), std::move(pkey));
}

std::optional<Error> BoundKey::failure() const {
    return state_->failure;
}

}  // namespace sealwright::bridge
