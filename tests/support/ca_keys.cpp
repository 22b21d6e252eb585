// SPDX-License-Identifier: MPL-2.0
#include "support/ca.hpp"

#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <map>
#include <mutex>
#include <stdexcept>

namespace sealwright::support {
namespace {

using BnCtxPtr = std::unique_ptr<BN_CTX, FreeWith<BN_CTX_free>>;
using BuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
using ParamsPtr = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;

constexpr unsigned kExponent = 65537;

BignumPtr generate_prime(int bits) {
    BignumPtr prime(BN_new());
    do {
        BN_generate_prime_ex(prime.get(), bits, 0, nullptr, nullptr, nullptr);
    } while (BN_mod_word(prime.get(), kExponent) == 1);
    return prime;
}

BignumPtr minus_one(const BIGNUM* number) {
    BignumPtr result(BN_dup(number));
    BN_sub_word(result.get(), 1);
    return result;
}

/// The numbers of RFC 8017 §3.2 that follow from two primes.
struct RsaNumbers {
    BignumPtr n{BN_new()}, e{BN_new()}, d{BN_new()}, dp{BN_new()}, dq{BN_new()}, qi{BN_new()};

    RsaNumbers(const BIGNUM* p, const BIGNUM* q) {
        const BnCtxPtr scratch(BN_CTX_new());
        const BignumPtr p1 = minus_one(p), q1 = minus_one(q), phi(BN_new());
        BN_mul(n.get(), p, q, scratch.get());
        BN_mul(phi.get(), p1.get(), q1.get(), scratch.get());
        BN_set_word(e.get(), kExponent);
        BN_mod_inverse(d.get(), e.get(), phi.get(), scratch.get());
        BN_mod(dp.get(), d.get(), p1.get(), scratch.get());
        BN_mod(dq.get(), d.get(), q1.get(), scratch.get());
        BN_mod_inverse(qi.get(), q, p, scratch.get());
    }
};

EVP_PKEY* rsa_from(const char* type, const BIGNUM* p, const BIGNUM* q) {
    const RsaNumbers numbers(p, q);
    const BuilderPtr builder(OSSL_PARAM_BLD_new());
    const auto push = [&](const char* name, const BIGNUM* number) {
        OSSL_PARAM_BLD_push_BN(builder.get(), name, number);
    };
    push(OSSL_PKEY_PARAM_RSA_N, numbers.n.get());
    push(OSSL_PKEY_PARAM_RSA_E, numbers.e.get());
    push(OSSL_PKEY_PARAM_RSA_D, numbers.d.get());
    push(OSSL_PKEY_PARAM_RSA_FACTOR1, p);
    push(OSSL_PKEY_PARAM_RSA_FACTOR2, q);
    push(OSSL_PKEY_PARAM_RSA_EXPONENT1, numbers.dp.get());
    push(OSSL_PKEY_PARAM_RSA_EXPONENT2, numbers.dq.get());
    push(OSSL_PKEY_PARAM_RSA_COEFFICIENT1, numbers.qi.get());
    const ParamsPtr params(OSSL_PARAM_BLD_to_param(builder.get()));
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata_init(context.get());
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get());
    return key;
}

/// Finding primes is what takes the time, so every pair of a growing list becomes a key. Keys that
/// share primes protect nothing; tests need them distinct only.
class Primes {
  public:
    EVP_PKEY* next_key(const char* type, int bits) {
        if (second_ == first_) {
            primes_.push_back(generate_prime(bits / 2));
            if (primes_.size() < 2) primes_.push_back(generate_prime(bits / 2));
            second_ = primes_.size() - 1;
            first_ = 0;
        }
        const BIGNUM* p = primes_[first_++].get();
        return rsa_from(type, p, primes_[second_].get());
    }

  private:
    std::vector<BignumPtr> primes_;
    std::size_t first_ = 0, second_ = 0;
};

EVP_PKEY* next_rsa(const char* type, int bits) {
    static std::map<int, Primes> lists;
    return lists[bits].next_key(type, bits);
}

EVP_PKEY* generate(KeyType type) {
    switch (type) {
        case KeyType::rsa1024:
            return next_rsa("RSA", 1024);
        case KeyType::rsa2048:
            return next_rsa("RSA", 2048);
        case KeyType::rsa3072:
            return next_rsa("RSA", 3072);
        case KeyType::rsa_pss:
            return next_rsa("RSA-PSS", 2048);
        case KeyType::p256:
            return EVP_EC_gen("P-256");
        case KeyType::p384:
            return EVP_EC_gen("P-384");
        case KeyType::p521:
            return EVP_EC_gen("P-521");
        case KeyType::ed25519:
            return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    }
    return nullptr;
}

}  // namespace

std::shared_ptr<EVP_PKEY> pooled_key(KeyType type) {
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    EVP_PKEY* key = generate(type);
    if (!key) throw std::runtime_error("no key: " + take_openssl_errors());
    return {key, FreeWith<EVP_PKEY_free>{}};
}

}  // namespace sealwright::support
