// SPDX-License-Identifier: MPL-2.0
#include "tasks/renewal.hpp"

#include "support/world.hpp"

#include <doctest/doctest.h>
#include <openssl/pem.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

using RequestPtr = std::unique_ptr<X509_REQ, FreeWith<X509_REQ_free>>;

RequestPtr parsed(const std::string& pem) {
    const BioPtr in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return RequestPtr(PEM_read_bio_X509_REQ(in.get(), nullptr, nullptr, nullptr));
}

std::vector<std::string> addresses_in(X509_REQ& request) {
    std::vector<std::string> addresses;
    STACK_OF(X509_EXTENSION)* extensions = X509_REQ_get_extensions(&request);
    auto* names = static_cast<GENERAL_NAMES*>(
        X509V3_get_d2i(extensions, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
        const ASN1_STRING* text = sk_GENERAL_NAME_value(names, i)->d.rfc822Name;
        addresses.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                               static_cast<std::size_t>(ASN1_STRING_length(text)));
    }
    GENERAL_NAMES_free(names);
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    return addresses;
}

/// A key that nobody may use.
class ClosedKey final : public keys::PrivateKey {
  public:
    [[nodiscard]] keys::Abilities abilities() const override { return {.rsa_pkcs1 = true}; }
    Result<Bytes> sign_pkcs1(keys::Digest, View, const keys::KeyUse&) override {
        return Error{ErrorCode::key_cancelled, ""};
    }
};

class OneIdentity final : public keys::KeyStore {
  public:
    explicit OneIdentity(keys::Identity identity) : identity_(std::move(identity)) {}
    [[nodiscard]] std::string name() const override { return "one"; }
    Result<keys::Inventory> list(const std::stop_token&) override {
        return keys::Inventory{{identity_}, {}};
    }

  private:
    keys::Identity identity_;
};

}  // namespace

TEST_CASE("a request to renew has the old names and the same key, which signed it") {
    for (const KeyType type : {KeyType::rsa2048, KeyType::p256, KeyType::p384}) {
        World world;
        world.alice = world.inter.leaf("alice@example.com", {.common_name = "Alice", .key = type});
        const auto pem = tasks::renewal_request("alice@example.com", world.services());
        REQUIRE_MESSAGE(pem.ok(), pem.error().detail);
        const RequestPtr request = parsed(*pem);
        REQUIRE(request);
        CHECK(X509_REQ_verify(request.get(), world.alice.key.get()) == 1);
        CHECK(X509_NAME_cmp(X509_REQ_get_subject_name(request.get()),
                            X509_get_subject_name(world.alice.certificate.get())) == 0);
        CHECK(addresses_in(*request) == std::vector<std::string>{"alice@example.com"});
    }
}

TEST_CASE("a certificate that has expired can still be renewed") {
    World world;
    const UnixTime past = world.now - std::chrono::hours(48);
    world.alice = world.inter.leaf(
        "alice@example.com", {.not_before = past - std::chrono::hours(24), .not_after = past});
    CHECK(tasks::renewal_request("alice@example.com", world.services()).ok());
}

TEST_CASE("without a key for the address there is no request, and a refusal of the key is told") {
    World world;
    const auto none = tasks::renewal_request("nobody@example.com", world.services());
    REQUIRE_FALSE(none.ok());
    CHECK(none.error().code == ErrorCode::key_none);

    keys::Identity closed = world.identity(world.alice);
    closed.key = std::make_shared<ClosedKey>();
    tasks::Services services = world.services();
    services.stores = {std::make_shared<OneIdentity>(closed)};
    const auto refused = tasks::renewal_request("alice@example.com", services);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::key_cancelled);
}
