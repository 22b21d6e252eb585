// SPDX-License-Identifier: MPL-2.0
#include "fixtures.hpp"
#include "support/cms_builder.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::support;

namespace {

namespace der = cms::der;

cms::SignedData signed_by(const SignerSpec& signer) {
    SignedSpec spec;
    spec.content = mail();
    spec.signers = {signer};
    return verified(signed_data(spec), mail());
}

/// The same certificate with another SubjectPublicKeyInfo; nobody checks its own signature here.
Bytes with_key(const Ca& ca, View key) {
    const Bytes certificate = der_of(ca.certificate);
    der::Reader outer(certificate);
    der::Reader parts = outer.enter(der::kSequence);
    der::Reader fields = parts.enter(der::kSequence);
    Bytes tbs;
    for (int place = 0; !fields.at_end(); ++place) {
        const View field = fields.any().whole;
        append(tbs, place == 6 ? key : field);
    }
    return der::sequence({der::write(der::kSequence, tbs), parts.rest()});
}

Bytes rsa_key(const Bytes& modulus, const Bytes& exponent) {
    const Bytes numbers =
        der::sequence({der::write(der::kInteger, modulus), der::write(der::kInteger, exponent)});
    Bytes bits{0};
    append(bits, numbers);
    return der::sequence({rsa_algorithm(), der::write(der::kBitString, bits)});
}

/// An odd number of that many bits.
Bytes number(std::size_t bits) {
    Bytes out(bits / 8 + 1, 0xa5);
    out[0] = 0;
    out[1] = 0x80;
    out.back() |= 1;
    return out;
}

/// The EC key of `ca` with its curve spelled out.
Bytes explicit_key(const Ca& ca) {
    const std::shared_ptr<EVP_PKEY> copy(EVP_PKEY_dup(ca.key.get()), EVP_PKEY_free);
    char encoding[] = OSSL_PKEY_EC_ENCODING_EXPLICIT;
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_EC_ENCODING, encoding, 0),
        OSSL_PARAM_construct_end()};
    REQUIRE(EVP_PKEY_set_params(copy.get(), const_cast<OSSL_PARAM*>(parameters)) == 1);
    unsigned char* out = nullptr;
    const int size = i2d_PUBKEY(copy.get(), &out);
    REQUIRE(size > 0);
    Bytes key(out, out + size);
    OPENSSL_free(out);
    return key;
}

/// RSA-PSS restricted to SHA-256 and a salt of at least 32 octets.
std::shared_ptr<EVP_PKEY> restricted_pss_key() {
    const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA-PSS", nullptr));
    REQUIRE(EVP_PKEY_keygen_init(context.get()) == 1);
    REQUIRE(EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), 2'048) == 1);
    REQUIRE(EVP_PKEY_CTX_set_rsa_pss_keygen_md_name(context.get(), "SHA256", nullptr) == 1);
    REQUIRE(EVP_PKEY_CTX_set_rsa_pss_keygen_mgf1_md_name(context.get(), "SHA256") == 1);
    REQUIRE(EVP_PKEY_CTX_set_rsa_pss_keygen_saltlen(context.get(), 32) == 1);
    EVP_PKEY* key = nullptr;
    REQUIRE(EVP_PKEY_generate(context.get(), &key) == 1);
    return {key, EVP_PKEY_free};
}

/// A SignedData of alice with `certificate` in the place of hers.
cms::SignedData with_certificate(const SignerSpec& signer, View certificate) {
    const Bytes digests = der::set_of({digest_algorithm(signer.md)});
    const Bytes content = der::sequence({der::oid(cms::oid::kData)});
    const Bytes object = content_info(cms::oid::kSignedData,
                                      der::sequence({der::integer(1), digests, content,
                                                     der::write(der::constructed(0), certificate),
                                                     der::set_of({signer_info(signer, mail())})}));
    return verified(object, mail());
}

void check_unusable(const cms::SignedData& data) {
    const Findings& findings = data.signers.at(0).findings;
    CHECK(findings[Check::V_07] == Outcome::unknown);
    CHECK(findings.has(Reason::cms_unusual_key));
    CHECK(findings[Check::V_14] == Outcome::not_run);
    CHECK(data.signers[0].certificate == nullptr);
    CHECK(data.certificates.empty());
}

}  // namespace

