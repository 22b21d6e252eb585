// SPDX-License-Identifier: MPL-2.0
#include "keys/file/file_store.hpp"

#include "base/file.hpp"
#include "keys/file/file_key.hpp"
#include "stores/contract.hpp"
#include "support/ca.hpp"
#include "support/scripted_prompt.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

using namespace sealwright;
using support::Ca;
using support::KeyType;
using support::ScriptedPrompt;
using Step = ScriptedPrompt::Step;
using keys::FileStore;

namespace {

struct People {
    Ca root = Ca::root("Root R");
    Ca inter = root.intermediate("Inter I");
    Ca alice = inter.leaf("alice@example.com");
    Ca bob = inter.leaf("bob@example.org", {.key = KeyType::p256});
    Ca carol = inter.leaf("carol@example.org", {.key = KeyType::p384});
};

/// The files as an import would leave them.
void put(const std::filesystem::path& folder, const std::string& name, const Ca& leaf,
         const std::string& password, const std::vector<Certificate>& chain = {}) {
    REQUIRE(write_file_by_rename((folder / (name + ".p12")).string(),
                                 as_view(leaf.pkcs12(password, chain)))
                .ok());
    REQUIRE(
        write_file_by_rename((folder / (name + ".pem")).string(), as_view(leaf.pem_certificate()))
            .ok());
}

stores::StoreFixture fixture(const std::filesystem::path& folder, const People& people,
                             const std::string& password) {
    put(folder, "alice", people.alice, password);
    put(folder, "bob", people.bob, password);
    put(folder, "carol", people.carol, password);
    return {[folder](std::shared_ptr<keys::PinPrompt> prompt) {
                return std::make_unique<FileStore>(folder, std::move(prompt));
            },
            {{people.alice.certificate, people.alice.key},
             {people.carol.certificate, people.carol.key},
             {people.bob.certificate, people.bob.key}},
            password};
}

/// Without a password, yet asking for as much work as one with a good one.
std::string strong_file(const Ca& leaf) {
    const Pkcs12Ptr file(PKCS12_create("", nullptr, leaf.key.get(), leaf.certificate.get(), nullptr,
                                       0, 0, 20'000, 20'000, 0));
    const BioPtr out(BIO_new(BIO_s_mem()));
    REQUIRE(i2d_PKCS12_bio(out.get(), file.get()) == 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

mode_t mode_of(const std::filesystem::path& path) {
    struct stat status {};
    REQUIRE(stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

/// A store with Alice's key under the password "right".
struct AliceStore {
    explicit AliceStore(std::vector<Step> steps)
        : prompt(std::make_shared<ScriptedPrompt>("right", std::move(steps))) {
        put(folder.path(), "alice", people.alice, "right");
    }
    std::shared_ptr<keys::PrivateKey> key(Clock clock = system_now) {
        FileStore store(folder.path(), prompt, std::move(clock));
        auto inventory = store.list();
        REQUIRE(inventory.ok());
        REQUIRE(inventory->identities.size() == 1);
        return inventory->identities.front().key;
    }
    support::TempFolder folder;
    People people;
    std::shared_ptr<ScriptedPrompt> prompt;
};

}  // namespace

TEST_CASE("the file store keeps the contract of stores, with a password") {
    const support::TempFolder folder;
    const People people;
    stores::store_contract(fixture(folder.path(), people, "a passphrase with ümläut"));
}

TEST_CASE("the file store keeps the contract of stores, without a password") {
    const support::TempFolder folder;
    const People people;
    stores::store_contract(fixture(folder.path(), people, ""));
}

TEST_CASE(
    "E-88 a wrong password is asked for again three times with the tries left, then refused") {
    AliceStore alice({Step::wrong});
    auto signature = stores::try_signing(*alice.key());
    REQUIRE_FALSE(signature.ok());
    CHECK(signature.error().code == ErrorCode::key_pin_wrong);
    const auto questions = alice.prompt->questions();
    REQUIRE(questions.size() == 3);
    CHECK_FALSE(questions[0].last_was_wrong);
    CHECK(questions[1].last_was_wrong);
    CHECK(questions[1].tries_left == 2);
    CHECK(questions[2].tries_left == 1);
}

TEST_CASE("E-88 cancelling after wrong passwords is key.cancelled and unlocks nothing") {
    AliceStore alice({Step::wrong, Step::wrong, Step::cancel});
    const auto key = alice.key();
    CHECK(stores::try_signing(*key).error().code == ErrorCode::key_cancelled);
    CHECK(alice.prompt->questions().size() == 3);
    CHECK(stores::try_signing(*key).error().code == ErrorCode::key_cancelled);
    CHECK(alice.prompt->questions().size() == 4);
}

TEST_CASE("an unlocked key is locked again when it has not been used for a while") {
    AliceStore alice({Step::right});
    UnixTime now{std::chrono::seconds(1'800'000'000)};
    const auto key = alice.key([&now] { return now; });
    const auto asked = [&] { return alice.prompt->questions().size(); };
    CHECK(stores::try_signing(*key).ok());
    now += keys::kUnlockedFor;
    CHECK(stores::try_signing(*key).ok());
    CHECK(asked() == 1);
    now += keys::kUnlockedFor + std::chrono::seconds(1);
    CHECK(stores::try_signing(*key).ok());
    CHECK(asked() == 2);
}

TEST_CASE("a folder that others can change is refused") {
    AliceStore alice({Step::right});
    FileStore store(alice.folder.path(), alice.prompt);
    for (const mode_t mode : {0770U, 0702U}) {
        chmod(alice.folder.path().c_str(), mode);
        CHECK(store.list().error().code == ErrorCode::system_file);
        CHECK_FALSE(store.import_pkcs12(as_view(alice.people.bob.pkcs12("x")), as_view("x"), {}));
    }
    chmod(alice.folder.path().c_str(), 0700);
    CHECK(store.list().ok());
}

TEST_CASE("a folder that does not exist yet holds nothing") {
    const support::TempFolder folder;
    FileStore store(folder.path() / "none", nullptr);
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    CHECK(inventory->identities.empty());
    CHECK(inventory->skipped.empty());
}

TEST_CASE("what is no identity is skipped and said why") {
    const support::TempFolder folder;
    const People people;
    const auto write = [&](const char* name, const std::string& text) {
        REQUIRE(write_file_by_rename(folder.file(name), as_view(text)).ok());
    };
    write("alone.pem", people.alice.pem_certificate());
    write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    write("broken.p12", "not DER");
    write("foreign.p12", people.bob.pkcs12("another program's password"));
    write("notes.txt", "ignored");
    write("strong.p12", strong_file(people.bob));
    write("open.p12", people.carol.pkcs12("", {people.inter.certificate}));
    auto inventory = FileStore(folder.path(), nullptr).list();
    REQUIRE(inventory.ok());
    REQUIRE(inventory->skipped.size() == 4);
    CHECK(inventory->skipped[0].why == "no private key");
    CHECK(inventory->skipped[0].subject.find("alice@example.com") != std::string::npos);
    CHECK(inventory->skipped[1].why == "not readable");
    CHECK(inventory->skipped[2].why == "has a password; import it");
    CHECK(inventory->skipped[3].why == "has a password; import it");
    REQUIRE(inventory->identities.size() == 1);
    const auto& open = inventory->identities.front();
    CHECK(X509_cmp(open.certificate.get(), people.carol.certificate.get()) == 0);
    REQUIRE(open.chain.size() == 1);
    CHECK(stores::signs(*open.key, *people.carol.key));
}

TEST_CASE("a key that is not the certificate's is not used") {
    const support::TempFolder folder;
    const People people;
    put(folder.path(), "alice", people.alice, "");
    REQUIRE(write_file_by_rename(folder.file("alice.p12"), as_view(people.carol.pkcs12(""))).ok());
    auto inventory = FileStore(folder.path(), nullptr).list();
    REQUIRE(inventory.ok());
    REQUIRE(inventory->identities.size() == 1);
    CHECK(stores::try_signing(*inventory->identities.front().key).error().code ==
          ErrorCode::system_file);
}

TEST_CASE("an import can be listed and used, and only its owner can read it") {
    const support::TempFolder home;
    const People people;
    const auto folder = home.path() / "data" / "identities";
    auto prompt = std::make_shared<ScriptedPrompt>("new password");
    FileStore store(folder, prompt);
    auto imported =
        store.import_pkcs12(as_view(people.alice.pkcs12("old", {people.inter.certificate})),
                            as_view("old"), as_view("new password"));
    REQUIRE(imported.ok());
    REQUIRE(imported->size() == 1);
    CHECK(mode_of(folder) == 0700);
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        CHECK(mode_of(entry.path()) == 0600);
        CHECK(entry.path().filename().string().starts_with("alice@example.com-"));
    }
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    REQUIRE(inventory->identities.size() == 1);
    REQUIRE(inventory->identities.front().chain.size() == 1);
    CHECK(prompt->questions().empty());
    CHECK(stores::signs(*inventory->identities.front().key, *people.alice.key));
    CHECK(prompt->questions().size() == 1);
}

TEST_CASE("an import without a password never prompts") {
    const support::TempFolder folder;
    const People people;
    FileStore store(folder.path(), nullptr);
    REQUIRE(store.import_pkcs12(as_view(people.bob.pkcs12("old")), as_view("old"), {}).ok());
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    REQUIRE(inventory->identities.size() == 1);
    CHECK(stores::signs(*inventory->identities.front().key, *people.bob.key));
}
