// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/operation.hpp"

#include "keys/pkcs11/padding.hpp"
#include "keys/pkcs11/public_key.hpp"

#include <algorithm>

namespace sealwright::keys::pkcs11 {
namespace {

/// Room for RSA of 16,384 bits. One call with enough room instead of asking for the length first:
/// on cards the question alone may end the operation.
constexpr std::size_t kResultMost = 2'048;

CK_MECHANISM_TYPE mechanism_of(Digest md) {
    switch (md) {
        case Digest::sha1:
            return CKM_SHA_1;
        case Digest::sha256:
            return CKM_SHA256;
        case Digest::sha384:
            return CKM_SHA384;
        case Digest::sha512:
            break;
    }
    return CKM_SHA512;
}

CK_RSA_PKCS_MGF_TYPE mask_of(Digest md) {
    switch (md) {
        case Digest::sha1:
            return CKG_MGF1_SHA1;
        case Digest::sha256:
            return CKG_MGF1_SHA256;
        case Digest::sha384:
            return CKG_MGF1_SHA384;
        case Digest::sha512:
            break;
    }
    return CKG_MGF1_SHA512;
}

/// The interface is older than const; modules only read what is signed or decrypted.
CK_BYTE* writable(View bytes) {
    return const_cast<CK_BYTE*>(bytes.data());
}

Error ciphertext_failed() {
    return {ErrorCode::mail_decrypt_failed, ""};
}

/// Numbers come without leading zeros from some modules.
SecretBytes pad_left(const SecretBytes& number, std::size_t size) {
    SecretBytes padded(size);
    const auto used = std::min(size, number.size());
    std::copy_n(number.view().data(), used, padded.writable().data() + (size - used));
    return padded;
}

Result<SecretBytes> read_secret(const Session& session, CK_OBJECT_HANDLE secret, std::size_t size) {
    SecretBytes value(size);
    CK_ATTRIBUTE wanted{CKA_VALUE, value.writable().data(), size};
    const CK_RV rv = session.module()->C_GetAttributeValue(session.handle(), secret, &wanted, 1);
    if (rv != CKR_OK) return from_p11(rv, "C_GetAttributeValue");
    if (wanted.ulValueLen > size) return ciphertext_failed();
    value.shrink(wanted.ulValueLen);
    return pad_left(value, size);
}

}  // namespace

Result<SecretBytes> KeyOperation::sign_pkcs1(Digest md, View digest) const {
    const auto info = digest_info(md, digest);
    if (!info) return info.error();
    return sign({CKM_RSA_PKCS, nullptr, 0}, *info);
}

Result<SecretBytes> KeyOperation::sign_pss(Digest md, Digest mgf1, std::uint64_t salt,
                                           View digest) const {
    CK_RSA_PKCS_PSS_PARAMS parameters{mechanism_of(md), mask_of(mgf1), salt};
    return sign({CKM_RSA_PKCS_PSS, &parameters, sizeof parameters}, digest);
}

Result<SecretBytes> KeyOperation::sign_ecdsa(View digest, std::size_t order) const {
    return sign({CKM_ECDSA, nullptr, 0}, digest.first(std::min(order, digest.size())));
}

Result<SecretBytes> KeyOperation::decrypt_pkcs1(View ciphertext) const {
    return decrypt({CKM_RSA_PKCS, nullptr, 0}, ciphertext);
}

Result<SecretBytes> KeyOperation::decrypt_oaep(Digest md, Digest mgf1, View label,
                                               View ciphertext) const {
    // SoftHSM 2.6 has OAEP with SHA-1 and without label only, and ignores a label it is given.
    auto first = label.empty() ? decrypt_oaep_there(md, mgf1, label, ciphertext)
                               : decrypt_oaep_here(md, mgf1, label, ciphertext);
    if (first.ok() || first.error().code != ErrorCode::key_unsupported) return first;
    return label.empty() ? decrypt_oaep_here(md, mgf1, label, ciphertext)
                         : decrypt_oaep_there(md, mgf1, label, ciphertext);
}

Result<SecretBytes> KeyOperation::decrypt_oaep_there(Digest md, Digest mgf1, View label,
                                                     View ciphertext) const {
    CK_RSA_PKCS_OAEP_PARAMS parameters{mechanism_of(md), mask_of(mgf1), CKZ_DATA_SPECIFIED,
                                       label.empty() ? nullptr : writable(label), label.size()};
    return decrypt({CKM_RSA_PKCS_OAEP, &parameters, sizeof parameters}, ciphertext);
}

Result<SecretBytes> KeyOperation::decrypt_oaep_here(Digest md, Digest mgf1, View label,
                                                    View ciphertext) const {
    const auto encoded = decrypt({CKM_RSA_X_509, nullptr, 0}, ciphertext);
    if (!encoded) return encoded.error();
    return remove_oaep(pad_left(*encoded, ciphertext.size()).view(), md, mgf1, label);
}

Result<SecretBytes> KeyOperation::agree(View peer_point) const {
    const std::size_t field = peer_point.empty() ? 0 : (peer_point.size() - 1) / 2;
    CK_OBJECT_HANDLE secret = CK_INVALID_HANDLE;
    CK_RV rv = derive(peer_point, field, secret);
    // PKCS#11 2.20 wanted the point inside an OCTET STRING, later versions take both.
    if (rv != CKR_OK && !concerns_token(rv)) rv = derive(octet_string(peer_point), field, secret);
    if (rv == CKR_OK) return read_secret(session_, secret, field);
    const Error error = from_p11(rv, "C_DeriveKey");
    const bool about_point =
        error.code == ErrorCode::key_token_failed || rv == CKR_MECHANISM_PARAM_INVALID;
    return about_point ? ciphertext_failed() : error;
}

Result<SecretBytes> KeyOperation::sign(CK_MECHANISM mechanism, View input) const {
    const Module& module = session_.module();
    CK_RV rv = module->C_SignInit(session_.handle(), &mechanism, key_);
    if (rv != CKR_OK) return from_p11_init(rv, "C_SignInit");
    if (auto done = authenticate_(session_); !done) return done.error();
    SecretBytes signature(kResultMost);
    CK_ULONG size = signature.size();
    rv = module->C_Sign(session_.handle(), writable(input), input.size(),
                        signature.writable().data(), &size);
    if (rv != CKR_OK) return from_p11(rv, "C_Sign");
    signature.shrink(std::min<std::size_t>(size, kResultMost));
    return signature;
}

Result<SecretBytes> KeyOperation::decrypt(CK_MECHANISM mechanism, View input) const {
    const Module& module = session_.module();
    CK_RV rv = module->C_DecryptInit(session_.handle(), &mechanism, key_);
    if (rv != CKR_OK) return from_p11_init(rv, "C_DecryptInit");
    if (auto done = authenticate_(session_); !done) return done.error();
    SecretBytes message(kResultMost);
    CK_ULONG size = message.size();
    rv = module->C_Decrypt(session_.handle(), writable(input), input.size(),
                           message.writable().data(), &size);
    if (rv != CKR_OK) return concerns_token(rv) ? from_p11(rv, "C_Decrypt") : ciphertext_failed();
    message.shrink(std::min<std::size_t>(size, kResultMost));
    return message;
}

/// The secret is an object of the session and goes with it.
CK_RV KeyOperation::derive(View point, std::size_t field, CK_OBJECT_HANDLE& secret) const {
    CK_ECDH1_DERIVE_PARAMS parameters{CKD_NULL, 0, nullptr, point.size(), writable(point)};
    CK_MECHANISM mechanism{CKM_ECDH1_DERIVE, &parameters, sizeof parameters};
    CK_OBJECT_CLASS kind = CKO_SECRET_KEY;
    CK_KEY_TYPE type = CKK_GENERIC_SECRET;
    CK_BBOOL no = CK_FALSE, yes = CK_TRUE;
    CK_ULONG length = field;
    CK_ATTRIBUTE wanted[] = {
        {CKA_CLASS, &kind, sizeof kind},     {CKA_KEY_TYPE, &type, sizeof type},
        {CKA_TOKEN, &no, sizeof no},         {CKA_SENSITIVE, &no, sizeof no},
        {CKA_EXTRACTABLE, &yes, sizeof yes}, {CKA_VALUE_LEN, &length, sizeof length}};
    return session_.module()->C_DeriveKey(session_.handle(), &mechanism, key_, wanted,
                                          std::size(wanted), &secret);
}

}  // namespace sealwright::keys::pkcs11
