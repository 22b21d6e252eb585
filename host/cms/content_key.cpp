// SPDX-License-Identifier: MPL-2.0
#include "cms/content_key.hpp"

#include "base/context.hpp"
#include "cms/key_agreement.hpp"

#include <openssl/err.h>
#include <openssl/rand.h>

#include <algorithm>

namespace sealwright::cms {
namespace {

Error unsupported(const std::string& what) {
    return {ErrorCode::mail_unsupported, what};
}
Error malformed(const char* what) {
    return {ErrorCode::mail_refused, what};
}
Error not_opened() {
    ERR_clear_error();
    return {ErrorCode::mail_decrypt_failed, ""};
}

/// Everything that could depend on the ciphertext is one answer, and keys give it as one code. All
/// else (a closed prompt, a removed token, a full disk) says nothing of the message: it is passed
/// on.
bool is_about_the_ciphertext(const Error& error) {
    return error.code == ErrorCode::mail_decrypt_failed;
}

Result<SecretBytes> open_pkcs1(View encrypted, std::size_t key_size, keys::PrivateKey& key,
                               const keys::KeyUse& use) {
    SecretBytes random(key_size);
    if (RAND_priv_bytes_ex(plain_context(), random.writable().data(), key_size, 0) != 1) {
        return Error{ErrorCode::system_crypto, take_openssl_errors()};
    }
    auto opened = key.decrypt_pkcs1(encrypted, use);
    ERR_clear_error();
    if (!opened && !is_about_the_ciphertext(opened.error())) return opened.error();
    if (!opened || opened->size() != key_size) return random;
    return opened;
}

/// RSAES-OAEP-params (RFC 4055 §4.1); digests default to SHA-1.
struct OaepParameters {
    keys::Digest digest = keys::Digest::sha1;
    keys::Digest mgf1 = keys::Digest::sha1;
};

/// [number] EXPLICIT AlgorithmIdentifier; sets `found` when it is there.
AlgorithmView read_tagged(der::Reader& fields, unsigned number, bool& found) {
    const auto element = fields.maybe(der::constructed(number));
    found = element.has_value();
    if (!element) return {};
    der::Reader inner(element->content);
    const AlgorithmView algorithm = read_algorithm(inner);
    if (!inner.finished()) fields.fail();
    return algorithm;
}

std::optional<keys::Digest> read_digest(View oid) {
    const auto* digest = find_digest(oid);
    return digest ? key_digest(*digest) : std::nullopt;
}

std::optional<keys::Digest> read_mask(const AlgorithmView& mask) {
    if (!(oid::kMgf1 == mask.oid)) return std::nullopt;
    der::Reader inner(mask.parameters);
    return read_digest(read_algorithm(inner).oid);
}

/// Only the empty label is used in mail; an absent parameter of pSpecified crashed others.
bool has_empty_label(const AlgorithmView& source) {
    if (!(oid::kPSpecified == source.oid)) return false;
    der::Reader inner(source.parameters);
    const der::Element label = inner.take(der::kOctetString);
    return inner.finished() && label.content.empty();
}

Result<OaepParameters> read_oaep(View parameters) {
    OaepParameters oaep;
    if (parameters.empty()) return oaep;
    der::Reader outer(parameters);
    der::Reader fields = outer.enter(der::kSequence);
    bool has_digest = false;
    bool has_mask = false;
    bool has_source = false;
    const AlgorithmView digest = read_tagged(fields, 0, has_digest);
    const AlgorithmView mask = read_tagged(fields, 1, has_mask);
    const AlgorithmView source = read_tagged(fields, 2, has_source);
    if (!fields.finished() || !outer.finished()) return malformed("OAEP parameters");
    const auto content_digest = has_digest ? read_digest(digest.oid) : oaep.digest;
    const auto mask_digest = has_mask ? read_mask(mask) : oaep.mgf1;
    if (!content_digest || !mask_digest) return unsupported("OAEP digest");
    if (has_source && !has_empty_label(source)) return unsupported("OAEP label");
    return OaepParameters{*content_digest, *mask_digest};
}

Result<SecretBytes> open_oaep(const RecipientView& recipient, keys::PrivateKey& key,
                              const keys::KeyUse& use) {
    const auto oaep = read_oaep(recipient.algorithm.parameters);
    if (!oaep) return oaep.error();
    auto opened = key.decrypt_oaep(oaep->digest, oaep->mgf1, {}, recipient.encrypted_key, use);
    if (!opened && is_about_the_ciphertext(opened.error())) return not_opened();
    return opened;
}

/// The curve of our own key.
const Curve* curve_of(const keys::Identity& identity) {
    Bytes der;
    const auto view = read_certificate(encode_certificate(*identity.certificate, der));
    return view ? judge_key(view->key).curve : nullptr;
}

/// OriginatorPublicKey (RFC 5652 §6.2.2): the sender's ephemeral point, its parameters absent,
/// NULL or naming our curve (RFC 5753 §3.1.1).
std::optional<Bytes> read_originator(View originator, const Curve& curve) {
    der::Reader outer(originator);
    der::Reader fields = outer.enter(der::constructed(1));
    const AlgorithmView algorithm = read_algorithm(fields);
    const View point = der::whole_octets(fields.take(der::kBitString).content);
    if (!fields.finished() || !outer.finished() || !(oid::kEcPublicKey == algorithm.oid)) {
        return std::nullopt;
    }
    if (!algorithm.has_no_parameters()) {
        der::Reader named(algorithm.parameters);
        if (!(curve.oid == named.take(der::kOid).content)) return std::nullopt;
    }
    return uncompressed_point(curve, point);
}

/// Agreement and key wrap of a KeyAgreeRecipientInfo, resolved.
struct AgreementPlan {
    keys::Digest digest = keys::Digest::sha256;
    const WrapAlgorithm* wrap = nullptr;
    Bytes info;  ///< ECC-CMS-SharedInfo
};

Result<AgreementPlan> plan_agreement(const RecipientView& recipient) {
    const auto* agreement = find_agreement(recipient.algorithm.oid);
    if (!agreement) return unsupported("key agreement " + dotted(recipient.algorithm.oid));
    der::Reader parameters(recipient.algorithm.parameters);
    const AlgorithmView wrap = read_algorithm(parameters);
    if (!parameters.finished()) return malformed("key agreement parameters");
    AgreementPlan plan;
    plan.wrap = find_wrap(wrap.oid);
    if (!plan.wrap) return unsupported("key wrap " + dotted(wrap.oid));
    plan.digest = *key_digest(*find_digest(agreement->digest->view()));
    plan.info =
        shared_info(wrap.whole, recipient.has_ukm ? &recipient.ukm : nullptr, plan.wrap->key_size);
    return plan;
}

Result<SecretBytes> open_agreement(const RecipientView& recipient, const keys::Identity& identity,
                                   const keys::KeyUse& use) {
    const auto plan = plan_agreement(recipient);
    if (!plan) return plan.error();
    const Curve* curve = curve_of(identity);
    if (!curve) return unsupported("key agreement with this kind of key");
    const auto point = read_originator(recipient.originator, *curve);
    if (!point) return malformed("originator key");
    const auto wrapping_key =
        identity.key->agree_x963(*point, plan->digest, plan->info, plan->wrap->key_size, use);
    if (!wrapping_key) {
        return is_about_the_ciphertext(wrapping_key.error()) ? not_opened() : wrapping_key.error();
    }
    auto key = unwrap_key(*plan->wrap, wrapping_key->view(), recipient.encrypted_key);
    if (!key) return not_opened();
    return std::move(*key);
}

}  // namespace

Result<SecretBytes> content_key(const RecipientView& recipient, std::size_t key_size,
                                const keys::Identity& identity, const keys::KeyUse& use) {
    if (recipient.kind == RecipientKind::key_agreement) {
        return open_agreement(recipient, identity, use);
    }
    if (oid::kRsa == recipient.algorithm.oid) {
        return open_pkcs1(recipient.encrypted_key, key_size, *identity.key, use);
    }
    if (oid::kRsaOaep == recipient.algorithm.oid) return open_oaep(recipient, *identity.key, use);
    return unsupported("key transport " + dotted(recipient.algorithm.oid));
}

}  // namespace sealwright::cms
