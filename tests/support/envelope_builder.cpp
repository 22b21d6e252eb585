// SPDX-License-Identifier: MPL-2.0
#include "support/envelope_builder.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

#include <stdexcept>

namespace sealwright::support {
namespace {

namespace der = cms::der;
using cms::Oid;

void require(bool good, const char* what) {
    if (!good) throw std::runtime_error(std::string(what) + ": " + take_openssl_errors());
}

Bytes iv_of(const EnvelopeSpec& spec) {
    if (!spec.iv.empty()) return spec.iv;
    return Bytes(spec.mode == CipherMode::gcm ? 12 : 16, 0x17);
}

Bytes attribute_set(const EnvelopeSpec& spec) {
    Bytes content;
    for (const Bytes& one : spec.attributes) append(content, one);
    return spec.unsorted ? der::write(der::kSet, content) : der::set_of(spec.attributes);
}

struct Sealed {
    Bytes ciphertext;
    Bytes tag;
};

/// With EVP alone.
Sealed seal(const EnvelopeSpec& spec) {
    const bool gcm = spec.mode == CipherMode::gcm;
    const std::string name = "AES-" + std::to_string(spec.key.size() * 8) + (gcm ? "-GCM" : "-CBC");
    const CipherPtr cipher(EVP_CIPHER_fetch(nullptr, name.c_str(), nullptr));
    const CipherCtxPtr context(EVP_CIPHER_CTX_new());
    const Bytes iv = iv_of(spec);
    int size = 0;
    require(
        EVP_EncryptInit_ex2(context.get(), cipher.get(), nullptr, nullptr, nullptr) == 1 &&
            (!gcm || EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN,
                                         static_cast<int>(iv.size()), nullptr) == 1) &&
            EVP_EncryptInit_ex2(context.get(), nullptr, spec.key.data(), iv.data(), nullptr) == 1,
        "cipher");
    if (!spec.attributes.empty()) {
        const Bytes set = attribute_set(spec);
        EVP_EncryptUpdate(context.get(), nullptr, &size, set.data(), static_cast<int>(set.size()));
    }
    Sealed sealed{Bytes(spec.content.size() + 16), Bytes(16)};
    require(EVP_EncryptUpdate(context.get(), sealed.ciphertext.data(), &size, spec.content.data(),
                              static_cast<int>(spec.content.size())) == 1,
            "update");
    int last = 0;
    require(EVP_EncryptFinal_ex(context.get(), sealed.ciphertext.data() + size, &last) == 1, "end");
    sealed.ciphertext.resize(static_cast<std::size_t>(size + last));
    if (gcm) EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, sealed.tag.data());
    sealed.tag.resize(spec.tag_size);
    return sealed;
}

const Oid& cipher_oid(const EnvelopeSpec& spec) {
    static constexpr Oid gcm128{"2.16.840.1.101.3.4.1.6"};
    static constexpr Oid gcm256{"2.16.840.1.101.3.4.1.46"};
    static constexpr Oid cbc128{"2.16.840.1.101.3.4.1.2"};
    static constexpr Oid cbc256{"2.16.840.1.101.3.4.1.42"};
    const bool small = spec.key.size() == 16;
    if (spec.mode == CipherMode::gcm) return small ? gcm128 : gcm256;
    return small ? cbc128 : cbc256;
}

Bytes parameters_of(const EnvelopeSpec& spec) {
    if (spec.parameters) return *spec.parameters;
    const Bytes iv = der::octet_string(iv_of(spec));
    if (spec.mode == CipherMode::cbc) return iv;
    const Bytes length = spec.icv_length ? der::integer(*spec.icv_length) : Bytes();
    return der::sequence({iv, length});
}

