// SPDX-License-Identifier: MPL-2.0
#include "trust/key_strength.hpp"

#include "base/limits.hpp"

#include <openssl/core_names.h>

namespace sealwright::trust {
namespace {

constexpr int kLeastBits = 112;

bool has_usual_exponent(const EVP_PKEY& key) {
    BIGNUM* raw = nullptr;
    EVP_PKEY_get_bn_param(&key, OSSL_PKEY_PARAM_RSA_E, &raw);
    const BignumPtr exponent(raw);
    return exponent && BN_num_bits(exponent.get()) <= limits::kRsaExponentBits;
}

bool has_named_curve(const EVP_PKEY& key) {
    int explicit_parameters = 1;
    EVP_PKEY_get_int_param(&key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS,
                           &explicit_parameters);
    return explicit_parameters == 0;
}

}  // namespace

bool is_of_usual_size(const EVP_PKEY& key) {
    if (EVP_PKEY_get_bits(&key) > limits::kRsaBitsMost) return false;
    if (EVP_PKEY_is_a(&key, "RSA") || EVP_PKEY_is_a(&key, "RSA-PSS")) {
        return has_usual_exponent(key);
    }
    if (EVP_PKEY_is_a(&key, "EC")) return has_named_curve(key);
    return true;
}

bool is_strong(const EVP_PKEY& key) {
    return EVP_PKEY_get_security_bits(&key) >= kLeastBits;
}

bool is_strongly_signed(const X509& certificate) {
    int bits = 0;
    auto* plain = const_cast<X509*>(&certificate);  // the call fills a cache
    return X509_get_signature_info(plain, nullptr, nullptr, &bits, nullptr) == 1 &&
           bits >= kLeastBits;
}

}  // namespace sealwright::trust
