// SPDX-License-Identifier: MPL-2.0
#include "fixtures.hpp"
#include "support/cms_builder.hpp"

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::support;

namespace {

SignedSpec spec_by(const SignerSpec& signer) {
    SignedSpec spec;
    spec.content = mail();
    spec.signers = {signer};
    return spec;
}

/// The findings of the only signer, over detached content.
Findings judged(const SignedSpec& spec) {
    const auto data = verified(signed_data(spec), mail());
    REQUIRE(data.signers.size() == 1);
    CHECK_FALSE(cms::is_sound(data));
    return data.signers[0].findings;
}

Findings judged(const SignerSpec& signer) {
    return judged(spec_by(signer));
}

Bytes own_digest() {
    return message_digest_attribute(digest("SHA256", mail()));
}

SignerSpec with_attributes(std::vector<Bytes> attributes) {
    SignerSpec signer{alice()};
    signer.attribute_set = std::move(attributes);
    return signer;
}

}  // namespace

TEST_CASE("E-15 message-digest and content-type stand there exactly once, with one value") {
    CHECK(judged(with_attributes({content_type_attribute()})).failed(Check::V_11));
    CHECK(judged(with_attributes({own_digest()})).failed(Check::V_10));
    CHECK(judged(with_attributes({content_type_attribute(), own_digest(), own_digest()}))
              .failed(Check::V_11));
    CHECK(
        judged(with_attributes({content_type_attribute(), content_type_attribute(), own_digest()}))
            .failed(Check::V_10));
}

TEST_CASE("E-15 an attribute with two values is broken") {
    const Bytes value = cms::der::octet_string(digest("SHA256", mail()));
    const Bytes digests = attribute(cms::oid::kMessageDigest, {value, value});
    CHECK(judged(with_attributes({content_type_attribute(), digests})).failed(Check::V_11));
    const Bytes type = oid_element(cms::oid::kData);
    const Bytes types = attribute(cms::oid::kContentType, {type, type});
    CHECK(judged(with_attributes({types, own_digest()})).failed(Check::V_10));
}

TEST_CASE("E-15 two signing times are broken") {
    const auto findings =
        judged(with_attributes({content_type_attribute(), own_digest(), signing_time_attribute(),
                                signing_time_attribute(system_now() + std::chrono::hours(1))}));
    CHECK(findings.failed(Check::V_09));
    CHECK(findings.has(Reason::cms_signing_time_attribute));
}

TEST_CASE("N-705 a countersignature among what was signed is refused") {
    const Bytes counter =
        attribute(cms::oid::kCounterSignature, {signer_info(SignerSpec{mallory()}, Bytes(256, 7))});
    SignerSpec signer{alice()};
    signer.more_attributes = {counter};
    const auto findings = judged(signer);
    CHECK(findings.failed(Check::V_09));
    CHECK(findings.has(Reason::cms_misplaced_attribute));
}

TEST_CASE("E-16 content-type attribute contradicts eContentType") {
    const auto findings =
        judged(with_attributes({content_type_attribute(cms::oid::kSignedData), own_digest()}));
    CHECK(findings.failed(Check::V_10));
    CHECK(findings.passed(Check::V_14));
}

TEST_CASE("a message-digest of other content is broken though the signature holds") {
    const auto findings = judged(with_attributes(
        {content_type_attribute(), message_digest_attribute(digest("SHA256", as_view("x")))}));
    CHECK(findings.failed(Check::V_11));
    CHECK(findings.passed(Check::V_14));
}

TEST_CASE("signed attributes that are not in DER order are refused") {
    SignerSpec signer =
        with_attributes({signing_time_attribute(), own_digest(), content_type_attribute()});
    signer.unsorted = true;
    const auto findings = judged(signer);
    CHECK(findings.failed(Check::V_09));
    CHECK(findings.has(Reason::cms_attributes_not_der));
}

TEST_CASE("E-17 a SignedData that nobody signed is never a signature") {
    SignedSpec spec;
    spec.content = mail();
    spec.enclosed = mail();
    const auto unsigned_data = verified(signed_data(spec));
    CHECK(unsigned_data.findings.failed(Check::V_07));
    CHECK(unsigned_data.findings.has(Reason::cms_no_signer));
    CHECK(unsigned_data.signers.empty());
    CHECK_FALSE(cms::is_sound(unsigned_data));
    SignedSpec certificates_only;
    certificates_only.certificates = {alice().certificate};
    const auto bag = verified(signed_data(certificates_only), mail());
    CHECK(bag.findings.has(Reason::cms_no_signer));
    CHECK_FALSE(cms::is_sound(bag));
}

