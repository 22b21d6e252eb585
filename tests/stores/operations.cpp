// SPDX-License-Identifier: MPL-2.0
#include "base/context.hpp"
#include "keys/soft_key.hpp"
#include "stores/contract.hpp"

#include <doctest/doctest.h>
#include <openssl/rsa.h>

namespace sealwright::stores {
namespace {

using keys::Digest;
using keys::KeyUse;

constexpr Digest kDigests[] = {Digest::sha256, Digest::sha384, Digest::sha512};

PkeyCtxPtr public_operation(EVP_PKEY& key, int (*init)(EVP_PKEY_CTX*)) {
    PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(plain_context(), &key, nullptr));
    REQUIRE(context);
    REQUIRE(init(context.get()) == 1);
    return context;
}

const EVP_MD* evp(Digest md) {
    return EVP_get_digestbyname(keys::digest_name(md));
}

/// Stands for a digest of that kind; every octet differs.
Bytes some_digest(Digest md) {
    Bytes digest(keys::digest_size(md));
    for (std::size_t i = 0; i < digest.size(); ++i) digest[i] = static_cast<std::uint8_t>(7 * i);
    return digest;
}

bool verifies(EVP_PKEY& key, int padding, Digest md, View digest, View signature) {
    const auto context = public_operation(key, EVP_PKEY_verify_init);
    if (padding) {
        REQUIRE(EVP_PKEY_CTX_set_rsa_padding(context.get(), padding) == 1);
        REQUIRE(EVP_PKEY_CTX_set_signature_md(context.get(), evp(md)) == 1);
    }
    return EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(),
                           digest.size()) == 1;
}

/// r||s as the SEQUENCE that OpenSSL verifies.
Bytes der_ecdsa(View plain) {
    REQUIRE(plain.size() % 2 == 0);
    const int width = static_cast<int>(plain.size() / 2);
    const std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>> sig(ECDSA_SIG_new());
    REQUIRE(ECDSA_SIG_set0(sig.get(), BN_bin2bn(plain.data(), width, nullptr),
                           BN_bin2bn(plain.data() + width, width, nullptr)) == 1);
    Bytes der(static_cast<std::size_t>(i2d_ECDSA_SIG(sig.get(), nullptr)));
    unsigned char* at = der.data();
    i2d_ECDSA_SIG(sig.get(), &at);
    return der;
}

Bytes encrypt(EVP_PKEY& key, View plain, int padding, Digest md, Digest mgf1,
              std::string_view label) {
    const auto context = public_operation(key, EVP_PKEY_encrypt_init);
    REQUIRE(EVP_PKEY_CTX_set_rsa_padding(context.get(), padding) == 1);
    if (padding == RSA_PKCS1_OAEP_PADDING) {
        REQUIRE(EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), evp(md)) == 1);
        REQUIRE(EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), evp(mgf1)) == 1);
        if (!label.empty()) {
            REQUIRE(EVP_PKEY_CTX_set0_rsa_oaep_label(context.get(),
                                                     OPENSSL_memdup(label.data(), label.size()),
                                                     static_cast<int>(label.size())) == 1);
        }
    }
    std::size_t length = 0;
    REQUIRE(EVP_PKEY_encrypt(context.get(), nullptr, &length, plain.data(), plain.size()) == 1);
    Bytes sealed(length);
    REQUIRE(EVP_PKEY_encrypt(context.get(), sealed.data(), &length, plain.data(), plain.size()) ==
            1);
    return sealed;
}

void check_oaep(keys::PrivateKey& key, EVP_PKEY& known, Digest md, Digest mgf1,
                std::string_view label) {
    const Bytes secret(32, 0x42);
    const Bytes sealed = encrypt(known, secret, RSA_PKCS1_OAEP_PADDING, md, mgf1, label);
    auto opened = key.decrypt_oaep(md, mgf1, as_view(label), sealed, {});
    REQUIRE(opened.ok());
    CHECK(to_bytes(opened->view()) == secret);
    auto wrong = key.decrypt_oaep(md, mgf1, as_view("another label"), sealed, {});
    REQUIRE_FALSE(wrong.ok());
    CHECK(wrong.error().code == ErrorCode::mail_decrypt_failed);
    CHECK(wrong.error().detail.empty());
}

/// No detail may tell a bad padding from a bad length or number (C-09).
void check_not_opened(keys::PrivateKey& key, View ciphertext) {
    auto opened = key.decrypt_pkcs1(ciphertext, {});
    // An implementation with implicit rejection gives random octets instead.
    if (opened.ok()) return;
    CHECK(opened.error().code == ErrorCode::mail_decrypt_failed);
    CHECK(opened.error().detail.empty());
}

