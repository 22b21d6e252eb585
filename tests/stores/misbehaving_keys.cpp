// SPDX-License-Identifier: MPL-2.0
#include "stores/misbehaving_keys.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace misbehaving {
namespace {

using namespace sealwright;

Bytes encoded(X509& certificate) {
    Bytes der(static_cast<std::size_t>(i2d_X509(&certificate, nullptr)));
    auto* to = der.data();
    i2d_X509(&certificate, &to);
    return der;
}

Object certificate_object(X509& certificate, const Bytes& id) {
    return {{{CKA_CLASS, bytes_of<CK_OBJECT_CLASS>(CKO_CERTIFICATE)},
             {CKA_CERTIFICATE_TYPE, bytes_of<CK_CERTIFICATE_TYPE>(CKC_X_509)},
             {CKA_ID, id},
             {CKA_VALUE, encoded(certificate)}},
            nullptr,
            false};
}

Object key_object(std::shared_ptr<EVP_PKEY> key, const Bytes& id) {
    const bool rsa = EVP_PKEY_is_a(key.get(), "RSA") == 1;
    return {{{CKA_CLASS, bytes_of<CK_OBJECT_CLASS>(CKO_PRIVATE_KEY)},
             {CKA_KEY_TYPE, bytes_of<CK_KEY_TYPE>(rsa ? CKK_RSA : CKK_EC)},
             {CKA_ID, id}},
            std::move(key),
            true};
}

PkeyCtxPtr begin(EVP_PKEY& key, int (*init)(EVP_PKEY_CTX*)) {
    PkeyCtxPtr context(EVP_PKEY_CTX_new(&key, nullptr));
    init(context.get());
    if (EVP_PKEY_is_a(&key, "RSA")) EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING);
    return context;
}

Bytes plain_ecdsa(const Bytes& der, std::size_t width) {
    const auto* from = der.data();
    const std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>> signature(
        d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(der.size())));
    Bytes plain(2 * width);
    BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), plain.data(), static_cast<int>(width));
    BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), plain.data() + width, static_cast<int>(width));
    return plain;
}

}  // namespace

std::vector<Object> read_objects(const std::filesystem::path& pem) {
    std::vector<Object> objects;
    const BioPtr file(BIO_new_file(pem.c_str(), "r"));
    while (EVP_PKEY* key = PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr)) {
        const std::shared_ptr<EVP_PKEY> owned(key, FreeWith<EVP_PKEY_free>());
        const auto certificate =
            own_certificate(PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
        const Bytes id{static_cast<std::uint8_t>(objects.size() + 1)};
        objects.push_back(certificate_object(*certificate, id));
        objects.push_back(key_object(owned, id));
    }
    return objects;
}

Bytes sign(EVP_PKEY& key, View input) {
    const auto context = begin(key, EVP_PKEY_sign_init);
    std::size_t size = 0;
    EVP_PKEY_sign(context.get(), nullptr, &size, input.data(), input.size());
    Bytes signature(size);
    if (EVP_PKEY_sign(context.get(), signature.data(), &size, input.data(), input.size()) != 1)
        return {};
    signature.resize(size);
    if (EVP_PKEY_is_a(&key, "RSA")) return signature;
    return plain_ecdsa(signature, static_cast<std::size_t>(EVP_PKEY_get_bits(&key) + 7) / 8);
}

Bytes decrypt(EVP_PKEY& key, View input) {
    const auto context = begin(key, EVP_PKEY_decrypt_init);
    Bytes message(static_cast<std::size_t>(EVP_PKEY_get_size(&key)));
    std::size_t size = message.size();
    if (EVP_PKEY_decrypt(context.get(), message.data(), &size, input.data(), input.size()) != 1)
        return {};
    message.resize(size);
    return message;
}

Bytes derive(EVP_PKEY& key, View peer_point) {
    const PkeyPtr peer(EVP_PKEY_new());
    EVP_PKEY_copy_parameters(peer.get(), &key);
    if (EVP_PKEY_set1_encoded_public_key(peer.get(), peer_point.data(), peer_point.size()) != 1)
        return {};
    const auto context = begin(key, EVP_PKEY_derive_init);
    std::size_t size = 0;
    if (EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
        EVP_PKEY_derive(context.get(), nullptr, &size) != 1)
        return {};
    Bytes secret(size);
    return EVP_PKEY_derive(context.get(), secret.data(), &size) == 1 ? secret : Bytes();
}

}  // namespace misbehaving
