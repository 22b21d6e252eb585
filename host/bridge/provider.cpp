// SPDX-License-Identifier: MPL-2.0
#include "bridge/handle.hpp"

#include <openssl/crypto.h>
#include <openssl/provider.h>

#include <stdexcept>

namespace sealwright::bridge {
namespace {

constexpr OSSL_ALGORITHM kLast = {nullptr, nullptr, nullptr, nullptr};

OSSL_ALGORITHM algorithm(const char* names, const OSSL_DISPATCH* functions) {
    return {names, kOurProvider, functions, nullptr};
}

const OSSL_ALGORITHM* query(void*, int operation, int* no_cache) {
    static const OSSL_ALGORITHM keys[] = {algorithm(kRsaNames, rsa_keys()),
                                          algorithm(kRsaPssNames, rsa_pss_keys()),
                                          algorithm(kEcNames, ec_keys()), kLast};
    // Signatures with RSA-PSS keys are named after RSA as well, as in the default provider.
    static const OSSL_ALGORITHM signatures[] = {algorithm(kRsaNames, signature_functions()),
                                                algorithm("ECDSA", signature_functions()), kLast};
    static const OSSL_ALGORITHM ciphers[] = {algorithm(kRsaNames, decryption_functions()), kLast};
    static const OSSL_ALGORITHM exchanges[] = {algorithm("ECDH", exchange_functions()), kLast};
    *no_cache = 0;
    switch (operation) {
        case OSSL_OP_KEYMGMT:
            return keys;
        case OSSL_OP_SIGNATURE:
            return signatures;
        case OSSL_OP_ASYM_CIPHER:
            return ciphers;
        case OSSL_OP_KEYEXCH:
            return exchanges;
        default:
            return nullptr;
    }
}

int initialise(const OSSL_CORE_HANDLE* core, const OSSL_DISPATCH*, const OSSL_DISPATCH** functions,
               void** context) {
    static const OSSL_DISPATCH ours[] = {entry(OSSL_FUNC_PROVIDER_QUERY_OPERATION, query),
                                         kLastEntry};
    *functions = ours;
    // Everything we need is in plain_context() and in the keys; OpenSSL only wants a non-null one.
    *context = const_cast<OSSL_CORE_HANDLE*>(core);
    return 1;
}

OSSL_LIB_CTX* make_context() {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    OSSL_LIB_CTX* context = OSSL_LIB_CTX_new();
    // Loading any provider switches off the implicit default one, so it is named; and the choice
    // between two providers of "RSA" is undefined unless a preference is set.
    if (!context || !OSSL_PROVIDER_load(context, "default") ||
        !OSSL_PROVIDER_add_builtin(context, "sealwright", initialise) ||
        !OSSL_PROVIDER_load(context, "sealwright") ||
        EVP_set_default_properties(context, "?provider=default") != 1) {
        throw std::runtime_error("OpenSSL's providers do not load");
    }
    return context;
}

}  // namespace

OSSL_LIB_CTX* library_context() {
    static OSSL_LIB_CTX* const context = make_context();
    return context;
}

std::string text_of(const OSSL_PARAM& parameter) {
    const char* text = nullptr;
    if (OSSL_PARAM_get_utf8_string_ptr(&parameter, &text) != 1 || !text) return {};
    return text;
}

Bytes octets_of(const OSSL_PARAM& parameter) {
    const void* data = nullptr;
    std::size_t size = 0;
    if (OSSL_PARAM_get_octet_string_ptr(&parameter, &data, &size) != 1 || !data) return {};
    const auto* octets = static_cast<const std::uint8_t*>(data);
    return {octets, octets + size};
}

std::optional<keys::Digest> digest_named(const std::string& name) {
    using keys::Digest;
    const MdPtr md(EVP_MD_fetch(plain_context(), name.c_str(), nullptr));
    if (!md) return std::nullopt;
    for (const Digest digest : {Digest::sha1, Digest::sha256, Digest::sha384, Digest::sha512}) {
        if (EVP_MD_is_a(md.get(), keys::digest_name(digest)) == 1) return digest;
    }
    return std::nullopt;
}

}  // namespace sealwright::bridge
