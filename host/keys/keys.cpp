// SPDX-License-Identifier: MPL-2.0
#include "keys/keys.hpp"

#include "base/context.hpp"
#include "base/text.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

namespace sealwright::keys {
namespace {

Error unsupported(const char* operation) {
    return {ErrorCode::key_unsupported, operation};
}

/// X9.63 KDF (SEC 1 §3.6.1) over a shared secret.
Result<SecretBytes> derive_x963(View secret, Digest md, View shared_info, std::size_t length) {
    const KdfPtr kdf(EVP_KDF_fetch(plain_context(), OSSL_KDF_NAME_X963KDF, nullptr));
    const KdfCtxPtr context(EVP_KDF_CTX_new(kdf.get()));
    // OSSL_PARAM has no const form; the KDF only reads.
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, const_cast<char*>(digest_name(md)),
                                         0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY,
                                          const_cast<std::uint8_t*>(secret.data()), secret.size()),
        OSSL_PARAM_construct_octet_string(
            OSSL_KDF_PARAM_INFO, const_cast<std::uint8_t*>(shared_info.data()), shared_info.size()),
        OSSL_PARAM_construct_end()};
    SecretBytes derived(length);
    if (!context ||
        EVP_KDF_derive(context.get(), derived.writable().data(), length, parameters) != 1) {
        return Error{ErrorCode::system_crypto, "X9.63 KDF: " + take_openssl_errors()};
    }
    return derived;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return shown(text);
}

}  // namespace

const char* digest_name(Digest md) {
    switch (md) {
        case Digest::sha1:
            return "SHA1";
        case Digest::sha256:
            return "SHA256";
        case Digest::sha384:
            return "SHA384";
        case Digest::sha512:
            return "SHA512";
    }
    return "";
}

std::size_t digest_size(Digest md) {
    switch (md) {
        case Digest::sha1:
            return 20;
        case Digest::sha256:
            return 32;
        case Digest::sha384:
            return 48;
        case Digest::sha512:
            return 64;
    }
    return 0;
}

Result<Bytes> PrivateKey::sign_pkcs1(Digest, View, const KeyUse&) {
    return unsupported("RSA signature, PKCS#1");
}

Result<Bytes> PrivateKey::sign_pss(Digest, Digest, int, View, const KeyUse&) {
    return unsupported("RSA signature, PSS");
}

Result<Bytes> PrivateKey::sign_ecdsa(View, const KeyUse&) {
    return unsupported("ECDSA signature");
}

Result<SecretBytes> PrivateKey::decrypt_pkcs1(View, const KeyUse&) {
    return unsupported("RSA decryption, PKCS#1");
}

Result<SecretBytes> PrivateKey::decrypt_oaep(Digest, Digest, View, View, const KeyUse&) {
    return unsupported("RSA decryption, OAEP");
}

Result<SecretBytes> PrivateKey::agree(View, const KeyUse&) {
    return unsupported("ECDH");
}

Result<SecretBytes> PrivateKey::agree_x963(View peer_point, Digest md, View shared_info,
                                           std::size_t length, const KeyUse& use) {
    auto secret = agree(peer_point, use);
    if (!secret) return secret.error();
    return derive_x963(secret->view(), md, shared_info, length);
}

std::string describe(const KeyUse& use) {
    const std::string account = shown(use.account);
    if (use.action == Action::decrypt) {
        return "Open an encrypted message" + (account.empty() ? "." : " sent to " + account + ".");
    }
    std::string text = "Sign a message";
    // How many comes first: nothing that others chose pushes it out of the dialog.
    const std::size_t count = use.recipients.size();
    if (count > 0)
        text += " to " + std::to_string(count) + (count == 1 ? " recipient" : " recipients");
    if (!account.empty()) text += " as " + account;
    if (count > 0) text += ": " + joined(use.recipients);
    return text + ".";
}

}  // namespace sealwright::keys