Bytes party(const Ca& recipient) {
    X509* certificate = recipient.certificate.get();
    unsigned char* name = nullptr;
    const int name_size = i2d_X509_NAME(X509_get_issuer_name(certificate), &name);
    unsigned char* serial = nullptr;
    const int serial_size = i2d_ASN1_INTEGER(X509_get_serialNumber(certificate), &serial);
    Bytes made = der::sequence({View(name, static_cast<std::size_t>(name_size)),
                                View(serial, static_cast<std::size_t>(serial_size))});
    OPENSSL_free(name);
    OPENSSL_free(serial);
    return made;
}

Bytes rsa_encrypt(const Ca& recipient, View key, int padding) {
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, recipient.key.get(), nullptr));
    require(EVP_PKEY_encrypt_init(context.get()) == 1 &&
                EVP_PKEY_CTX_set_rsa_padding(context.get(), padding) == 1,
            "RSA");
    std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(recipient.key.get()));
    Bytes out(size);
    require(EVP_PKEY_encrypt(context.get(), out.data(), &size, key.data(), key.size()) == 1,
            "encrypt");
    return out;
}

Bytes transport(const Ca& recipient, View algorithm, View encrypted_key) {
    return der::sequence(
        {der::integer(0), party(recipient), algorithm, der::octet_string(encrypted_key)});
}

std::string group_of(const Ca& recipient) {
    char name[80];
    std::size_t size = 0;
    require(EVP_PKEY_get_group_name(recipient.key.get(), name, sizeof name, &size) == 1, "group");
    return std::string(name, size);
}

Bytes agree(EVP_PKEY* ours, EVP_PKEY* theirs) {
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, ours, nullptr));
    std::size_t size = 0;
    require(EVP_PKEY_derive_init(context.get()) == 1 &&
                EVP_PKEY_derive_set_peer(context.get(), theirs) == 1 &&
                EVP_PKEY_derive(context.get(), nullptr, &size) == 1,
            "derive");
    Bytes secret(size);
    require(EVP_PKEY_derive(context.get(), secret.data(), &size) == 1, "derive");
    return secret;
}

/// ANSI X9.63 KDF, block by block: Hash(Z || counter || SharedInfo).
Bytes x963(const char* md, View secret, View info, std::size_t size) {
    Bytes out;
    for (std::uint8_t counter = 1; out.size() < size; ++counter) {
        Bytes block = to_bytes(secret);
        append(block, Bytes{0, 0, 0, counter});
        append(block, info);
        append(out, digest(md, block));
    }
    out.resize(size);
    return out;
}

Bytes shared_info(const AgreementSpec& spec) {
    const Bytes ukm =
        spec.ukm ? der::write(der::constructed(0), der::octet_string(*spec.ukm)) : Bytes();
    const auto bits = static_cast<std::uint16_t>(spec.wrap_size * 8);
    const Bytes length{0, 0, static_cast<std::uint8_t>(bits >> 8), static_cast<std::uint8_t>(bits)};
    return der::sequence({der::algorithm(spec.wrap), ukm,
                          der::write(der::constructed(2), der::octet_string(length))});
}

Bytes wrap(const AgreementSpec& spec, View wrapping_key, View key) {
    const CipherPtr cipher(EVP_CIPHER_fetch(nullptr, spec.wrap_cipher, nullptr));
    const CipherCtxPtr context(EVP_CIPHER_CTX_new());
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    Bytes out(key.size() + 8);
    int size = 0;
    require(EVP_EncryptInit_ex2(context.get(), cipher.get(), wrapping_key.data(), nullptr,
                                nullptr) == 1 &&
                EVP_EncryptUpdate(context.get(), out.data(), &size, key.data(),
                                  static_cast<int>(key.size())) == 1,
            "wrap");
    return out;
}

Bytes point_of(EVP_PKEY* key) {
    unsigned char* point = nullptr;
    const std::size_t size = EVP_PKEY_get1_encoded_public_key(key, &point);
    Bytes out(point, point + size);
    OPENSSL_free(point);
    return out;
}