TEST_CASE("E-18 signed attributes passed off as content are recognised") {
    const SignedSet genuine = sign_set(SignerSpec{alice()}, mail());
    SignerSpec signer{alice()};
    signer.attributes = Attributes::absent;
    signer.signature = genuine.signature;
    SignedSpec spec = spec_by(signer);
    spec.content = genuine.set;
    spec.enclosed = genuine.set;
    const auto data = verified(signed_data(spec));
    CHECK(data.signers.at(0).findings.failed(Check::V_12));
    CHECK(data.signers.at(0).findings.has(Reason::cms_attributes_as_content));
    CHECK(data.signers.at(0).findings.passed(Check::V_14));
}

TEST_CASE("E-18 without signed attributes an honest signature is at most unknown") {
    SignerSpec signer{alice()};
    signer.attributes = Attributes::absent;
    const auto findings = judged(signer);
    CHECK(findings[Check::V_12] == Outcome::unknown);
    CHECK(findings.passed(Check::V_14));
    const auto changed = verified(signed_data(spec_by(signer)), as_view("other"));
    CHECK(changed.signers.at(0).findings.failed(Check::V_14));
}

TEST_CASE("E-18b content enclosed in a detached signature is refused and not handed on") {
    SignedSpec spec = spec_by(SignerSpec{alice()});
    spec.enclosed = bytes("Content-Type: text/plain\r\n\r\nPay mallory\r\n");
    spec.content = *spec.enclosed;
    const auto data = verified(signed_data(spec), mail());
    CHECK(data.signers.at(0).findings.failed(Check::V_08));
    CHECK(data.signers.at(0).findings.has(Reason::cms_embedded_content));
    CHECK_FALSE(data.content.has_value());
    CHECK_FALSE(cms::is_sound(data));
}

TEST_CASE("an opaque signature without content is refused") {
    const auto data = verified(signed_data(spec_by(SignerSpec{alice()})));
    CHECK(data.signers.at(0).findings.failed(Check::V_08));
    CHECK(data.signers.at(0).findings.has(Reason::cms_missing_content));
}

TEST_CASE("E-19 CMSAlgorithmProtection contradicts the SignerInfo") {
    SignerSpec signer{alice()};
    signer.more_attributes = {protection_attribute(digest_algorithm("SHA256"), rsa_algorithm())};
    CHECK(cms::is_sound(verified(signed_data(spec_by(signer)), mail())));
    signer.more_attributes = {protection_attribute(digest_algorithm("SHA512"), rsa_algorithm())};
    CHECK(judged(signer).failed(Check::V_13));
    signer.more_attributes = {
        protection_attribute(digest_algorithm("SHA256"), ecdsa_algorithm("SHA256"))};
    CHECK(judged(signer).failed(Check::V_13));
    const Bytes twice = protection_attribute(digest_algorithm("SHA256"), rsa_algorithm());
    signer.more_attributes = {twice, twice};
    CHECK(judged(signer).failed(Check::V_13));
}

TEST_CASE("E-19 digestAlgorithm SHA-512 beside a signature made with SHA-256") {
    SignerSpec signer{alice()};
    signer.attribute_set = {content_type_attribute(),
                            message_digest_attribute(digest("SHA512", mail()))};
    signer.digest_algorithm = digest_algorithm("SHA512");
    signer.signature_algorithm =
        cms::der::algorithm(cms::Oid{"1.2.840.113549.1.1.11"}, cms::der::kNullElement);
    const auto findings = judged(signer);
    CHECK(findings.failed(Check::V_14));
    CHECK(findings.has(Reason::cms_digest_mismatch));
}

TEST_CASE("E-19b SigningCertificateV2 naming another certificate") {
    SignerSpec signer{alice()};
    signer.more_attributes = {signing_certificate_attribute(alice().certificate)};
    CHECK(cms::is_sound(verified(signed_data(spec_by(signer)), mail())));
    signer.more_attributes = {signing_certificate_attribute(mallory().certificate)};
    const auto findings = judged(signer);
    CHECK(findings.failed(Check::V_14));
    CHECK(findings.has(Reason::cms_signing_certificate));
}

