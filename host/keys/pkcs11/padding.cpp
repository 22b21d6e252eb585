// SPDX-License-Identifier: MPL-2.0

#include "keys/pkcs11/padding.hpp"

#include "base/context.hpp"

#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace sealwright::keys::pkcs11 {
namespace {

using SigPtr = std::unique_ptr<X509_SIG, FreeWith<X509_SIG_free>>;

Bytes encode(const X509_SIG& info) {
    std::uint8_t* der = nullptr;
    const int size = i2d_X509_SIG(&info, &der);
    Bytes bytes(der, der + std::max(size, 0));
    OPENSSL_free(der);
    return bytes;
}

}  // namespace

Result<Bytes> digest_info(Digest md, View digest) {
    const SigPtr info(X509_SIG_new());
    X509_ALGOR* algorithm = nullptr;
    ASN1_OCTET_STRING* value = nullptr;
    if (!info || digest.size() != digest_size(md))
        return Error{ErrorCode::system_crypto, "DigestInfo"};
    X509_SIG_getm(info.get(), &algorithm, &value);
    X509_ALGOR_set0(algorithm, OBJ_txt2obj(digest_name(md), 0), V_ASN1_NULL, nullptr);
    ASN1_OCTET_STRING_set(value, digest.data(), static_cast<int>(digest.size()));
    return encode(*info);
}

Result<SecretBytes> remove_oaep(View encoded, Digest md, Digest mgf1, View label) {
    const MdPtr digest(EVP_MD_fetch(plain_context(), digest_name(md), nullptr));
    const MdPtr mask(EVP_MD_fetch(plain_context(), digest_name(mgf1), nullptr));
    const auto size = static_cast<int>(encoded.size());
    SecretBytes message(encoded.size());
    // OpenSSL 3 deprecates its padding functions in favour of calls that need the private key.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    const int length = RSA_padding_check_PKCS1_OAEP_mgf1(
        message.writable().data(), size, encoded.data(), size, size, label.data(),
        static_cast<int>(label.size()), digest.get(), mask.get());
#pragma GCC diagnostic pop
    ERR_clear_error();
    if (length < 0) return Error{ErrorCode::mail_decrypt_failed, ""};
    message.shrink(static_cast<std::size_t>(length));
    return message;
}

}  // namespace sealwright::keys::pkcs11
