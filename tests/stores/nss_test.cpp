// SPDX-License-Identifier: MPL-2.0
#include "stores/token_fixtures.hpp"
#include "stores/tools.hpp"
#include "support/scripted_prompt.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace sealwright;
using keys::pkcs11::find_databases;
using keys::pkcs11::find_softokens;
using keys::pkcs11::NssDatabase;
using keys::pkcs11::Pkcs11Store;
using support::ScriptedPrompt;

namespace {

/// Databases under one folder, and the store over them.
struct NssFolder {
    support::TempFolder folder;
    std::vector<NssDatabase> databases;

    const NssDatabase& add(const std::string& name, const std::string& password) {
        databases.push_back({name, folder.path() / name});
        stores::make_database(databases.back().folder, password);
        return databases.back();
    }
    [[nodiscard]] Pkcs11Store::Setup setup() const {
        return stores::setup_for("nss",
                                 keys::pkcs11::nss_modules(databases, find_softokens()).value());
    }
};

void add_all(const stores::People& people, const NssDatabase& to, const std::string& password) {
    for (const auto& leaf : people.leaves)
        stores::add_identity(to.folder, password, leaf,
                             {people.intermediate.certificate, people.root.certificate});
}

void check_contract(const std::string& password) {
    const stores::People people;
    NssFolder nss;
    add_all(people, nss.add("only", password), password);
    stores::store_contract(
        {[&](auto prompt) { return std::make_unique<Pkcs11Store>(nss.setup(), prompt); },
         people.known(), password});
}

std::vector<std::string> stores_of(const keys::Inventory& inventory) {
    std::vector<std::string> names;
    for (const auto& identity : inventory.identities) names.push_back(identity.store);
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

TEST_CASE("the store contract holds for an NSS database without password") {
    check_contract("");
}

TEST_CASE("the store contract holds for an NSS database with a primary password") {
    check_contract("correct horse");
}

TEST_CASE("several NSS databases are one store, each with its own password") {
    const stores::People people;
    NssFolder nss;
    const auto& leaves = people.leaves;
    stores::add_identity(nss.add("open", "").folder, "", leaves[0], {});
    stores::add_identity(nss.add("first", "password one").folder, "password one", leaves[1], {});
    stores::add_identity(nss.add("second", "password two").folder, "password two", leaves[2], {});
    auto prompt = std::make_shared<ScriptedPrompt>("password two");
    Pkcs11Store store(nss.setup(), prompt);
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    CHECK(stores_of(*inventory) ==
          std::vector<std::string>{"nss: first", "nss: open", "nss: second"});
    for (const auto& identity : inventory->identities) {
        if (identity.store == "nss: first")
            CHECK(stores::try_signing(*identity.key).error().code == ErrorCode::key_pin_wrong);
        if (identity.store == "nss: open") CHECK(stores::signs(*identity.key, *leaves[0].key));
        if (identity.store == "nss: second") CHECK(stores::signs(*identity.key, *leaves[2].key));
    }
}

TEST_CASE("a correspondent's certificate in a locked NSS database is no identity") {
    const stores::People people;
    NssFolder nss;
    const auto& database = nss.add("locked", "secret");
    stores::add_identity(database.folder, "secret", people.leaves[0], {});
    stores::add_stranger(database.folder, "secret", people.root.leaf("bob@example.org"));
    Pkcs11Store store(nss.setup(), std::make_shared<ScriptedPrompt>(""));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    CHECK(inventory->identities.size() == 1);
    REQUIRE(inventory->skipped.size() == 1);
    CHECK(inventory->skipped[0].why == "no private key");
    CHECK(inventory->skipped[0].store == "nss: locked");
}

TEST_CASE("a database that cannot be opened hides no other") {
    const stores::People people;
    NssFolder nss;
    stores::add_identity(nss.add("good", "").folder, "", people.leaves[0], {});
    const auto& damaged = nss.add("damaged", "");
    stores::write_file(damaged.folder / "cert9.db", "no database");
    stores::write_file(damaged.folder / "key4.db", "no database");
    nss.databases.push_back({"gone", nss.folder.path() / "gone"});
    Pkcs11Store store(nss.setup(), std::make_shared<ScriptedPrompt>(""));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    CHECK(stores_of(*inventory) == std::vector<std::string>{"nss: good"});
}

TEST_CASE("folders and profiles may be called anything") {
    const stores::People people;
    NssFolder nss;
    for (const char* name : {"it's", "a]b>c", "back\\slash", "two words"})
        stores::add_identity(nss.add(name, "").folder, "", people.leaves[0], {});
    Pkcs11Store store(nss.setup(), std::make_shared<ScriptedPrompt>(""));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    CHECK(stores_of(*inventory) == std::vector<std::string>{"nss: a]b>c", "nss: back\\slash",
                                                            "nss: it's", "nss: two words"});
}

TEST_CASE("listing and signing leave an NSS database as it was") {
    const stores::People people;
    NssFolder nss;
    const auto& database = nss.add("read only", "");
    stores::add_identity(database.folder, "", people.leaves[0], {});
    const auto written = [&] {
        return std::pair(std::filesystem::last_write_time(database.folder / "cert9.db"),
                         std::filesystem::last_write_time(database.folder / "key4.db"));
    };
    const auto before = written();
    Pkcs11Store store(nss.setup(), std::make_shared<ScriptedPrompt>(""));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    REQUIRE(inventory->identities.size() == 1);
    CHECK(stores::signs(*inventory->identities[0].key, *people.leaves[0].key));
    CHECK(written() == before);
}

TEST_CASE("databases are found where mail clients and browsers keep them") {
    const support::TempFolder home;
    const auto make = [&](const std::string& folder) {
        std::filesystem::create_directories(home.path() / folder);
        stores::write_file(home.path() / folder / "cert9.db", "");
        stores::write_file(home.path() / folder / "key4.db", "");
    };
    make(".pki/nssdb");
    make(".thunderbird/abc.default");
    make("elsewhere/profile");
    std::filesystem::create_directories(home.path() / ".thunderbird/empty.profile");
    std::filesystem::create_directories(home.path() / ".mozilla/firefox");
    make(".mozilla/firefox/xyz.esr");
    stores::write_file(home.path() / ".thunderbird/profiles.ini",
                       "[Install4FA]\nDefault=abc.default\n\n[Profile1]\r\nName=work\r\n"
                       "IsRelative=0\r\nPath=" +
                           home.file("elsewhere/profile") +
                           "\r\n[Profile2]\nName=empty\nIsRelative=1\nPath=empty.profile\n"
                           "[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n");
    stores::write_file(home.path() / ".mozilla/firefox/profiles.ini",
                       "[Profile0]\nName=default-esr\nIsRelative=1\nPath=xyz.esr\n");
    CHECK(find_databases(home.path()) ==
          std::vector<NssDatabase>{
              {"shared", home.path() / ".pki/nssdb"},
              {"Thunderbird work", home.path() / "elsewhere/profile"},
              {"Thunderbird default", home.path() / ".thunderbird/abc.default"},
              {"Firefox default-esr", home.path() / ".mozilla/firefox/xyz.esr"},
          });
    CHECK(find_databases(home.path() / "nobody").empty());
    CHECK(keys::pkcs11::nss_modules({}, find_softokens()).value().empty());
}

TEST_CASE("databases that no library opens are said, not taken for empty ones") {
    const auto modules = keys::pkcs11::nss_modules({{"shared", "/home/alice/.pki/nssdb"}}, {});
    REQUIRE_FALSE(modules.ok());
    CHECK(modules.error().code == ErrorCode::system_file);
    CHECK(modules.error().detail.find("libsoftokn3.so") != std::string::npos);
}
