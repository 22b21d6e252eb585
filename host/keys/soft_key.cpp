// SPDX-License-Identifier: MPL-2.0
#include "keys/soft_key.hpp"

#include "base/context.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include <array>

namespace sealwright::keys {
namespace {

using EcdsaSigPtr = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;

Error unsupported() {
    return {ErrorCode::key_unsupported, "another kind of key"};
}

Error failed(const char* what) {
    return {ErrorCode::system_crypto, std::string(what) + ": " + take_openssl_errors()};
}

/// The one answer to every ciphertext that does not open; OpenSSL's reason is dropped (C-09).
Error not_opened() {
    ERR_clear_error();
    return {ErrorCode::mail_decrypt_failed, ""};
}

const EVP_MD* evp(Digest md) {
    switch (md) {
        case Digest::sha1:
            return EVP_sha1();
        case Digest::sha256:
            return EVP_sha256();
        case Digest::sha384:
            return EVP_sha384();
        case Digest::sha512:
            return EVP_sha512();
    }
    return nullptr;
}

PkeyCtxPtr begin(EVP_PKEY* key, int (*init)(EVP_PKEY_CTX*)) {
    PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(plain_context(), key, nullptr));
    if (!context || init(context.get()) != 1) return nullptr;
    return context;
}

Result<Bytes> sign(EVP_PKEY_CTX* context, View digest) {
    std::size_t length = 0;
    if (EVP_PKEY_sign(context, nullptr, &length, digest.data(), digest.size()) != 1) {
        return failed("signing");
    }
    Bytes signature(length);
    if (EVP_PKEY_sign(context, signature.data(), &length, digest.data(), digest.size()) != 1) {
        return failed("signing");
    }
    signature.resize(length);
    return signature;
}

Result<SecretBytes> decrypt(EVP_PKEY_CTX* context, View ciphertext) {
    std::size_t length = 0;
    if (EVP_PKEY_decrypt(context, nullptr, &length, ciphertext.data(), ciphertext.size()) != 1) {
        return not_opened();
    }
    SecretBytes plain(length);
    if (EVP_PKEY_decrypt(context, plain.writable().data(), &length, ciphertext.data(),
                         ciphertext.size()) != 1) {
        return not_opened();
    }
    plain.shrink(length);
    return plain;
}

/// From the SEQUENCE OpenSSL makes to r||s of fixed width.
Result<Bytes> plain_ecdsa(View der, std::size_t width) {
    const unsigned char* at = der.data();
    const EcdsaSigPtr parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    Bytes plain(2 * width);
    const int octets = static_cast<int>(width);
    if (!parsed || BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), plain.data(), octets) != octets ||
        BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), plain.data() + width, octets) != octets) {
        return failed("ECDSA");
    }
    return plain;
}

/// The peer's public key on the same curve as `ours`; null when the point is not on it.
PkeyPtr peer_of(EVP_PKEY* ours, View point) {
    std::array<char, 80> group{};
    std::size_t length = 0;
    if (EVP_PKEY_get_group_name(ours, group.data(), group.size(), &length) != 1) return nullptr;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), length),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
                                          const_cast<std::uint8_t*>(point.data()), point.size()),
        OSSL_PARAM_construct_end()};
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(plain_context(), "EC", nullptr));
    EVP_PKEY* peer = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &peer, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        return nullptr;
    }
    return PkeyPtr(peer);
}

bool set_oaep(EVP_PKEY_CTX* context, Digest md, Digest mgf1, View label) {
    if (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) != 1 ||
        EVP_PKEY_CTX_set_rsa_oaep_md(context, evp(md)) != 1 ||
        EVP_PKEY_CTX_set_rsa_mgf1_md(context, evp(mgf1)) != 1) {
        return false;
    }
    if (label.empty()) return true;
    void* copy = OPENSSL_memdup(label.data(), label.size());
    const int octets = static_cast<int>(label.size());
    if (copy && EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, octets) == 1) return true;
    OPENSSL_free(copy);
    return false;
}

}  // namespace

Abilities soft_abilities(const EVP_PKEY& public_key) {
    Abilities can;
    if (EVP_PKEY_is_a(&public_key, "RSA")) {
        can.rsa_pkcs1 = can.rsa_pss = can.rsa_decrypt = can.rsa_oaep = true;
    } else if (EVP_PKEY_is_a(&public_key, "RSA-PSS")) {
        can.rsa_pss = true;
    } else if (EVP_PKEY_is_a(&public_key, "EC")) {
        can.ecdsa = can.ecdh = true;
    }
    return can;
}

SoftKey::SoftKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}

Abilities SoftKey::abilities() const {
    return soft_abilities(*key_);
}

Result<Bytes> SoftKey::sign_pkcs1(Digest md, View digest, const KeyUse&) {
    if (!abilities().rsa_pkcs1) return unsupported();
    const auto context = begin(key_.get(), EVP_PKEY_sign_init);
    if (!context || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(context.get(), evp(md)) != 1) {
        return failed("RSA, PKCS#1");
    }
    return sign(context.get(), digest);
}

Result<Bytes> SoftKey::sign_pss(Digest md, Digest mgf1, int salt, View digest, const KeyUse&) {
    if (!abilities().rsa_pss) return unsupported();
    const auto context = begin(key_.get(), EVP_PKEY_sign_init);
    if (!context || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PSS_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(context.get(), evp(md)) != 1 ||
        EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), evp(mgf1)) != 1 ||
        EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), salt) != 1) {
        return failed("RSA, PSS");
    }
    return sign(context.get(), digest);
}

Result<Bytes> SoftKey::sign_ecdsa(View digest, const KeyUse&) {
    if (!abilities().ecdsa) return unsupported();
    const auto context = begin(key_.get(), EVP_PKEY_sign_init);
    if (!context) return failed("ECDSA");
    auto der = sign(context.get(), digest);
    if (!der) return der.error();
    return plain_ecdsa(*der, static_cast<std::size_t>(EVP_PKEY_get_bits(key_.get()) + 7) / 8);
}

Result<SecretBytes> SoftKey::decrypt_pkcs1(View ciphertext, const KeyUse&) {
    if (!abilities().rsa_decrypt) return unsupported();
    const auto context = begin(key_.get(), EVP_PKEY_decrypt_init);
    if (!context || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1) {
        return failed("RSA, PKCS#1");
    }
    return decrypt(context.get(), ciphertext);
}

Result<SecretBytes> SoftKey::decrypt_oaep(Digest md, Digest mgf1, View label, View ciphertext,
                                          const KeyUse&) {
    if (!abilities().rsa_oaep) return unsupported();
    const auto context = begin(key_.get(), EVP_PKEY_decrypt_init);
    if (!context || !set_oaep(context.get(), md, mgf1, label)) return failed("RSA, OAEP");
    return decrypt(context.get(), ciphertext);
}

Result<SecretBytes> SoftKey::agree(View peer_point, const KeyUse&) {
    if (!abilities().ecdh) return unsupported();
    const PkeyPtr peer = peer_of(key_.get(), peer_point);
    const auto context = begin(key_.get(), EVP_PKEY_derive_init);
    if (!context) return failed("ECDH");
    std::size_t length = 0;
    if (!peer || EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
        EVP_PKEY_derive(context.get(), nullptr, &length) != 1) {
        return not_opened();
    }
    SecretBytes secret(length);
    if (EVP_PKEY_derive(context.get(), secret.writable().data(), &length) != 1) {
        return not_opened();
    }
    secret.shrink(length);
    return secret;
}

}  // namespace sealwright::keys