TEST_CASE("E-19b of a renewed certificate's two the one that SigningCertificateV2 names is taken") {
    const Ca old = intermediate().leaf("alice@example.com");
    Options renewal;
    renewal.private_key = old.key;
    const Ca renewed = intermediate().leaf("alice@example.com", renewal);
    for (const Ca* meant : {&old, &renewed}) {
        SignerSpec signer{*meant};
        signer.naming = Naming::key_identifier;
        signer.more_attributes = {signing_certificate_attribute(meant->certificate)};
        SignedSpec spec = spec_by(signer);
        spec.certificates = {old.certificate, renewed.certificate};
        const auto data = verified(signed_data(spec), mail());
        CHECK(cms::is_sound(data));
        CHECK(der_of(data.signers.at(0).certificate) == der_of(meant->certificate));
    }
}

TEST_CASE("E-19b two certificates of the same issuer and serial with different keys") {
    Options twin;
    twin.serial = 4711;
    const Ca first = intermediate().leaf("alice@example.com", twin);
    const Ca second = intermediate().leaf("alice@example.com", twin);
    SignedSpec spec = spec_by(SignerSpec{first});
    spec.certificates = {second.certificate};
    const auto findings = judged(spec);
    CHECK(findings.failed(Check::V_14));
    CHECK(findings.has(Reason::cms_ambiguous_signer));
}

TEST_CASE("a signer whose certificate is not enclosed is broken, and has no certificate") {
    SignedSpec spec;
    spec.content = mail();
    spec.signer_infos = {signer_info(SignerSpec{alice()}, mail())};
    spec.certificates = {mallory().certificate};
    const auto data = verified(signed_data(spec), mail());
    CHECK(data.signers.at(0).findings.has(Reason::cms_signer_certificate_missing));
    CHECK(data.signers.at(0).certificate == nullptr);
}

TEST_CASE("a signature by another key is broken") {
    SignerSpec signer{alice()};
    signer.signature = sign_set(SignerSpec{mallory()}, mail()).signature;
    CHECK(judged(signer).failed(Check::V_14));
    signer.signature = Bytes{};
    CHECK(judged(signer).failed(Check::V_14));
}

TEST_CASE("of several signers every one is judged, and the object is sound only if all are") {
    SignedSpec spec = spec_by(SignerSpec{alice()});
    spec.signers.push_back(SignerSpec{mallory()});
    const auto both = verified(signed_data(spec), mail());
    CHECK(both.signers.size() == 2);
    CHECK(both.findings.passed(Check::V_16));
    spec.signers[1].signature = Bytes(256, 7);
    const auto one = verified(signed_data(spec), mail());
    CHECK(one.findings.failed(Check::V_16));
    CHECK(cms::is_sound(one.signers[0]) != cms::is_sound(one.signers[1]));
    CHECK_FALSE(cms::is_sound(one));
}

TEST_CASE("octets after the ContentInfo are refused") {
    Bytes object = openssl_sign(mail(), alice());
    object.push_back(0);
    const auto data = verified(object, mail());
    CHECK(data.findings.failed(Check::V_06));
    CHECK(data.findings.has(Reason::cms_trailing_bytes));
}

TEST_CASE("E-60 signed content of another type than id-data is not evaluated") {
    static constexpr cms::Oid timestamp{"1.2.840.113549.1.9.16.1.4"};
    SignerSpec signer = with_attributes({content_type_attribute(timestamp), own_digest()});
    SignedSpec spec = spec_by(signer);
    spec.content_type = timestamp;
    const auto data = verified(signed_data(spec), mail());
    CHECK(data.findings[Check::V_07] == Outcome::unknown);
    CHECK(data.findings.has(Reason::cms_wrong_content_type));
}

TEST_CASE("E-60 RSA-PSS with SHAKE and algorithms nobody knows are unknown, not broken") {
    SignerSpec signer{alice()};
    signer.signature_algorithm = cms::der::algorithm(cms::Oid{"1.3.6.1.5.5.7.6.31"});
    Findings findings = judged(signer);
    CHECK(findings[Check::V_07] == Outcome::unknown);
    CHECK(findings[Check::V_14] == Outcome::not_run);
    CHECK(findings.list().at(0).args.at(0) == "1.3.6.1.5.5.7.6.31");
    signer.signature_algorithm = {};
    signer.digest_algorithm = cms::der::algorithm(cms::Oid{"1.2.3.4"});
    findings = judged(signer);
    CHECK(findings[Check::V_07] == Outcome::unknown);
}
