// SPDX-License-Identifier: MPL-2.0
#include "bridge/padding.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>

#include <charconv>
#include <string_view>

namespace sealwright::bridge {
namespace {

using EcdsaSigPtr = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;

/// One signature in the making.
struct Signing {
    Handle key;
    std::string digest;  ///< EVP name; empty until it is known
    std::string mgf1;    ///< EVP name; empty means the same as `digest`
    int padding = RSA_PKCS1_PADDING;
    int salt = RSA_PSS_SALTLEN_DIGEST;  ///< octets, or one of OpenSSL's negative wishes
    MdCtxPtr running;

    [[nodiscard]] bool rsa() const { return std::string_view(key.type) != "EC"; }
    [[nodiscard]] const std::string& mask() const { return mgf1.empty() ? digest : mgf1; }
    [[nodiscard]] std::size_t most() const {
        return static_cast<std::size_t>(EVP_PKEY_get_size(key.public_key.get()));
    }
};

Signing* signing(void* context) {
    return static_cast<Signing*>(context);
}

/// The salt in octets (RFC 8017 §9.1.1: at most emLen - hLen - 2).
int salt_octets(const Signing& of, std::size_t digest_size) {
    const int hash = static_cast<int>(digest_size);
    const int encoded = (EVP_PKEY_get_bits(of.key.public_key.get()) - 1 + 7) / 8;
    if (of.salt >= 0) return of.salt;
    return of.salt == RSA_PSS_SALTLEN_DIGEST ? hash : encoded - hash - 2;
}

/// r||s as the SEQUENCE that CMS carries (RFC 5753 §2.1.1).
Bytes der_ecdsa(View plain) {
    const int width = static_cast<int>(plain.size() / 2);
    const EcdsaSigPtr sig(ECDSA_SIG_new());
    BignumPtr r(BN_bin2bn(plain.data(), width, nullptr));
    BignumPtr s(BN_bin2bn(plain.data() + width, width, nullptr));
    if (!sig || !r || !s || ECDSA_SIG_set0(sig.get(), r.get(), s.get()) != 1) return {};
    (void)r.release();
    (void)s.release();
    unsigned char* encoded = nullptr;
    const int length = i2d_ECDSA_SIG(sig.get(), &encoded);
    if (length <= 0) return {};
    Bytes der(encoded, encoded + length);
    OPENSSL_free(encoded);
    return der;
}

/// Empty when the key did not sign.
Bytes sign_ec(const Signing& what, View digest) {
    auto plain = what.key.state->perform([&](keys::PrivateKey& key, const keys::KeyUse& use) {
        return key.sign_ecdsa(digest, use);
    });
    return plain ? der_ecdsa(*plain) : Bytes{};
}

Bytes sign_rsa(const Signing& what, View digest) {
    const auto md = digest_named(what.digest);
    const auto mask = digest_named(what.mask());
    if (!md || !mask || digest.size() != keys::digest_size(*md)) return {};
    auto signature = what.key.state->perform([&](keys::PrivateKey& key, const keys::KeyUse& use) {
        if (what.padding == RSA_PKCS1_PADDING) return key.sign_pkcs1(*md, digest, use);
        return key.sign_pss(*md, *mask, salt_octets(what, digest.size()), digest, use);
    });
    return signature ? std::move(*signature) : Bytes{};
}

void* new_context(void*, const char*) {
    return guarded_new([] { return new Signing; });
}
void free_context(void* context) {
    delete signing(context);
}

/// EVP_DigestSignFinal works on a copy.
void* duplicate(void* context) {
    return guarded_new([&]() -> Signing* {
        const Signing& from = *signing(context);
        auto copy = std::make_unique<Signing>(
            Signing{from.key, from.digest, from.mgf1, from.padding, from.salt, nullptr});
        if (!from.running) return copy.release();
        copy->running.reset(EVP_MD_CTX_new());
        if (EVP_MD_CTX_copy_ex(copy->running.get(), from.running.get()) != 1) return nullptr;
        return copy.release();
    });
}

bool set_salt(Signing& of, const OSSL_PARAM& parameter) {
    if (parameter.data_type != OSSL_PARAM_UTF8_STRING) {
        return OSSL_PARAM_get_int(&parameter, &of.salt) == 1;
    }
    const std::string word = text_of(parameter);
    if (word == OSSL_PKEY_RSA_PSS_SALT_LEN_DIGEST) {
        of.salt = RSA_PSS_SALTLEN_DIGEST;
    } else if (word == OSSL_PKEY_RSA_PSS_SALT_LEN_MAX || word == OSSL_PKEY_RSA_PSS_SALT_LEN_AUTO) {
        of.salt = RSA_PSS_SALTLEN_MAX;
    } else {
        return std::from_chars(word.data(), word.data() + word.size(), of.salt).ec == std::errc{};
    }
    return true;
}

bool set_padding(Signing& of, const OSSL_PARAM& parameter) {
    const int padding = padding_of(parameter);
    const bool pss_only = std::string_view(of.key.type) == "RSA-PSS";
    if (padding != RSA_PKCS1_PSS_PADDING && (padding != RSA_PKCS1_PADDING || pss_only)) {
        return false;
    }
    of.padding = padding;
    return true;
}

bool set_one(Signing& of, const OSSL_PARAM& parameter) {
    const std::string_view name = parameter.key;
    if (name == OSSL_SIGNATURE_PARAM_DIGEST) {
        of.digest = text_of(parameter);
        return !of.digest.empty();
    }
    if (!of.rsa()) return true;
    if (name == OSSL_SIGNATURE_PARAM_PAD_MODE) return set_padding(of, parameter);
    if (name == OSSL_SIGNATURE_PARAM_PSS_SALTLEN) return set_salt(of, parameter);
    if (name == OSSL_SIGNATURE_PARAM_MGF1_DIGEST) of.mgf1 = text_of(parameter);
    return true;
}

int set_params(void* context, const OSSL_PARAM parameters[]) {
    return guarded([&] {
        for (const OSSL_PARAM* one = parameters; one && one->key; ++one) {
            if (!set_one(*signing(context), *one)) return false;
        }
        return true;
    });
}

bool answer_algorithm(const Signing& of, OSSL_PARAM& parameter) {
    const auto md = digest_named(of.digest);
    const int salt = md ? salt_octets(of, keys::digest_size(*md)) : 0;
    const Bytes der = algorithm_identifier(
        {of.digest, of.rsa(), of.padding == RSA_PKCS1_PSS_PADDING, of.mask(), salt});
    return !der.empty() && OSSL_PARAM_set_octet_string(&parameter, der.data(), der.size()) == 1;
}

bool answer_one(const Signing& of, OSSL_PARAM& parameter) {
    const std::string_view name = parameter.key;
    if (name == OSSL_SIGNATURE_PARAM_ALGORITHM_ID) return answer_algorithm(of, parameter);
    if (name == OSSL_SIGNATURE_PARAM_PAD_MODE) return answer_padding(parameter, of.padding);
    if (name == OSSL_SIGNATURE_PARAM_DIGEST) {
        return OSSL_PARAM_set_utf8_string(&parameter, of.digest.c_str()) == 1;
    }
    return true;
}

int get_params(void* context, OSSL_PARAM parameters[]) {
    return guarded([&] {
        for (OSSL_PARAM* one = parameters; one && one->key; ++one) {
            if (!answer_one(*signing(context), *one)) return false;
        }
        return true;
    });
}

bool begin(Signing& what, void* key, const OSSL_PARAM parameters[]) {
    if (key) what.key = *static_cast<Handle*>(key);
    if (!what.key.state) return false;
    if (std::string_view(what.key.type) == "RSA-PSS") what.padding = RSA_PKCS1_PSS_PADDING;
    return set_params(&what, parameters) == 1;
}

int sign_init(void* context, void* key, const OSSL_PARAM parameters[]) {
    return guarded([&] { return begin(*signing(context), key, parameters); });
}

int digest_sign_init(void* context, const char* digest, void* key, const OSSL_PARAM parameters[]) {
    return guarded([&] {
        Signing& what = *signing(context);
        if (!begin(what, key, parameters)) return false;
        if (digest && *digest) what.digest = digest;
        if (what.digest.empty()) what.digest = "SHA256";
        const MdPtr md(EVP_MD_fetch(plain_context(), what.digest.c_str(), nullptr));
        what.running.reset(EVP_MD_CTX_new());
        return md && what.running && EVP_DigestInit_ex2(what.running.get(), md.get(), nullptr) == 1;
    });
}

int digest_sign_update(void* context, const unsigned char* data, std::size_t size) {
    return EVP_DigestUpdate(signing(context)->running.get(), data, size);
}

int sign(void* context, unsigned char* out, std::size_t* length, std::size_t capacity,
         const unsigned char* digest, std::size_t size) {
    return guarded([&] {
        const Signing& what = *signing(context);
        if (!out) {
            *length = what.most();
            return true;
        }
        const Bytes signature =
            what.rsa() ? sign_rsa(what, {digest, size}) : sign_ec(what, {digest, size});
        return !signature.empty() && deliver(signature, out, length, capacity);
    });
}

int digest_sign_final(void* context, unsigned char* out, std::size_t* length,
                      std::size_t capacity) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (out && EVP_DigestFinal_ex(signing(context)->running.get(), digest.data(), &size) != 1) {
        return 0;
    }
    return sign(context, out, length, capacity, digest.data(), size);
}

const OSSL_PARAM* parameter_list(void*, void*) {
    static const OSSL_PARAM list[] = {
        OSSL_PARAM_octet_string(OSSL_SIGNATURE_PARAM_ALGORITHM_ID, nullptr, 0),
        OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_DIGEST, nullptr, 0),
        OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_PAD_MODE, nullptr, 0),
        OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_MGF1_DIGEST, nullptr, 0),
        OSSL_PARAM_utf8_string(OSSL_SIGNATURE_PARAM_PSS_SALTLEN, nullptr, 0),
        OSSL_PARAM_END};
    return list;
}

}  // namespace

