// SPDX-License-Identifier: MPL-2.0
#include "base/openssl_version.hpp"
#include "cms/attributes.hpp"
#include "cms/content_cipher.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

constexpr std::size_t kMostNonce = 16;
constexpr std::size_t kDefaultTag = 12;
constexpr std::size_t kMostTag = 16;

/// GCMParameters (RFC 5084 §3.2). OpenSSL does not compare the tag's length with aes-ICVlen, and
/// older ones copied a nonce of any length into sixteen octets.
bool read_gcm(const EnvelopeView& envelope, ContentCipher& cipher) {
    der::Reader outer(envelope.cipher.parameters);
    der::Reader fields = outer.enter(der::kSequence);
    cipher.iv = fields.take(der::kOctetString).content;
    std::optional<std::uint32_t> tag = kDefaultTag;
    if (const auto length = fields.maybe(der::kInteger)) tag = der::small_integer(length->content);
    if (!fields.finished() || !outer.finished() || !tag) return false;
    return !cipher.iv.empty() && cipher.iv.size() <= kMostNonce && *tag >= kDefaultTag &&
           *tag <= kMostTag && envelope.mac.size() == *tag;
}

/// Effective key octets for an rc2ParameterVersion (RFC 3370 §5.2).
std::size_t rc2_key_size(std::uint32_t version) {
    switch (version) {
        case 160:
            return 5;
        case 120:
            return 8;
        case 58:
            return 16;
        default:
            return 0;
    }
}

bool read_rc2(View parameters, ContentCipher& cipher) {
    der::Reader outer(parameters);
    der::Reader fields = outer.enter(der::kSequence);
    const auto version = der::small_integer(fields.take(der::kInteger).content);
    cipher.iv = fields.take(der::kOctetString).content;
    cipher.key_size = rc2_key_size(version.value_or(0));
    return fields.finished() && outer.finished() && cipher.key_size != 0;
}

bool read_cbc(const EnvelopeView& envelope, ContentCipher& cipher) {
    const std::size_t block = cipher.algorithm->block_size;
    if (cipher.algorithm->key_size == 0) {
        if (!read_rc2(envelope.cipher.parameters, cipher)) return false;
    } else {
        der::Reader outer(envelope.cipher.parameters);
        cipher.iv = outer.take(der::kOctetString).content;
        if (!outer.finished()) return false;
    }
    const std::size_t size = envelope.ciphertext->size();
    return cipher.iv.size() == block && size > 0 && size % block == 0;
}

/// What AuthEnvelopedData authenticates beside the content must be DER (RFC 5083 §2.1).
bool has_sound_attributes(const EnvelopeView& envelope) {
    const auto& attributes = envelope.authenticated_attributes;
    return !attributes ||
           (der::is_der_set(*attributes) && read_attributes(attributes->content).has_value());
}

std::optional<Reason> broken_rule(const EnvelopeView& envelope, ContentCipher& cipher) {
    const bool aead = cipher.algorithm->kind == CipherClass::aead;
    if (aead != envelope.authenticated) return Reason::cms_wrong_cipher_class;
    if (!envelope.ciphertext) return Reason::cms_missing_content;
    if (!has_sound_attributes(envelope)) return Reason::cms_attributes_not_der;
    if (!cipher.algorithm->evp) return std::nullopt;
    if (aead) {
        return read_gcm(envelope, cipher) ? std::nullopt
                                          : std::optional(Reason::cms_gcm_parameters);
    }
    return read_cbc(envelope, cipher) ? std::nullopt : std::optional(Reason::cms_malformed);
}

}  // namespace

std::optional<ContentCipher> check_cipher(const EnvelopeView& envelope, Findings& findings) {
    if (envelope.authenticated && !can_read_auth_enveloped(running_openssl())) {
        findings.fail(Check::V_31, Reason::openssl_outdated);
        return std::nullopt;
    }
    ContentCipher cipher;
    cipher.algorithm = find_cipher(envelope.cipher.oid);
    if (!cipher.algorithm) {
        findings.unknown(Check::V_31, Reason::cms_unknown_algorithm, {dotted(envelope.cipher.oid)});
        return std::nullopt;
    }
    cipher.key_size = cipher.algorithm->key_size;
    if (const auto broken = broken_rule(envelope, cipher)) {
        findings.fail(Check::V_31, *broken);
        return std::nullopt;
    }
    if (!cipher.algorithm->evp) {
        findings.unknown(Check::V_31, Reason::cms_unknown_algorithm, {cipher.algorithm->name});
        return std::nullopt;
    }
    if (!(oid::kData == envelope.content_type)) {
        findings.unknown(Check::V_31, Reason::cms_wrong_content_type,
                         {dotted(envelope.content_type)});
        return std::nullopt;
    }
    findings.pass(Check::V_31);
    return cipher;
}

}  // namespace sealwright::cms