Bytes originator(const AgreementSpec& spec, View point) {
    Bytes bits{0};
    append(bits, point);
    const Bytes algorithm = der::algorithm(cms::oid::kEcPublicKey, spec.originator_parameters);
    return der::write(
        der::constructed(0),
        der::write(der::constructed(1), {algorithm, der::write(der::kBitString, bits)}));
}

Bytes agreement_party(const Ca& recipient, Naming naming) {
    if (naming == Naming::issuer_and_serial) return party(recipient);
    const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(recipient.certificate.get());
    return der::write(der::constructed(0),
                      der::octet_string({id->data, static_cast<std::size_t>(id->length)}));
}

}  // namespace

Bytes envelope(const EnvelopeSpec& spec) {
    const Sealed sealed = seal(spec);
    const bool authenticated = spec.authenticated.value_or(spec.mode == CipherMode::gcm);
    const Bytes algorithm =
        der::algorithm(spec.cipher.value_or(cipher_oid(spec)), parameters_of(spec));
    const Bytes content =
        der::sequence({der::oid(spec.content_type), algorithm,
                       der::write(der::primitive(0), spec.ciphertext.value_or(sealed.ciphertext))});
    Bytes attributes;
    if (!spec.attributes.empty()) {
        attributes = attribute_set(spec);
        attributes[0] = der::constructed(1);
    }
    const Bytes recipients = der::set_of(spec.recipients);
    if (!authenticated) {
        return content_info(cms::oid::kEnvelopedData,
                            der::sequence({der::integer(2), recipients, content}));
    }
    return content_info(cms::oid::kAuthEnvelopedData,
                        der::sequence({der::integer(0), recipients, content, attributes,
                                       der::octet_string(sealed.tag)}));
}

Bytes key_transport(const Ca& recipient, View content_key, std::optional<Bytes> encrypted_key) {
    const Bytes real =
        encrypted_key ? *encrypted_key : rsa_encrypt(recipient, content_key, RSA_PKCS1_PADDING);
    return transport(recipient, rsa_algorithm(), real);
}

Bytes oaep_transport(const Ca& recipient, View content_key, View parameters) {
    return transport(recipient, der::algorithm(cms::oid::kRsaOaep, parameters),
                     rsa_encrypt(recipient, content_key, RSA_PKCS1_OAEP_PADDING));
}

Bytes key_agreement(const Ca& recipient, View content_key, const AgreementSpec& spec) {
    const PkeyPtr ephemeral(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", group_of(recipient).c_str()));
    const Bytes secret = agree(ephemeral.get(), recipient.key.get());
    const Bytes wrapping_key = x963(spec.md, secret, shared_info(spec), spec.wrap_size);
    const Bytes encrypted_key =
        spec.encrypted_key ? *spec.encrypted_key : wrap(spec, wrapping_key, content_key);
    const Bytes ukm =
        spec.ukm ? der::write(der::constructed(1), der::octet_string(*spec.ukm)) : Bytes();
    const Bytes key =
        der::sequence({agreement_party(recipient, spec.naming), der::octet_string(encrypted_key)});
    return der::write(
        der::constructed(1),
        {der::integer(3), originator(spec, spec.point.value_or(point_of(ephemeral.get()))), ukm,
         der::algorithm(spec.algorithm, spec.parameters.value_or(der::algorithm(spec.wrap))),
         der::sequence({key})});
}

Bytes kek_recipient() {
    const Bytes id = der::sequence({der::octet_string(Bytes(8, 1))});
    static constexpr Oid wrap{"2.16.840.1.101.3.4.1.45"};
    return der::write(der::constructed(2),
                      {der::integer(4), id, der::algorithm(wrap), der::octet_string(Bytes(40, 2))});
}

Bytes password_recipient() {
    static constexpr Oid pwri_kek{"1.2.840.113549.1.9.16.3.9"};
    return der::write(der::constructed(3),
                      {der::integer(0), der::algorithm(pwri_kek), der::octet_string(Bytes(48, 3))});
}

}  // namespace sealwright::support
