// SPDX-License-Identifier: MPL-2.0
#include "stores/token_fixtures.hpp"
#include "support/scripted_prompt.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using keys::pkcs11::Pkcs11Store;
using support::ScriptedPrompt;

TEST_CASE("the store contract holds for a SoftHSM token") {
    const stores::People people;
    const stores::SoftHsm token(people);
    stores::store_contract(
        {[&](auto prompt) { return std::make_unique<Pkcs11Store>(token.setup(), prompt); },
         people.known(), stores::SoftHsm::kPin});
}

TEST_CASE("an identity on a token brings the CA certificates that lie beside it") {
    const stores::People people;
    const stores::SoftHsm token(people);
    Pkcs11Store store(token.setup(), std::make_shared<ScriptedPrompt>(""));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    REQUIRE(inventory->identities.size() == people.leaves.size());
    for (const auto& identity : inventory->identities) {
        CHECK(identity.store == "softhsm: Soft token");
        REQUIRE(identity.chain.size() == 2);
        CHECK(X509_cmp(identity.chain[0].get(), people.intermediate.certificate.get()) == 0);
        CHECK(X509_cmp(identity.chain[1].get(), people.root.certificate.get()) == 0);
    }
}

TEST_CASE("OAEP with SHA-256 works on a token that has it for SHA-1 only") {
    const stores::People people;
    const stores::SoftHsm token(people);
    Pkcs11Store store(token.setup(), std::make_shared<ScriptedPrompt>(stores::SoftHsm::kPin));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    for (const auto& identity : inventory->identities) {
        if (!identity.key->abilities().rsa_decrypt) continue;
        CHECK(identity.key->abilities().rsa_oaep);
        stores::check_decryption(*identity.key, *people.leaves.front().key);
    }
}
