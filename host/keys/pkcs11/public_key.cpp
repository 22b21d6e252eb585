// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/public_key.hpp"

#include "base/context.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>

#include <algorithm>

namespace sealwright::keys::pkcs11 {
namespace {

BignumPtr number(const EVP_PKEY& key, const char* name) {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(&key, name, &value);
    return BignumPtr(value);
}

Bytes octets(const BIGNUM& value) {
    Bytes bytes(static_cast<std::size_t>(BN_num_bytes(&value)));
    BN_bn2bin(&value, bytes.data());
    return bytes;
}

PublicKey read_rsa(const EVP_PKEY& key) {
    PublicKey read;
    const auto modulus = number(key, OSSL_PKEY_PARAM_RSA_N);
    if (!modulus) return read;
    read.kind = PublicKey::Kind::rsa;
    read.modulus = octets(*modulus);
    read.size = read.modulus.size();
    return read;
}

/// Coordinates instead of the encoded key: that one may be compressed.
PublicKey read_ec(const EVP_PKEY& key) {
    PublicKey read;
    const auto x = number(key, OSSL_PKEY_PARAM_EC_PUB_X);
    const auto y = number(key, OSSL_PKEY_PARAM_EC_PUB_Y);
    const auto order = number(key, OSSL_PKEY_PARAM_EC_ORDER);
    if (!x || !y || !order) return read;
    const auto field = static_cast<std::size_t>((EVP_PKEY_get_bits(&key) + 7) / 8);
    read.kind = PublicKey::Kind::ec;
    read.size = static_cast<std::size_t>(BN_num_bytes(order.get()));
    read.point.assign(1 + 2 * field, 0x04);
    BN_bn2binpad(x.get(), read.point.data() + 1, static_cast<int>(field));
    BN_bn2binpad(y.get(), read.point.data() + 1 + field, static_cast<int>(field));
    read.wrapped_point = octet_string(read.point);
    return read;
}

}  // namespace

PublicKey read_public_key(View der) {
    const auto* from = der.data();
    const PkeyPtr key(
        d2i_PUBKEY_ex(nullptr, &from, static_cast<long>(der.size()), plain_context(), nullptr));
    PublicKey read;
    if (key && EVP_PKEY_is_a(key.get(), "RSA")) read = read_rsa(*key);
    if (key && EVP_PKEY_is_a(key.get(), "EC")) read = read_ec(*key);
    ERR_clear_error();
    return read;
}

Bytes encoded_public_key(const X509& certificate) {
    std::uint8_t* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&certificate), &der);
    Bytes bytes(der, der + std::max(size, 0));
    OPENSSL_free(der);
    return bytes;
}

Bytes octet_string(View content) {
    const auto size = content.size();
    Bytes der{0x04};
    if (size > 0xff) der.push_back(0x82);
    if (size > 0xff) der.push_back(static_cast<std::uint8_t>(size >> 8));
    if (size > 0x7f && size <= 0xff) der.push_back(0x81);
    der.push_back(static_cast<std::uint8_t>(size));
    append(der, content);
    return der;
}

}  // namespace sealwright::keys::pkcs11
