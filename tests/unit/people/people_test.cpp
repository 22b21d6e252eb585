// SPDX-License-Identifier: MPL-2.0
#include "people/people.hpp"

#include "base/certificate.hpp"
#include "base/digest.hpp"
#include "people/ledger.hpp"
#include "people/schema.hpp"
#include "support/ca.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sys/stat.h>

using namespace sealwright;
using namespace sealwright::people;
using support::Ca;
using support::TempFolder;

namespace {

constexpr UnixTime kNow{std::chrono::seconds(1'800'000'000)};
constexpr std::chrono::seconds kDay{86'400};

Address address(const char* text) {
    return parse_address(text).value();
}

struct Fixture {
    TempFolder folder;
    std::string file = folder.file("data/people.sqlite");
    std::shared_ptr<Database> database = std::make_shared<Database>(file);
    People people{database};
};

unsigned mode_of(const std::string& path) {
    struct stat facts {};
    REQUIRE(stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 0777u;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "nothing is opened before the first question") {
    CHECK_FALSE(std::filesystem::exists(folder.file("data")));
    CHECK(people.addresses().value().empty());
    CHECK(std::filesystem::exists(file));
}

TEST_CASE_FIXTURE(Fixture, "the file and what SQLite puts beside it are private") {
    REQUIRE(people.note_verified(sha256(as_view("m")), kNow));
    CHECK(mode_of(folder.file("data")) == 0700);
    for (const auto& entry : std::filesystem::directory_iterator(folder.file("data"))) {
        CAPTURE(entry.path());
        CHECK(mode_of(entry.path().string()) == 0600);
    }
}

TEST_CASE_FIXTURE(Fixture, "a certificate is found under each of its addresses, with its chain") {
    const Ca root = Ca::root("R", {.key = support::KeyType::p256});
    const Ca alice = root.leaf("alice@example.com", {.key = support::KeyType::p256});
    REQUIRE(people.add({alice.certificate, {root.certificate}, Source::file, kNow},
                       {address("alice@example.com"), address("a@example.org")}));
    for (const char* text : {"Alice@EXAMPLE.com", "a@example.org"}) {
        const auto known = people.certificates_for(address(text)).value();
        REQUIRE(known.size() == 1);
        CHECK(X509_cmp(known[0].certificate.get(), alice.certificate.get()) == 0);
        REQUIRE(known[0].chain.size() == 1);
        CHECK(X509_cmp(known[0].chain[0].get(), root.certificate.get()) == 0);
        CHECK(known[0].added == kNow);
    }
    CHECK(people.certificates_for(address("bob@example.org")).value().empty());
}

TEST_CASE_FIXTURE(Fixture,
                  "the newest certificate comes first and adding one again keeps it once") {
    const Ca root = Ca::root("R", {.key = support::KeyType::p256});
    const Ca older = root.leaf("a@example.com", {.key = support::KeyType::p256});
    const Ca newer = root.leaf("a@example.com", {.key = support::KeyType::p256});
    const std::vector to = {address("a@example.com")};
    REQUIRE(people.add({newer.certificate, {}, Source::mail, kNow}, to));
    REQUIRE(people.add({older.certificate, {}, Source::file, kNow - kDay}, to));
    REQUIRE(people.add({older.certificate, {}, Source::file, kNow + kDay}, to));
    const auto known = people.certificates_for(to[0]).value();
    REQUIRE(known.size() == 2);
    CHECK(X509_cmp(known[0].certificate.get(), newer.certificate.get()) == 0);
    CHECK(known[0].source == Source::mail);
    CHECK(known[1].source == Source::file);
}

TEST_CASE_FIXTURE(Fixture, "forgetting an address keeps what other addresses need") {
    const Ca root = Ca::root("R", {.key = support::KeyType::p256});
    const Ca both = root.leaf("a@example.com", {.key = support::KeyType::p256});
    REQUIRE(people.add({both.certificate, {}, Source::file, kNow},
                       {address("a@example.com"), address("b@example.com")}));
    CHECK(people.forget(address("a@example.com")).value());
    CHECK_FALSE(people.forget(address("a@example.com")).value());
    CHECK(people.certificates_for(address("a@example.com")).value().empty());
    CHECK(people.certificates_for(address("b@example.com")).value().size() == 1);
    CHECK(people.addresses().value() == std::vector{address("b@example.com")});
}

TEST_CASE_FIXTURE(Fixture, "E-21 the first time a message was verified is what counts later") {
    const Bytes message = sha256(as_view("message"));
    CHECK_FALSE(people.first_verified(message).value());
    REQUIRE(people.note_verified(message, kNow));
    REQUIRE(people.note_verified(message, kNow + kDay));
    CHECK(people.first_verified(message).value() == kNow);

    People another(std::make_shared<Database>(file));
    CHECK(another.first_verified(message).value() == kNow);
    CHECK_FALSE(another.first_verified(sha256(as_view("other"))).value());
}

TEST_CASE_FIXTURE(Fixture, "the ledger has one row for a message and the last twenty of a sender") {
    Ledger ledger(database);
    const Address me = address("bob@example.org"), alice = address("alice@example.com");
    for (int day = 0; day < 30; ++day) {
        const Bytes message = sha256(as_view(std::to_string(day)));
        const LedgerRow row{kNow + day * kDay,        Bytes{1},  "Inter I",
                            SignatureState::verified, "mailbox", "Alice"};
        REQUIRE(ledger.note(me, alice, message, row));
        REQUIRE(ledger.note(me, alice, message, row));
    }
    const Bytes none;
    const auto rows = ledger.before(me, alice, none, kNow + 99 * kDay).value();
    REQUIRE(rows.size() == 20);
    CHECK(rows.front().time == kNow + 29 * kDay);
    CHECK(rows.back().time == kNow + 10 * kDay);
    CHECK(rows.front().state == SignatureState::verified);
    CHECK(rows.front().issuer == "Inter I");
    CHECK(rows.front().key == Bytes{1});
    CHECK(rows.front().validation == "mailbox");
    CHECK(rows.front().name == "Alice");
    CHECK(ledger.before(alice, me, none, kNow + 99 * kDay).value().empty());
    CHECK(ledger.before(me, alice, none, kNow + 12 * kDay).value().size() == 3);
    const Bytes newest = sha256(as_view("29"));
    CHECK(ledger.before(me, alice, newest, kNow + 99 * kDay).value().size() == 19);
    REQUIRE(ledger.senders(me)->size() == 1);
    CHECK(ledger.senders(me)->front().address == alice);
    CHECK(ledger.senders(me)->front().name == "Alice");
}

TEST_CASE_FIXTURE(Fixture, "of a sender who writes all day, days long gone are remembered too") {
    Ledger ledger(database);
    const Address me = address("bob@example.org"), alice = address("alice@example.com");
    for (int hour = 0; hour < 24 * 25; ++hour) {
        const LedgerRow row{kNow + std::chrono::hours(hour), {}, "", SignatureState::none};
        REQUIRE(ledger.note(me, alice, sha256(as_view(std::to_string(hour))), row));
    }
    const auto rows = ledger.before(me, alice, Bytes(), kNow + 99 * kDay).value();
    CHECK(rows.size() >= 35);
    CHECK(rows.size() <= 40);
    CHECK(rows.front().time - rows.back().time >= 18 * kDay);
}

TEST_CASE_FIXTURE(Fixture, "a signature that was missed once stays missed, for that account") {
    Ledger ledger(database);
    const Address me = address("bob@example.org"), alice = address("alice@example.com");
    const Bytes message = sha256(as_view("m"));
    CHECK(ledger.missed_in(me, message).value() == Missed::no);
    REQUIRE(ledger.note_missed(me, alice, message, kNow));
    REQUIRE(ledger.note_missed(me, alice, message, kNow + kDay));
    CHECK(ledger.missed_in(me, message).value() == Missed::yes);
    CHECK(ledger.missed_in(alice, message).value() == Missed::no);
    CHECK(ledger.missed(me, alice, kNow - kDay, kNow).value() == std::vector<UnixTime>{kNow});
}

TEST_CASE_FIXTURE(Fixture, "what the sender was asked about stays genuine, for that account") {
    Ledger ledger(database);
    const Address me = address("bob@example.org"), alice = address("alice@example.com");
    const Bytes missed = sha256(as_view("m")), other = sha256(as_view("n"));
    REQUIRE(ledger.note_missed(me, alice, missed, kNow));
    for (const Bytes& message : {missed, other}) {
        REQUIRE(ledger.note_genuine(me, message));
        REQUIRE(ledger.note_missed(me, alice, message, kNow + kDay));
        CHECK(ledger.missed_in(me, message).value() == Missed::genuine);
        CHECK(ledger.missed_in(alice, message).value() == Missed::no);
    }
    CHECK(ledger.missed(me, alice, kNow - kDay, kNow + kDay).value() ==
          std::vector<UnixTime>{kNow});
}

TEST_CASE_FIXTURE(Fixture, "missed signatures are told of one sender and one time, latest first") {
    Ledger ledger(database);
    const Address me = address("bob@example.org"), alice = address("alice@example.com");
    const auto miss = [&](const std::optional<Address>& sender, const char* name, int days) {
        REQUIRE(ledger.note_missed(me, sender, sha256(as_view(name)), kNow + days * kDay));
    };
    miss(alice, "first", 0);
    miss(alice, "second", 1);
    miss(alice, "third", 2);
    miss(address("carol@example.com"), "another's", 1);
    miss(std::nullopt, "a list's", 1);
    CHECK(ledger.missed(me, alice, kNow, kNow + 2 * kDay).value() ==
          std::vector<UnixTime>{kNow + 2 * kDay, kNow + kDay});
    CHECK(ledger.missed(me, alice, kNow - kDay, kNow + kDay).value() ==
          std::vector<UnixTime>{kNow + kDay, kNow});
    CHECK(ledger.missed(alice, alice, kNow - kDay, kNow + kDay)->empty());
}

TEST_CASE_FIXTURE(Fixture,
                  "E-24 what a program opens is remembered from its owner's newest saying") {
    const Ca root = Ca::root("R", {.key = support::KeyType::p256});
    const Ca alice = root.leaf("alice@example.com", {.key = support::KeyType::p256});
    REQUIRE(
        people.add({alice.certificate, {}, Source::mail, kNow}, {address("alice@example.com")}));
    const auto opens = [&] {
        return people.certificates_for(address("alice@example.com")).value().at(0).opens;
    };
    CHECK(opens().empty());
    REQUIRE(people.note_capabilities(*alice.certificate, {"AES-256-GCM", "AES-256-CBC"}, kNow));
    CHECK(opens() == std::vector<std::string>{"AES-256-GCM", "AES-256-CBC"});
    REQUIRE(people.note_capabilities(*alice.certificate, {"3DES-CBC"}, kNow - kDay));
    CHECK(opens().size() == 2);
    REQUIRE(people.note_capabilities(*alice.certificate, {"AES-128-CBC"}, kNow + kDay));
    CHECK(opens() == std::vector<std::string>{"AES-128-CBC"});
    CHECK(people.forget(address("alice@example.com")).value());
    REQUIRE(
        people.add({alice.certificate, {}, Source::mail, kNow}, {address("alice@example.com")}));
    CHECK(opens().empty());
}

TEST_CASE_FIXTURE(Fixture,
                  "a file of the first version is brought up to date and keeps what it has") {
    std::filesystem::create_directories(folder.file("data"));
    sqlite3* old = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &old) == SQLITE_OK);
    const std::string sql = std::string(kFirstSchema) +
                            "INSERT INTO verified VALUES (x'00', 5); PRAGMA user_version = 1;";
    REQUIRE(sqlite3_exec(old, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(old);
    CHECK(people.first_verified(Bytes{0}).value() == UnixTime(std::chrono::seconds(5)));
    CHECK(Ledger(database).missed_in(address("a@b.c"), Bytes{0}).value() == Missed::no);
}

TEST_CASE_FIXTURE(Fixture, "a file that is no store is an error that says what to do") {
    std::filesystem::create_directories(folder.file("data"));
    std::ofstream(file) << std::string(5'000, 'x');
    const auto outcome = people.note_verified(sha256(as_view("m")), kNow);
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::people_store);
    CHECK(outcome.error().detail.find(file) != std::string::npos);
    CHECK(outcome.error().detail.find("move the file away") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a file of a newer version is left alone") {
    REQUIRE(people.addresses());
    REQUIRE(database->write([](sqlite3* connection) {
        return Statement(connection, "PRAGMA user_version = 99").run();
    }));
    People another(std::make_shared<Database>(file));
    const auto outcome = another.addresses();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().detail.find("newer version") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a transaction that ends in an error leaves nothing behind") {
    const auto outcome = database->write([](sqlite3* connection) -> Result<void> {
        REQUIRE(Statement(connection, "INSERT INTO prompts VALUES (1)").run());
        return Error{ErrorCode::key_limited, "no", {}};
    });
    CHECK(outcome.error().code == ErrorCode::key_limited);
    REQUIRE(database->read([](sqlite3* connection) {
        Statement rows(connection, "SELECT count(*) FROM prompts");
        CHECK(rows.step());
        CHECK(rows.integer(0) == 0);
        return rows.outcome();
    }));
}
