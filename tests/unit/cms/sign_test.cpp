// SPDX-License-Identifier: MPL-2.0
#include "cms/attributes.hpp"
#include "cms/signed_data.hpp"
#include "fixtures.hpp"

using namespace sealwright;
using namespace sealwright::test;

namespace {

using namespace std::chrono;
constexpr UnixTime kNow = sys_days(2026y / November / 23);

cms::SignedObject made_by(const Ca& signer, View entity, cms::Form form = cms::Form::detached) {
    auto object = cms::sign({entity, form, kNow}, identity(signer), {});
    REQUIRE(object.ok());
    return std::move(*object);
}

/// `openssl cms -verify` up to the root, SigningCertificateV2 included, and the content it gives.
void check_with_openssl(View object, View entity, cms::Form form) {
    const support::TempFolder folder;
    write_file(folder.file("cms"), object);
    write_file(folder.file("entity"), entity);
    const std::string content =
        form == cms::Form::detached ? " -content " + folder.file("entity") : "";
    write_file(folder.file("root"), as_view(root().pem_certificate()));
    CHECK(succeeds("openssl cms -verify -binary -cades -inform DER -CAfile " + folder.file("root") +
                   " -in " + folder.file("cms") + content + " -out " + folder.file("out")));
    CHECK(read_file(folder.file("out")) == to_bytes(entity));
}

std::vector<cms::AttributeView> attributes_of(View object) {
    const auto data = cms::read_signed_data(*cms::read_content_info(object));
    return *cms::read_attributes(data->signers.at(0).signed_attributes->content);
}

View value_of(const std::vector<cms::AttributeView>& attributes, const cms::Oid& type) {
    for (const auto& attribute : attributes) {
        if (type == attribute.type) return attribute.values.at(0);
    }
    return {};
}

/// Answers every question with the error.
class RefusingKey final : public keys::PrivateKey {
  public:
    [[nodiscard]] keys::Abilities abilities() const override { return {.rsa_pkcs1 = true}; }
    Result<Bytes> sign_pkcs1(keys::Digest, View, const keys::KeyUse&) override {
        return Error{ErrorCode::key_cancelled, ""};
    }
};

/// Signs something else than it was asked to.
class WrongKey final : public keys::PrivateKey {
  public:
    explicit WrongKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}
    [[nodiscard]] keys::Abilities abilities() const override { return {.rsa_pkcs1 = true}; }
    Result<Bytes> sign_pkcs1(keys::Digest md, View digest, const keys::KeyUse& use) override {
        Bytes other = to_bytes(digest);
        other[0] ^= 1;
        return key_.sign_pkcs1(md, other, use);
    }

  private:
    keys::SoftKey key_;
};

/// An RSA key that only does PSS, like some cards.
class PssOnlyKey final : public keys::PrivateKey {
  public:
    explicit PssOnlyKey(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {}
    [[nodiscard]] keys::Abilities abilities() const override { return {.rsa_pss = true}; }
    Result<Bytes> sign_pss(keys::Digest md, keys::Digest mgf1, int salt, View digest,
                           const keys::KeyUse& use) override {
        return key_.sign_pss(md, mgf1, salt, digest, use);
    }

  private:
    keys::SoftKey key_;
};

}  // namespace

TEST_CASE("E-90 what every kind of key signs is verified by us and by openssl cms") {
    for (const KeyType key : {KeyType::rsa2048, KeyType::rsa3072, KeyType::rsa_pss, KeyType::p256,
                              KeyType::p384, KeyType::p521}) {
        for (const cms::Form form : {cms::Form::detached, cms::Form::opaque}) {
            const auto object = made_by(alice(key), mail(), form);
            const auto data =
                form == cms::Form::detached ? verified(object.cms, mail()) : verified(object.cms);
            CHECK(cms::is_sound(data));
            CHECK(data.content.has_value() == (form == cms::Form::opaque));
            check_with_openssl(object.cms, mail(), form);
        }
    }
}

TEST_CASE("E-04 what a PSS-only key signs is PSS and verifies with openssl cms") {
    const auto object = made_by(alice(KeyType::rsa_pss), mail());
    CHECK(verified(object.cms, mail()).signers.at(0).signature_algorithm == "RSA-PSS");
    check_with_openssl(object.cms, mail(), cms::Form::detached);
}

