// SPDX-License-Identifier: MPL-2.0
#include "cms/preferences.hpp"

#include "fixtures.hpp"
#include "support/cms_builder.hpp"

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::support;

namespace {

using Names = std::vector<std::string>;

Bytes capabilities(const std::vector<cms::Oid>& oids) {
    Bytes list;
    for (const cms::Oid& oid : oids) append(list, cms::der::algorithm(oid));
    return cms::der::write(cms::der::kSequence, list);
}

/// Issuer and serial of a certificate under a tag.
Bytes party_of(const Certificate& certificate, cms::der::Tag tag) {
    const Bytes der = support::der_of(certificate);
    const auto view = cms::read_certificate(der);
    REQUIRE(view);
    const Bytes serial = cms::der::write(cms::der::kInteger, view->serial);
    return cms::der::write(tag, {view->issuer, serial});
}

cms::Signer signer_with(const std::vector<Bytes>& attributes, const Certificate& beside) {
    SignerSpec signer{alice()};
    signer.more_attributes = attributes;
    SignedSpec spec;
    spec.content = mail();
    spec.signers = {signer};
    spec.certificates = {beside};
    const auto data = verified(signed_data(spec), mail());
    REQUIRE(data.signers.size() == 1);
    return data.signers[0];
}

}  // namespace

TEST_CASE("SMIMECapabilities give the ciphers we know, in the signer's order, each once") {
    const cms::Oid unknown{"1.2.3.4"}, triple_des{"1.2.840.113549.3.7"};
    CHECK(cms::read_capabilities(capabilities({cms::oid::kAes128Cbc, unknown, cms::oid::kAes256Gcm,
                                               cms::oid::kAes128Cbc, triple_des})) ==
          Names{"AES-128-CBC", "AES-256-GCM", "3DES-CBC"});
    CHECK(cms::read_capabilities({}).empty());
    Bytes cut = capabilities({cms::oid::kAes128Cbc});
    cut.pop_back();
    CHECK(cms::read_capabilities(cut).empty());
}

TEST_CASE("what a signer opens comes with its signature; of who says nothing nothing is known") {
    CHECK(signer_with({}, alice().certificate).opens.empty());
    CHECK(signer_with({attribute(cms::oid::kCapabilities,
                                 {capabilities({cms::oid::kAes256Gcm, cms::oid::kAes256Cbc})})},
                      alice().certificate)
              .opens == Names{"AES-256-GCM", "AES-256-CBC"});
}

TEST_CASE("E-25 the key preference names an enclosed certificate, in each of its forms") {
    const Ca other = Ca::root("Other", {.key = KeyType::p256}).leaf("alice@example.com");
    const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(other.certificate.get());
    REQUIRE(id);
    const View key_id(ASN1_STRING_get0_data(id), static_cast<std::size_t>(ASN1_STRING_length(id)));
    for (const Bytes& value :
         {party_of(other.certificate, cms::der::constructed(0)),
          cms::der::write(cms::der::constructed(1), cms::der::octet_string(key_id)),
          cms::der::write(cms::der::primitive(2), key_id)}) {
        const auto signer =
            signer_with({attribute(cms::oid::kKeyPreference, {value})}, other.certificate);
        REQUIRE(signer.preferred);
        CHECK(X509_cmp(signer.preferred.get(), other.certificate.get()) == 0);
    }
}

TEST_CASE("a preference for a certificate that is not enclosed, or said twice, is none") {
    const Ca other = Ca::root("Other", {.key = KeyType::p256}).leaf("alice@example.com");
    const Bytes value = party_of(other.certificate, cms::der::constructed(0));
    const Bytes once = attribute(cms::oid::kKeyPreference, {value});
    CHECK_FALSE(signer_with({once}, alice().certificate).preferred);
    CHECK_FALSE(signer_with({once, once}, other.certificate).preferred);
    CHECK_FALSE(cms::read_key_preference({}));
    const Bytes odd = cms::der::write(cms::der::constructed(3), value);
    CHECK_FALSE(cms::read_key_preference(odd));
}