PkeyPtr another_on_the_curve(EVP_PKEY& key) {
    const auto context = public_operation(key, EVP_PKEY_keygen_init);
    EVP_PKEY* made = nullptr;
    REQUIRE(EVP_PKEY_keygen(context.get(), &made) == 1);
    return PkeyPtr(made);
}

Bytes point_of(EVP_PKEY& key) {
    unsigned char* encoded = nullptr;
    const std::size_t length = EVP_PKEY_get1_encoded_public_key(&key, &encoded);
    Bytes point(encoded, encoded + length);
    OPENSSL_free(encoded);
    return point;
}

}  // namespace

void check_signatures(keys::PrivateKey& key, EVP_PKEY& known) {
    const auto can = key.abilities();
    for (const Digest md : kDigests) {
        const Bytes digest = some_digest(md);
        auto pkcs1 = key.sign_pkcs1(md, digest, {});
        REQUIRE(pkcs1.ok() == can.rsa_pkcs1);
        if (pkcs1.ok()) CHECK(verifies(known, RSA_PKCS1_PADDING, md, digest, *pkcs1));
        auto pss = key.sign_pss(md, md, static_cast<int>(digest.size()), digest, {});
        REQUIRE(pss.ok() == can.rsa_pss);
        if (pss.ok()) CHECK(verifies(known, RSA_PKCS1_PSS_PADDING, md, digest, *pss));
        auto ecdsa = key.sign_ecdsa(digest, {});
        REQUIRE(ecdsa.ok() == can.ecdsa);
        if (ecdsa.ok()) CHECK(verifies(known, 0, md, digest, der_ecdsa(*ecdsa)));
    }
}

void check_decryption(keys::PrivateKey& key, EVP_PKEY& known) {
    const auto can = key.abilities();
    if (can.rsa_decrypt) {
        const Bytes secret(32, 0x42);
        Bytes sealed = encrypt(known, secret, RSA_PKCS1_PADDING, Digest::sha1, Digest::sha1, "");
        auto opened = key.decrypt_pkcs1(sealed, {});
        REQUIRE(opened.ok());
        CHECK(to_bytes(opened->view()) == secret);
        sealed.back() ^= 1;
        check_not_opened(key, sealed);
        check_not_opened(key, Bytes(sealed.size(), 0xff));  // greater than the modulus
        check_not_opened(key, Bytes(3, 1));
    }
    if (can.rsa_oaep) {
        check_oaep(key, known, Digest::sha1, Digest::sha1, "");
        check_oaep(key, known, Digest::sha256, Digest::sha256, "");
        check_oaep(key, known, Digest::sha256, Digest::sha1, "a label");
    }
}

void check_agreement(keys::PrivateKey& key, EVP_PKEY& known) {
    if (!key.abilities().ecdh) return;
    const std::shared_ptr<EVP_PKEY> peer = another_on_the_curve(known);
    const Bytes our_point = point_of(known);
    const Bytes peer_point = point_of(*peer);
    keys::SoftKey other_side(peer);
    auto expected = other_side.agree(our_point, {});
    auto secret = key.agree(peer_point, {});
    REQUIRE(expected.ok());
    REQUIRE(secret.ok());
    CHECK(to_bytes(secret->view()) == to_bytes(expected->view()));
    const Bytes info = {1, 2, 3};
    for (const Digest md : {Digest::sha1, Digest::sha256}) {
        auto derived = key.agree_x963(peer_point, md, info, 32, {});
        REQUIRE(derived.ok());
        CHECK(to_bytes(derived->view()) ==
              to_bytes(other_side.agree_x963(our_point, md, info, 32, {})->view()));
    }
    Bytes off_curve = peer_point;
    off_curve.back() ^= 1;
    CHECK_FALSE(key.agree(off_curve, {}).ok());
}

Result<Bytes> try_signing(keys::PrivateKey& key, const KeyUse& use) {
    const Bytes digest = some_digest(Digest::sha256);
    return key.abilities().ecdsa ? key.sign_ecdsa(digest, use)
                                 : key.sign_pkcs1(Digest::sha256, digest, use);
}

bool signs(keys::PrivateKey& key, EVP_PKEY& known, const KeyUse& use) {
    auto signature = try_signing(key, use);
    if (!signature.ok()) return false;
    const bool ecdsa = key.abilities().ecdsa;
    return verifies(known, ecdsa ? 0 : RSA_PKCS1_PADDING, Digest::sha256,
                    some_digest(Digest::sha256), ecdsa ? der_ecdsa(*signature) : *signature);
}

}  // namespace sealwright::stores
