// SPDX-License-Identifier: MPL-2.0
#include "fixtures.hpp"
#include "support/cms_builder.hpp"

using namespace sealwright;
using namespace sealwright::test;
using support::SignedSpec;
using support::SignerSpec;

namespace {

const cms::Signer& only_signer(const cms::SignedData& data) {
    REQUIRE(data.signers.size() == 1);
    return data.signers[0];
}

/// Made by OpenSSL, accepted; one changed octet, refused.
void check_both_forms(const Ca& signer, support::OpensslSigning how) {
    how.detached = true;
    const Bytes beside = support::openssl_sign(mail(), signer, how);
    CHECK(cms::is_sound(verified(beside, mail())));
    Bytes changed = mail();
    changed.back() ^= 1;
    const auto broken = verified(beside, changed);
    CHECK(broken.signers.at(0).findings.failed(Check::V_11));
    CHECK_FALSE(cms::is_sound(broken));
    how.detached = false;
    const auto opaque = verified(support::openssl_sign(mail(), signer, how));
    CHECK(cms::is_sound(opaque));
    CHECK(enclosed_in(opaque) == mail());
}

SignedSpec spec_by(const SignerSpec& signer) {
    SignedSpec spec;
    spec.content = mail();
    spec.signers = {signer};
    return spec;
}

Bytes with_lf() {
    Bytes text = mail();
    std::erase(text, std::uint8_t{'\r'});
    return text;
}

}  // namespace

TEST_CASE("E-01 RSA with SHA-256 and SHA-512 is accepted, detached and opaque") {
    for (const char* md : {"SHA256", "SHA384", "SHA512"}) {
        support::OpensslSigning how;
        how.md = md;
        check_both_forms(alice(), how);
    }
    const auto data = verified(support::openssl_sign(mail(), alice()), mail());
    const cms::Signer& signer = only_signer(data);
    CHECK(signer.digest_algorithm == "SHA-256");
    CHECK(signer.signature_algorithm == "RSA");
    CHECK(signer.key_bits == 2048);
    CHECK(signer.signing_time.has_value());
    CHECK(X509_cmp(signer.certificate.get(), alice().certificate.get()) == 0);
}

TEST_CASE("E-02 ECDSA P-256 with SHA-256, P-384 with SHA-384, P-521 with SHA-512 are accepted") {
    const std::pair<KeyType, const char*> cases[] = {
        {KeyType::p256, "SHA256"}, {KeyType::p384, "SHA384"}, {KeyType::p521, "SHA512"}};
    for (const auto& [key, md] : cases) {
        support::OpensslSigning how;
        how.md = md;
        check_both_forms(alice(key), how);
    }
}

TEST_CASE("E-03 Ed25519 goes with SHA-512; another digest is never positive") {
    SignerSpec signer{alice(KeyType::ed25519)};
    signer.md = "SHA512";
    const auto good = verified(support::signed_data(spec_by(signer)), mail());
    CHECK(cms::is_sound(good));
    CHECK(only_signer(good).signature_algorithm == "Ed25519");
    signer.md = "SHA256";
    const auto bad = verified(support::signed_data(spec_by(signer)), mail());
    CHECK(only_signer(bad).findings.failed(Check::V_15));
    CHECK(only_signer(bad).findings.passed(Check::V_14));
    signer.md = "SHA512";
    signer.signature = Bytes(64, 1);
    const auto forged = verified(support::signed_data(spec_by(signer)), mail());
    CHECK(only_signer(forged).findings.failed(Check::V_14));
}

TEST_CASE("E-04 RSA-PSS is accepted from RSA and from PSS-only keys") {
    support::OpensslSigning how;
    how.pss = true;
    check_both_forms(alice(), how);
    check_both_forms(alice(KeyType::rsa_pss), how);
    const auto data = verified(support::openssl_sign(mail(), alice(), how), mail());
    CHECK(only_signer(data).signature_algorithm == "RSA-PSS");
}

TEST_CASE("E-04 a mask digest that differs from the hash breaks a PSS signature") {
    SignerSpec signer{alice()};
    signer.pss_mgf1 = "SHA256";
    CHECK(cms::is_sound(verified(support::signed_data(spec_by(signer)), mail())));
    signer.pss_mgf1 = "SHA512";
    const auto data = verified(support::signed_data(spec_by(signer)), mail());
    CHECK(only_signer(data).findings.failed(Check::V_14));
    CHECK(only_signer(data).findings.has(Reason::cms_digest_mismatch));
}

TEST_CASE("E-04 PSS parameters must be there, and a salt that lies breaks the signature") {
    SignerSpec signer{alice()};
    signer.pss_mgf1 = "SHA256";
    signer.signature_algorithm = cms::der::algorithm(cms::oid::kRsaPss);
    const auto absent = verified(support::signed_data(spec_by(signer)), mail());
    CHECK(only_signer(absent).findings[Check::V_07] == Outcome::unknown);
    signer.signature_algorithm = support::pss_algorithm("SHA256", "SHA256", 20);
    const auto lying = verified(support::signed_data(spec_by(signer)), mail());
    CHECK(only_signer(lying).findings.failed(Check::V_14));
}