TEST_CASE("E-30 an RSA-1024 key is weak though its signature holds") {
    const auto data = signed_by(SignerSpec{alice(KeyType::rsa1024)});
    CHECK(data.signers.at(0).findings.passed(Check::V_14));
    CHECK(data.signers.at(0).findings.failed(Check::V_15));
    CHECK(data.signers.at(0).findings.has(Reason::cms_weak_key));
    CHECK(data.signers.at(0).key_bits == 1024);
}

TEST_CASE("E-30 MD5 and SHA-1 digests are weak though their signatures hold") {
    for (const char* md : {"MD5", "SHA1"}) {
        SignerSpec signer{alice()};
        signer.md = md;
        const auto data = signed_by(signer);
        CHECK(data.signers.at(0).findings.passed(Check::V_14));
        CHECK(data.signers.at(0).findings.failed(Check::V_15));
        CHECK(data.signers.at(0).findings.has(Reason::cms_weak_digest));
    }
}

TEST_CASE("E-31 RSA-16384 and an exponent of 4,096 bits are not evaluated") {
    const SignerSpec signer{alice()};
    const Bytes usual{1, 0, 1};
    check_unusable(with_certificate(signer, with_key(alice(), rsa_key(number(16'384), usual))));
    check_unusable(
        with_certificate(signer, with_key(alice(), rsa_key(number(8'192), number(4'096)))));
    check_unusable(with_certificate(signer, with_key(alice(), rsa_key(number(8'200), usual))));
}

TEST_CASE("E-31 explicit EC parameters never reach OpenSSL") {
    const Ca& signer = alice(KeyType::p256);
    const Bytes key = explicit_key(signer);
    REQUIRE(key.size() > 200);
    check_unusable(with_certificate(SignerSpec{signer}, with_key(signer, key)));
}

TEST_CASE("E-31 a bag full of costly keys is passed over unread") {
    const Bytes costly = with_key(alice(), rsa_key(number(16'384), number(4'096)));
    Bytes bag;
    for (int i = 0; i < 500; ++i) append(bag, costly);
    check_unusable(with_certificate(SignerSpec{alice()}, costly));
    CHECK(with_certificate(SignerSpec{alice()}, bag).certificates.empty());
}

TEST_CASE("a key just inside the limits is evaluated") {
    const Bytes key = rsa_key(number(8'192), number(64));
    const auto data = with_certificate(SignerSpec{alice()}, with_key(alice(), key));
    CHECK(data.signers.at(0).findings.passed(Check::V_15));
    CHECK(data.signers.at(0).findings.failed(Check::V_14));
    CHECK(data.signers.at(0).key_bits == 8'192);
}

TEST_CASE("at most a hundred certificates are handed on, and the signer is still found") {
    SignedSpec spec;
    spec.content = mail();
    spec.signers = {SignerSpec{alice()}};
    spec.certificates.assign(1'000, mallory().certificate);
    const auto data = verified(signed_data(spec), mail());
    CHECK(data.certificates.size() == limits::kCertificates);
    CHECK(cms::is_sound(data));
}

TEST_CASE("what is no certificate among certificates is passed over") {
    Bytes bag = der::sequence({der::integer(1)});
    append(bag, der_of(alice().certificate));
    append(bag, der::write(der::constructed(1), der::integer(2)));
    const auto data = with_certificate(SignerSpec{alice()}, bag);
    CHECK(cms::is_sound(data));
    CHECK(data.certificates.size() == 1);
}

TEST_CASE("a PSS-only key refuses PKCS#1 signatures") {
    SignerSpec signer{alice(KeyType::rsa_pss)};
    signer.pss_mgf1 = "SHA256";
    signer.signature_algorithm = rsa_algorithm();
    CHECK(signed_by(signer).signers.at(0).findings.failed(Check::V_14));
}

TEST_CASE("a PSS key's own parameters bind: its digest, and at least its salt") {
    Options options;
    options.private_key = restricted_pss_key();
    const Ca owner = intermediate().leaf("alice@example.com", options);
    SignerSpec signer{owner};
    signer.pss_mgf1 = "SHA256";
    CHECK(cms::is_sound(signed_by(signer)));
    signer.signature_algorithm = pss_algorithm("SHA256", "SHA256", 31);
    const auto data = signed_by(signer);
    CHECK(data.signers.at(0).findings.has(Reason::cms_digest_mismatch));
    CHECK(data.signers.at(0).findings.failed(Check::V_14));
}
