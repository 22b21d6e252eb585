// SPDX-License-Identifier: MPL-2.0
#include "cms/attributes.hpp"

#include "cms/asn1_time.hpp"
#include "cms/signature.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

/// Honest signers send about ten; each costs a comparison per rule.
constexpr std::size_t kMostAttributes = 256;

/// How often an attribute stands there, and its value when that is once, with one value.
struct Occurrence {
    std::size_t count = 0;
    std::optional<View> value;

    [[nodiscard]] bool absent() const { return count == 0; }
};

Occurrence look_up(const std::vector<AttributeView>& attributes, const Oid& type) {
    Occurrence found;
    for (const AttributeView& attribute : attributes) {
        if (!(type == attribute.type)) continue;
        ++found.count;
        if (attribute.values.size() == 1) found.value = attribute.values[0];
    }
    if (found.count != 1) found.value.reset();
    return found;
}

der::Element only_element(View value) {
    der::Reader reader(value);
    return reader.any();
}

void check_content_type(const Occurrence& found, View content_type, Findings& findings) {
    const auto element = found.value ? only_element(*found.value) : der::Element{};
    if (element.tag == der::kOid && std::ranges::equal(element.content, content_type)) {
        findings.pass(Check::V_10);
    } else {
        findings.fail(Check::V_10, Reason::cms_content_type_attribute);
    }
}

std::optional<Bytes> read_message_digest(const Occurrence& found, Findings& findings) {
    const auto element = found.value ? only_element(*found.value) : der::Element{};
    if (element.tag == der::kOctetString) return to_bytes(element.content);
    findings.fail(Check::V_11, Reason::cms_message_digest_attribute);
    return std::nullopt;
}

std::optional<UnixTime> read_signing_time(const Occurrence& found, Findings& findings) {
    if (found.absent()) return std::nullopt;
    if (!found.value) {
        findings.fail(Check::V_09, Reason::cms_signing_time_attribute);
        return std::nullopt;
    }
    return read_time(only_element(*found.value));
}

/// CMSAlgorithmProtection (RFC 6211 §2): names the algorithms of this very SignerInfo.
bool protects(View value, const SignerView& signer) {
    der::Reader outer(value);
    der::Reader fields = outer.enter(der::kSequence);
    const AlgorithmView digest = read_algorithm(fields);
    der::Reader signature(fields.take(der::constructed(1)).content);
    const View oid = signature.take(der::kOid).content;
    const View parameters = signature.at_end() ? View() : signature.any().whole;
    if (!fields.finished() || !outer.finished() || !signature.finished()) return false;
    return same_algorithm(digest, signer.digest) &&
           same_algorithm({oid, parameters, {}}, signer.signature_algorithm);
}

void check_protection(const Occurrence& found, const SignerView& signer, Findings& findings) {
    if (found.absent() || (found.value && protects(*found.value, signer))) {
        findings.pass(Check::V_13);
    } else {
        findings.fail(Check::V_13, Reason::cms_algorithm_protection);
    }
}

/// RFC 5652 §11.4: who countersigns does so later, outside of what was signed (N-705).
void check_placement(const Occurrence& counter_signature, Findings& findings) {
    if (counter_signature.absent()) return;
    findings.fail(Check::V_09, Reason::cms_misplaced_attribute);
}

View read_signing_certificate(const Occurrence& found, Findings& findings) {
    if (!found.absent() && !found.value) {
        findings.fail(Check::V_14, Reason::cms_signing_certificate);
    }
    return found.value.value_or(View());
}

/// The first ESSCertID or ESSCertIDv2 of a SigningCertificate(V2).
der::Reader first_certificate_id(View value) {
    der::Reader outer(value);
    der::Reader fields = outer.enter(der::kSequence);
    der::Reader ids = fields.enter(der::kSequence);
    return ids.enter(der::kSequence);
}

bool has_digest(View certificate, const DigestAlgorithm* digest, View expected) {
    if (!digest || expected.size() != digest->size) return false;
    return std::ranges::equal(digest_parts(*digest, {certificate}), expected);
}

}  // namespace

std::optional<std::vector<AttributeView>> read_attributes(View content) {
    std::vector<AttributeView> attributes;
    der::Reader set(content);
    while (!set.at_end()) {
        der::Reader fields = set.enter(der::kSequence);
        AttributeView attribute{fields.take(der::kOid).content, {}};
        der::Reader values(fields.take(der::kSet).content);
        while (!values.at_end() && attribute.values.size() < kMostAttributes) {
            attribute.values.push_back(values.any().whole);
        }
        if (!fields.finished() || !values.finished()) return std::nullopt;
        attributes.push_back(std::move(attribute));
        if (attributes.size() > kMostAttributes) return std::nullopt;
    }
    return set.ok() ? std::optional(std::move(attributes)) : std::nullopt;
}

SignedAttributes check_attributes(const SignerView& signer, View content_type, Findings& findings) {
    const auto attributes = read_attributes(signer.signed_attributes->content);
    if (!attributes || !der::is_der_set(*signer.signed_attributes)) {
        findings.fail(Check::V_09, Reason::cms_attributes_not_der);
    } else {
        findings.pass(Check::V_09);
    }
    const auto all = attributes.value_or(std::vector<AttributeView>{});
    SignedAttributes said;
    check_content_type(look_up(all, oid::kContentType), content_type, findings);
    said.message_digest = read_message_digest(look_up(all, oid::kMessageDigest), findings);
    said.signing_time = read_signing_time(look_up(all, oid::kSigningTime), findings);
    check_protection(look_up(all, oid::kAlgorithmProtection), signer, findings);
    check_placement(look_up(all, oid::kCounterSignature), findings);
    said.signing_certificate =
        read_signing_certificate(look_up(all, oid::kSigningCertificate), findings);
    said.signing_certificate_v2 =
        read_signing_certificate(look_up(all, oid::kSigningCertificateV2), findings);
    said.capabilities = look_up(all, oid::kCapabilities).value.value_or(View());
    said.key_preference = look_up(all, oid::kKeyPreference).value.value_or(View());
    return said;
}

bool names_certificate(const SignedAttributes& attributes, View certificate) {
    if (!attributes.signing_certificate.empty()) {
        der::Reader id = first_certificate_id(attributes.signing_certificate);
        const View hash = id.take(der::kOctetString).content;
        if (!id.ok() || !has_digest(certificate, find_digest(oid::kSha1.view()), hash)) {
            return false;
        }
    }
    if (!attributes.signing_certificate_v2.empty()) {
        der::Reader id = first_certificate_id(attributes.signing_certificate_v2);
        const bool named = !id.rest().empty() && id.rest()[0] == der::kSequence;
        const auto* digest =
            named ? find_digest(read_algorithm(id).oid) : &algorithm_of(keys::Digest::sha256);
        const View hash = id.take(der::kOctetString).content;
        if (!id.ok() || !has_digest(certificate, digest, hash)) return false;
    }
    return true;
}

}  // namespace sealwright::cms