TEST_CASE("E-06 bytes stored with bare LF hold once LF counts as CRLF, and that is said") {
    const auto data = verified(support::openssl_sign(mail(), alice()), with_lf());
    CHECK(cms::is_sound(data));
    CHECK(data.line_ends_converted);
    CHECK(only_signer(data).findings.has(Reason::mail_line_ends_converted));
    const auto exact = verified(support::openssl_sign(mail(), alice()), mail());
    CHECK_FALSE(exact.line_ends_converted);
}

TEST_CASE("canonical line ends change bare LF only") {
    const auto digest = [](std::string_view text, bool canonical) {
        return cms::digest_of(as_view(text))("SHA256", canonical);
    };
    CHECK(digest("\na\nb\r\nc\rd\n", true) == digest("\r\na\r\nb\r\nc\rd\r\n", false));
    CHECK(digest("\r\n\n", true) == digest("\r\n\r\n", false));
    CHECK(digest("", true) == digest("", false));
}

TEST_CASE("E-08 indefinite lengths and content in pieces are accepted") {
    support::OpensslSigning how;
    how.stream = true;
    how.detached = false;
    const Bytes text = large(100'000);
    const auto streamed = verified(support::openssl_sign(text, alice(), how));
    CHECK(cms::is_sound(streamed));
    CHECK(enclosed_in(streamed) == text);
    SignedSpec spec = spec_by(SignerSpec{alice()});
    spec.enclosed = mail();
    const auto pieces = verified(support::signed_data_in_pieces(spec));
    CHECK(cms::is_sound(pieces));
    CHECK(enclosed_in(pieces) == mail());
}

TEST_CASE("a signer may be named by key identifier") {
    SignerSpec signer{alice()};
    signer.naming = support::Naming::key_identifier;
    CHECK(cms::is_sound(verified(support::signed_data(spec_by(signer)), mail())));
}

TEST_CASE("the digest of the content is asked for once per algorithm, whatever signs") {
    SignedSpec spec = spec_by(SignerSpec{alice()});
    spec.signers.push_back(SignerSpec{mallory()});
    int asked = 0;
    const auto result = cms::verify(support::signed_data(spec), [&](const char* md, bool lf) {
        ++asked;
        return cms::digest_of(mail())(md, lf);
    });
    REQUIRE(result.ok());
    CHECK(cms::is_sound(*result));
    CHECK(asked == 1);
}

TEST_CASE("what is no SignedData is an error, what is cut short is a finding or an error") {
    CHECK(cms::verify(as_view("hello"), nullptr).error().code == ErrorCode::mail_unreadable);
    CHECK(cms::verify({}, nullptr).error().code == ErrorCode::mail_unreadable);
    const Bytes other = support::content_info(cms::oid::kData, cms::der::octet_string(mail()));
    CHECK(cms::verify(other, nullptr).error().code == ErrorCode::mail_unreadable);
    const Bytes empty = support::content_info(cms::oid::kSignedData, cms::der::sequence({}));
    CHECK(verified(empty).findings.failed(Check::V_06));
    const Bytes whole = support::openssl_sign(mail(), alice());
    for (std::size_t size = 0; size < whole.size(); size += 7) {
        const auto cut = cms::verify(View(whole).first(size), cms::digest_of(mail()));
        CHECK((!cut.ok() || !cms::is_sound(*cut)));
    }
}

TEST_CASE("no single changed octet of a signature object makes it sound with another meaning") {
    const Bytes whole = support::openssl_sign(mail(), alice(KeyType::p256));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        Bytes changed = whole;
        changed[at] ^= 0x01;
        const auto result = cms::verify(changed, cms::digest_of(mail()));
        if (!result.ok() || !cms::is_sound(*result)) continue;
        const cms::Signer& signer = only_signer(*result);
        const EVP_PKEY* key = X509_get0_pubkey(signer.certificate.get());
        CHECK(EVP_PKEY_eq(key, alice(KeyType::p256).key.get()) == 1);
    }
}

TEST_CASE("contents are told apart by their type alone") {
    const auto type = [](const cms::Oid& oid) {
        return cms::content_of(support::content_info(oid, cms::der::sequence({}))).value();
    };
    CHECK(type(cms::oid::kSignedData) == cms::Content::signed_data);
    CHECK(type(cms::oid::kEnvelopedData) == cms::Content::enveloped_data);
    CHECK(type(cms::oid::kAuthEnvelopedData) == cms::Content::auth_enveloped_data);
    CHECK(type(cms::oid::kCompressedData) == cms::Content::compressed_data);
    CHECK(type(cms::oid::kData) == cms::Content::data);
    CHECK(type(cms::Oid{"1.2.3.4"}) == cms::Content::other);
}

TEST_CASE("one octet over the size limit is refused before it is looked at") {
    const Bytes big(limits::kCmsBytes + 1);
    CHECK(cms::verify(big, nullptr).error().code == ErrorCode::mail_limit);
}

TEST_CASE("as many signers as the limit are checked, one more is refused") {
    SignedSpec spec;
    spec.content = mail();
    spec.signers.assign(limits::kSigners, SignerSpec{alice()});
    CHECK(verified(support::signed_data(spec), mail()).signers.size() == limits::kSigners);
    spec.signers.push_back(SignerSpec{alice()});
    const auto over = cms::verify(support::signed_data(spec), cms::digest_of(mail()));
    CHECK(over.error().code == ErrorCode::mail_limit);
}
