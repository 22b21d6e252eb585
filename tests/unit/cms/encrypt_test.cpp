// SPDX-License-Identifier: MPL-2.0
#include "cms/enveloped.hpp"
#include "fixtures.hpp"

using namespace sealwright;
using namespace sealwright::test;

namespace {

Result<Bytes> made_for(std::vector<Certificate> recipients, cms::Cipher cipher, View entity,
                       bool oaep = false) {
    return cms::encrypt({entity, std::move(recipients), cipher, oaep});
}

Bytes opened_by(const Ca& recipient, View object) {
    const auto envelope = cms::inspect(object);
    REQUIRE(envelope.ok());
    const auto plaintext = cms::decrypt(object, *envelope, identity(recipient), {});
    REQUIRE(plaintext.ok());
    return to_bytes(plaintext->view());
}

Bytes opened_by_openssl(const Ca& recipient, View object) {
    const support::TempFolder folder;
    write_file(folder.file("cms"), object);
    write_file(folder.file("key"), as_view(recipient.pem_key()));
    write_file(folder.file("certificate"), as_view(recipient.pem_certificate()));
    CHECK(succeeds("openssl cms -decrypt -binary -inform DER -in " + folder.file("cms") +
                   " -inkey " + folder.file("key") + " -recip " + folder.file("certificate") +
                   " -out " + folder.file("out")));
    return read_file(folder.file("out"));
}

constexpr cms::Cipher kCiphers[] = {cms::Cipher::aes_256_gcm, cms::Cipher::aes_256_cbc,
                                    cms::Cipher::aes_128_cbc};

}  // namespace

TEST_CASE("E-90 what we encrypt is opened by every recipient, with our code and openssl cms") {
    const std::vector<Ca> recipients{alice(), alice(KeyType::rsa3072), alice(KeyType::p256),
                                     alice(KeyType::p384), alice(KeyType::p521)};
    std::vector<Certificate> certificates;
    for (const Ca& recipient : recipients) certificates.push_back(recipient.certificate);
    for (const cms::Cipher cipher : kCiphers) {
        const auto object = made_for(certificates, cipher, mail());
        REQUIRE(object.ok());
        for (const Ca& recipient : recipients) {
            CHECK(opened_by(recipient, *object) == mail());
            CHECK(opened_by_openssl(recipient, *object) == mail());
        }
    }
}

TEST_CASE("E-90 OAEP with SHA-256 is opened by our code and openssl cms") {
    const auto object = made_for({alice().certificate}, cms::Cipher::aes_256_gcm, mail(), true);
    REQUIRE(object.ok());
    CHECK(opened_by(alice(), *object) == mail());
    CHECK(opened_by_openssl(alice(), *object) == mail());
}

TEST_CASE("contents around the block size and large ones come back whole") {
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 1'048'575U, 1'048'576U, 3'000'001U}) {
        const Bytes text = large(size);
        for (const cms::Cipher cipher : kCiphers) {
            const auto object = made_for({alice().certificate}, cipher, text);
            REQUIRE(object.ok());
            CHECK(opened_by(alice(), *object) == text);
        }
    }
}

TEST_CASE("an envelope says what it is: GCM is authenticated, nothing of ours is weak") {
    for (const cms::Cipher cipher : kCiphers) {
        const auto object =
            made_for({alice().certificate, alice(KeyType::p521).certificate}, cipher, mail());
        const auto envelope = cms::inspect(*object);
        REQUIRE(envelope.ok());
        CHECK(envelope->authenticated == (cipher == cms::Cipher::aes_256_gcm));
        CHECK_FALSE(envelope->weak);
        CHECK(envelope->findings.passed(Check::V_31));
        CHECK(envelope->recipients.size() == 2);
    }
}

TEST_CASE("two envelopes of the same text have nothing in common but their structure") {
    const auto one = made_for({alice().certificate}, cms::Cipher::aes_256_gcm, large(1'000));
    const auto two = made_for({alice().certificate}, cms::Cipher::aes_256_gcm, large(1'000));
    REQUIRE(one->size() == two->size());
    std::size_t equal = 0;
    for (std::size_t at = one->size() - 1'000; at < one->size(); ++at) {
        equal += (*one)[at] == (*two)[at] ? 1U : 0U;
    }
    CHECK(equal < 100);
}

TEST_CASE("keys that must not or cannot encrypt are refused") {
    for (const KeyType key : {KeyType::rsa1024, KeyType::rsa_pss, KeyType::ed25519}) {
        const auto object = made_for({alice().certificate, alice(key).certificate},
                                     cms::Cipher::aes_256_cbc, mail());
        CHECK(object.error().code == ErrorCode::people_unfit_certificate);
    }
    CHECK(made_for({}, cms::Cipher::aes_256_cbc, mail()).error().code ==
          ErrorCode::people_no_certificate);
}
