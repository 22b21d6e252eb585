// SPDX-License-Identifier: MPL-2.0
#include "cms/recipient_info.hpp"

#include "base/context.hpp"
#include "cms/der_writer.hpp"
#include "cms/key_agreement.hpp"
#include "keys/soft_key.hpp"

#include <openssl/rsa.h>

#include <algorithm>

namespace sealwright::cms {
namespace {

constexpr std::uint32_t kKeyTransportVersion = 0;
constexpr std::uint32_t kKeyAgreementVersion = 3;

Error unfit(const char* why) {
    return {ErrorCode::people_unfit_certificate, why};
}
Error failed(const char* what) {
    return {ErrorCode::system_crypto, what + (": " + take_openssl_errors())};
}

Bytes party(const CertificateView& certificate) {
    return der::sequence({certificate.issuer, der::write(der::kInteger, certificate.serial)});
}

/// RSAES-OAEP-params with SHA-256 for both and the empty label (RFC 4055 §4.1).
Bytes oaep_parameters() {
    const Oid& sha256 = algorithm_of(keys::Digest::sha256).oid;
    const Bytes hash = der::algorithm(sha256, der::kNullElement);
    return der::sequence({der::write(der::constructed(0), hash),
                          der::write(der::constructed(1), der::algorithm(oid::kMgf1, hash))});
}

bool set_padding(EVP_PKEY_CTX* context, RsaPadding padding) {
    if (padding == RsaPadding::pkcs1) {
        return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) > 0;
    }
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_oaep_md_name(context, "SHA256", nullptr) > 0 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, "SHA256", nullptr) > 0;
}

Result<Bytes> encrypt_rsa(EVP_PKEY* key, View content_key, RsaPadding padding) {
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(plain_context(), key, nullptr));
    Bytes encrypted(static_cast<std::size_t>(EVP_PKEY_get_size(key)));
    std::size_t size = encrypted.size();
    if (!context || EVP_PKEY_encrypt_init(context.get()) <= 0 ||
        !set_padding(context.get(), padding) ||
        EVP_PKEY_encrypt(context.get(), encrypted.data(), &size, content_key.data(),
                         content_key.size()) <= 0) {
        return failed("RSA encryption");
    }
    encrypted.resize(size);
    return encrypted;
}

Result<Bytes> transport(EVP_PKEY* key, const CertificateView& certificate, View content_key,
                        RsaPadding padding) {
    const auto encrypted = encrypt_rsa(key, content_key, padding);
    if (!encrypted) return encrypted.error();
    const Bytes algorithm = padding == RsaPadding::pkcs1
                                ? der::algorithm(oid::kRsa, der::kNullElement)
                                : der::algorithm(oid::kRsaOaep, oaep_parameters());
    return der::sequence({der::integer(kKeyTransportVersion), party(certificate), algorithm,
                          der::octet_string(*encrypted)});
}

/// The uncompressed public point of an EC key.
Result<Bytes> point_of(EVP_PKEY* key, const Curve& curve) {
    std::uint8_t* encoded = nullptr;
    const std::size_t size = EVP_PKEY_get1_encoded_public_key(key, &encoded);
    const std::unique_ptr<std::uint8_t, decltype([](std::uint8_t* p) { OPENSSL_free(p); })> owned(
        encoded);
    const auto point = uncompressed_point(curve, {encoded, size});
    if (!point) return failed("EC point");
    return *point;
}

keys::Digest kdf_digest(const Curve& curve) {
    if (curve.bits <= 256) return keys::Digest::sha256;
    return curve.bits <= 384 ? keys::Digest::sha384 : keys::Digest::sha512;
}

/// OriginatorIdentifierOrKey holding the ephemeral point; the recipient knows the curve, but some
/// implementations want it named.
Bytes originator(View point, const Curve& curve) {
    Bytes bits{0};
    append(bits, point);
    const Bytes algorithm = der::algorithm(oid::kEcPublicKey, der::oid(curve.oid));
    const Bytes key =
        der::write(der::constructed(1), {algorithm, der::write(der::kBitString, bits)});
    return der::write(der::constructed(0), key);
}

Result<Bytes> agreement(EVP_PKEY* theirs, const CertificateView& certificate, const Curve& curve,
                        View content_key) {
    // RFC 8551 §2.3: the wrap is as strong as the content key.
    const WrapAlgorithm& wrap = wrap_for(content_key.size());
    const auto peer_point = point_of(theirs, curve);
    if (!peer_point) return peer_point.error();
    const std::shared_ptr<EVP_PKEY> ephemeral(
        EVP_PKEY_Q_keygen(plain_context(), nullptr, "EC", curve.evp), EVP_PKEY_free);
    if (!ephemeral) return failed("ephemeral key");
    const auto own_point = point_of(ephemeral.get(), curve);
    if (!own_point) return own_point.error();
    const Bytes wrap_algorithm = der::algorithm(wrap.oid);
    const keys::Digest digest = kdf_digest(curve);
    const auto wrapping_key = keys::SoftKey(ephemeral).agree_x963(
        *peer_point, digest, shared_info(wrap_algorithm, nullptr, wrap.key_size), wrap.key_size,
        {});
    if (!wrapping_key) return wrapping_key.error();
    const auto wrapped = wrap_key(wrap, wrapping_key->view(), content_key);
    if (!wrapped) return failed("key wrap");
    const Bytes encrypted_key = der::sequence({party(certificate), der::octet_string(*wrapped)});
    return der::write(der::constructed(1),
                      {der::integer(kKeyAgreementVersion), originator(*own_point, curve),
                       der::algorithm(agreement_oid(algorithm_of(digest)), wrap_algorithm),
                       der::sequence({encrypted_key})});
}

}  // namespace

Result<Bytes> recipient_info(const Certificate& certificate, View content_key, RsaPadding padding) {
    Bytes der;
    const auto view = read_certificate(encode_certificate(*certificate, der));
    if (!view) return unfit("malformed certificate");
    const KeyFacts facts = judge_key(view->key);
    EVP_PKEY* key = X509_get0_pubkey(certificate.get());
    if (!key || facts.fitness != KeyFitness::fit) return unfit("weak or unusual key");
    if (facts.kind == KeyKind::rsa) return transport(key, *view, content_key, padding);
    if (facts.kind == KeyKind::ec) return agreement(key, *view, *facts.curve, content_key);
    return unfit("a key that cannot encrypt");
}

}  // namespace sealwright::cms