TEST_CASE("an RSA key that can do nothing but PSS signs with PSS") {
    keys::Identity signer = identity(alice());
    signer.key = std::make_shared<PssOnlyKey>(alice().key);
    const auto object = cms::sign({mail(), cms::Form::detached, kNow}, signer, {});
    REQUIRE(object.ok());
    CHECK(verified(object->cms, mail()).signers.at(0).signature_algorithm == "RSA-PSS");
    check_with_openssl(object->cms, mail(), cms::Form::detached);
}

TEST_CASE("the digest follows the key, and micalg names it") {
    CHECK(made_by(alice(KeyType::rsa2048), mail()).micalg == "sha-256");
    CHECK(made_by(alice(KeyType::p256), mail()).micalg == "sha-256");
    CHECK(made_by(alice(KeyType::p384), mail()).micalg == "sha-384");
    CHECK(made_by(alice(KeyType::p521), mail()).micalg == "sha-512");
}

TEST_CASE("signatures carry the attributes that bind time, algorithms and certificate") {
    const auto object = made_by(alice(), mail());
    const auto attributes = attributes_of(object.cms);
    CHECK(attributes.size() == 6);
    CHECK_FALSE(value_of(attributes, cms::oid::kSigningCertificateV2).empty());
    CHECK_FALSE(value_of(attributes, cms::oid::kAlgorithmProtection).empty());
    CHECK(verified(object.cms, mail()).signers.at(0).signing_time == kNow);
}

TEST_CASE("capabilities name AES-256-GCM first, and no GCM when asked not to") {
    const auto first = [](bool gcm) {
        cms::SignRequest request{mail(), cms::Form::detached, kNow};
        request.announce_gcm = gcm;
        const auto object = cms::sign(request, identity(alice()), {});
        const auto attributes = attributes_of(object->cms);
        cms::der::Reader list(value_of(attributes, cms::oid::kCapabilities));
        cms::der::Reader entries = list.enter(cms::der::kSequence);
        return cms::dotted(cms::read_algorithm(entries).oid);
    };
    CHECK(first(true) == "2.16.840.1.101.3.4.1.46");
    CHECK(first(false) == "2.16.840.1.101.3.4.1.42");
}

TEST_CASE("the chain goes along without its root") {
    const Ca root = Ca::root("Root of chain");
    const Ca upper = root.intermediate("Upper");
    const Ca lower = upper.intermediate("Lower");
    const Ca leaf = lower.leaf("alice@example.com");
    keys::Identity signer = identity(leaf);
    signer.chain = {root.certificate, mallory().certificate, upper.certificate, lower.certificate};
    const auto object = cms::sign({mail(), cms::Form::detached, kNow}, signer, {});
    REQUIRE(object.ok());
    const auto enclosed = verified(object->cms, mail()).certificates;
    CHECK(enclosed.size() == 3);
    for (const auto& certificate : enclosed) {
        CHECK(X509_cmp(certificate.get(), root.certificate.get()) != 0);
        CHECK(X509_cmp(certificate.get(), mallory().certificate.get()) != 0);
    }
}

TEST_CASE("weak keys and keys that cannot sign are refused before anybody is asked") {
    const auto code = [](const Ca& signer) {
        return cms::sign({mail(), cms::Form::detached, kNow}, identity(signer), {}).error().code;
    };
    CHECK(code(alice(KeyType::rsa1024)) == ErrorCode::key_unsupported);
    CHECK(code(alice(KeyType::ed25519)) == ErrorCode::key_unsupported);
}

TEST_CASE("what the key says for itself is the answer") {
    keys::Identity signer = identity(alice());
    signer.key = std::make_shared<RefusingKey>();
    const auto result = cms::sign({mail(), cms::Form::detached, kNow}, signer, {});
    CHECK(result.error().code == ErrorCode::key_cancelled);
}

TEST_CASE("E-90 a signature that does not hold never leaves") {
    keys::Identity signer = identity(alice());
    signer.key = std::make_shared<WrongKey>(alice().key);
    const auto result = cms::sign({mail(), cms::Form::opaque, kNow}, signer, {});
    CHECK(result.error().code == ErrorCode::mail_self_check);
}
