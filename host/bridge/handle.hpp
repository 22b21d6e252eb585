// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "bridge/bridge.hpp"

#include <openssl/core_dispatch.h>
#include <openssl/err.h>
#include <openssl/params.h>

#include <array>
#include <cstring>
#include <exception>

namespace sealwright::bridge {

inline constexpr const char* kOurProvider = "provider=sealwright";

// Algorithm names are the default provider's own: OpenSSL compares keys by them.
inline constexpr const char* kRsaNames = "RSA:rsaEncryption:1.2.840.113549.1.1.1";
inline constexpr const char* kRsaPssNames = "RSA-PSS:RSASSA-PSS:1.2.840.113549.1.1.10";
inline constexpr const char* kEcNames = "EC:id-ecPublicKey:1.2.840.10045.2.1";

struct BoundKey::State {
    std::shared_ptr<keys::PrivateKey> key;
    keys::KeyUse use;
    std::optional<Error> failure = {};

    /// Lets the key work; keeps its Error for failure(). Nothing it throws goes further.
    template <class Operation>
    auto perform(Operation operation) -> decltype(operation(*key, use)) {
        auto result = attempt(operation);
        if (!result && result.error().code != ErrorCode::mail_decrypt_failed) {
            failure = result.error();
        }
        return result;
    }

  private:
    template <class Operation>
    auto attempt(Operation& operation) -> decltype(operation(*key, use)) {
        try {
            return operation(*key, use);
        } catch (const std::exception& thrown) {
            return Error{ErrorCode::host_internal, thrown.what()};
        } catch (...) {
            return Error{ErrorCode::host_internal, "a key threw"};
        }
    }
};

/// What OpenSSL holds for us behind an EVP_PKEY. Contexts of operations keep copies of it.
struct Handle {
    const char* type = "";                   ///< "RSA", "RSA-PSS" or "EC"
    std::shared_ptr<EVP_PKEY> public_key;    ///< of the default provider; answers public questions
    bool has_point = true;                   ///< false while `public_key` is only a curve
    std::shared_ptr<BoundKey::State> state;  ///< null for a public key alone
};

/// Octet string with the address of a Handle, by which bind() makes a key; see keymgmt.cpp.
inline constexpr const char* kHandleParam = "sealwright-handle";

/// OpenSSL calls us from C: what is thrown ends here.
template <class Body>
int guarded(Body body) noexcept {
    try {
        return body() ? 1 : 0;
    } catch (...) {
        ERR_raise(ERR_LIB_PROV, ERR_R_INTERNAL_ERROR);
        return 0;
    }
}

/// Makes a context that OpenSSL owns; null when memory is short.
template <class Body>
void* guarded_new(Body body) noexcept {
    try {
        return body();
    } catch (...) {
        ERR_raise(ERR_LIB_PROV, ERR_R_MALLOC_FAILURE);
        return nullptr;
    }
}

template <class Function>
OSSL_DISPATCH entry(int id, Function* function) {
    return {id, reinterpret_cast<void (*)()>(function)};
}
inline constexpr OSSL_DISPATCH kLastEntry = {0, nullptr};

/// Gives `bytes` to OpenSSL's buffer of `capacity` octets.
inline bool deliver(View bytes, unsigned char* out, std::size_t* length, std::size_t capacity) {
    if (bytes.size() > capacity) return false;
    std::memcpy(out, bytes.data(), bytes.size());
    *length = bytes.size();
    return true;
}

/// Text and octets of a parameter; empty when it has another type.
std::string text_of(const OSSL_PARAM& parameter);
Bytes octets_of(const OSSL_PARAM& parameter);

/// The digest of that name if keys can be asked for it.
std::optional<keys::Digest> digest_named(const std::string& name);

// The functions of each kind, for the table in provider.cpp.
const OSSL_DISPATCH* rsa_keys();
const OSSL_DISPATCH* rsa_pss_keys();
const OSSL_DISPATCH* ec_keys();
const OSSL_DISPATCH* signature_functions();
const OSSL_DISPATCH* decryption_functions();
const OSSL_DISPATCH* exchange_functions();

}  // namespace sealwright::bridge