const OSSL_DISPATCH* signature_functions() {
    static const OSSL_DISPATCH functions[] = {
        entry(OSSL_FUNC_SIGNATURE_NEWCTX, new_context),
        entry(OSSL_FUNC_SIGNATURE_FREECTX, free_context),
        entry(OSSL_FUNC_SIGNATURE_DUPCTX, duplicate),
        entry(OSSL_FUNC_SIGNATURE_SIGN_INIT, sign_init),
        entry(OSSL_FUNC_SIGNATURE_SIGN, sign),
        entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_INIT, digest_sign_init),
        entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_UPDATE, digest_sign_update),
        entry(OSSL_FUNC_SIGNATURE_DIGEST_SIGN_FINAL, digest_sign_final),
        entry(OSSL_FUNC_SIGNATURE_GET_CTX_PARAMS, get_params),
        entry(OSSL_FUNC_SIGNATURE_GETTABLE_CTX_PARAMS, parameter_list),
        entry(OSSL_FUNC_SIGNATURE_SET_CTX_PARAMS, set_params),
        entry(OSSL_FUNC_SIGNATURE_SETTABLE_CTX_PARAMS, parameter_list),
        kLastEntry};
    return functions;
}

const OSSL_DISPATCH* ecdsa_signature() {
    return signature_functions();
}

}  // namespace sealwright::bridge
