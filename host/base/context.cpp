// SPDX-License-Identifier: MPL-2.0
#include "base/context.hpp"

#include <openssl/crypto.h>
#include <openssl/provider.h>

#include <stdexcept>

namespace sealwright {
namespace {

OSSL_LIB_CTX* make_context() {
    // Also keeps openssl.cnf away from the process-wide context, which some functions fall back to.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    OSSL_LIB_CTX* context = OSSL_LIB_CTX_new();
    if (!context || !OSSL_PROVIDER_load(context, "default")) {
        throw std::runtime_error("OpenSSL's default provider does not load");
    }
    return context;
}

OSSL_LIB_CTX* make_legacy_context() {
    OSSL_LIB_CTX* context = make_context();
    // Otherwise the variable OPENSSL_MODULES would choose what is loaded into us.
    OSSL_PROVIDER_set_default_search_path(context, OPENSSL_info(OPENSSL_INFO_MODULES_DIR));
    if (OSSL_PROVIDER_load(context, "legacy")) return context;
    OSSL_LIB_CTX_free(context);
    return nullptr;
}

}  // namespace

OSSL_LIB_CTX* plain_context() {
    static OSSL_LIB_CTX* const context = make_context();
    return context;
}

OSSL_LIB_CTX* legacy_context() {
    static OSSL_LIB_CTX* const context = make_legacy_context();
    return context;
}

}  // namespace sealwright
