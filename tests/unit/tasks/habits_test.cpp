// SPDX-License-Identifier: MPL-2.0
#include "tasks/habits.hpp"

#include "people/ledger.hpp"
#include "people_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace sealwright;
using namespace sealwright::support;

namespace {

constexpr std::chrono::hours kDay{24};

/// Bob's inbox; Alice has written to him `count` signed mails, three days apart.
struct Inbox : PeopleWorld {
    int number = 0;

    Inbox() { services.ledger = std::make_shared<people::Ledger>(database); }

    std::string head(const std::string& from = "Alice <alice@example.com>",
                     const std::string& extra = "") {
        return fields(world, from,
                      "Message-ID: <" + std::to_string(++number) + "@example.com>\r\n" + extra);
    }
    tasks::Reading receive_before(std::chrono::hours ago, const std::string& mail,
                                  tasks::KeysAllowed keys = tasks::KeysAllowed::no) {
        auto options = received();
        options.context.received = world.now - ago;
        options.keys = keys;
        return receive(mail, options);
    }
    std::string signed_mail() { return head() + signed_opaque(world, world.alice, text_entity()); }
    void let_alice_write(int count) {
        for (int i = count; i > 0; --i) {
            const auto reading = receive_before(i * 3 * kDay, signed_mail());
            REQUIRE(reading.verdict.signature == SignatureState::verified);
        }
    }
    /// Bob has asked her by telephone.
    void confirm(const std::string& mail) {
        REQUIRE(tasks::note_genuine(as_view(mail), received().context, services));
    }
    [[nodiscard]] std::size_t rows() const {
        const Address bob = parse_address("bob@example.org").value();
        const Address alice = parse_address("alice@example.com").value();
        return services.ledger->before(bob, alice, Bytes(), world.now + kDay)->size();
    }
};

const std::string kAlice = "Alice <alice@example.com>";

/// More parts than we look at; programs that show mail show it all the same.
std::string over_a_limit() {
    std::string entity = "Content-Type: multipart/mixed; boundary=x\r\n\r\n";
    for (int i = 0; i < 1'001; ++i) entity += "--x\r\n\r\nurgent\r\n";
    return entity + "--x--\r\n";
}

bool has(const tasks::Reading& reading, Flag flag) {
    const auto& flags = reading.verdict.flags;
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

bool missed(const tasks::Reading& reading) {
    return has(reading, Flag::unexpectedly_unsigned);
}

bool asked(const tasks::Reading& reading) {
    return reading.verdict.findings.has(Reason::sender_asked);
}

bool told(const tasks::Reading& reading) {
    return reading.verdict.findings.has(Reason::sender_usually_signs);
}

}  // namespace

TEST_CASE_FIXTURE(Inbox, "E-69 a habitual signer's unsigned mail is R-1, each time it is opened") {
    let_alice_write(10);
    const std::string unsigned_mail = head() + text_entity("urgent\r\n");
    const auto reading = receive(unsigned_mail);
    CHECK(reading.verdict.signature == SignatureState::none);
    CHECK(missed(reading));
    CHECK(missed(receive(unsigned_mail)));
    for (int i = 0; i < 25; ++i) receive(signed_mail());
    CHECK(missed(receive(unsigned_mail)));
    CHECK_FALSE(missed(receive(signed_mail())));
}

TEST_CASE_FIXTURE(Inbox, "E-69b a signature that proves nothing is no way round R-1") {
    let_alice_write(10);
    std::string broken = head() + signed_detached(world, world.alice, text_entity());
    broken.replace(broken.find("Alice."), 5, "Mallo");
    auto reading = receive(broken);
    CHECK(reading.verdict.signature == SignatureState::broken);
    CHECK(missed(reading));

    const Ca self = Ca::root("alice@example.com", {.addresses = {"alice@example.com"}});
    reading = receive(head() + signed_opaque(world, self, text_entity()));
    CHECK(reading.verdict.signature == SignatureState::unknown_issuer);
    CHECK(missed(reading));
    CHECK(has(reading, Flag::new_key));
}

TEST_CASE_FIXTURE(Inbox, "E-69b anyone can encrypt: what opens and is not signed is R-1") {
    let_alice_write(10);
    const std::string mail = head() + encrypted(world, text_entity());
    const auto closed = receive(mail);
    CHECK(closed.verdict.encryption == EncryptionState::locked);
    CHECK_FALSE(missed(closed));
    const auto opened = receive_before({}, mail, tasks::KeysAllowed::yes);
    CHECK(opened.verdict.encryption == EncryptionState::secret);
    CHECK(missed(opened));
    const std::string inside = signed_opaque(world, world.alice, text_entity());
    CHECK_FALSE(
        missed(receive_before({}, head() + encrypted(world, inside), tasks::KeysAllowed::yes)));
}

TEST_CASE_FIXTURE(Inbox, "E-69b lists and automatic answers move R-1 to the details, never away") {
    let_alice_write(10);
    for (const char* field :
         {"List-Id: <list.example.com>\r\n", "Auto-Submitted: auto-replied\r\n"}) {
        const auto reading = receive(head("Alice <alice@example.com>", field) + text_entity());
        CHECK_FALSE(missed(reading));
        CHECK(told(reading));
    }
    const auto reading =
        receive(head("Alice <alice@example.com>", "Auto-Submitted: no\r\n") + text_entity());
    CHECK(missed(reading));
}

TEST_CASE_FIXTURE(Inbox,
                  "E-69b an odd From is no way round R-1, for any mailbox somebody reads in it") {
    let_alice_write(10);
    for (const char* from :
         {"alice@example.com <alice@example.com>", "Alice [x] <alice@example.com>",
          "Carol <carol@example.com>, Alice <alice@example.com>", "Board: alice@example.com;",
          "carol@example.com\r\nFrom: alice@example.com",
          "alice@example.com\r\nFrom: carol@example.com", "<alice@example.com> <x@example.com>",
          "Alice alice@example.com", "\"Alice\" alice@example.com", "alice@example.com, nobody"}) {
        CAPTURE(from);
        CHECK(missed(receive(head(from) + text_entity())));
    }
    std::string crowd;
    for (int i = 0; i < 300; ++i) crowd += std::to_string(i) + "@example.net, ";
    CHECK(missed(receive(head(crowd + "alice@example.com") + text_entity())));
    CHECK_FALSE(missed(receive(head("Carol [x] <carol@example.com>") + text_entity())));
}

TEST_CASE_FIXTURE(Inbox, "what may be from somebody else has no part in a sender's habit") {
    let_alice_write(10);
    const std::size_t before = rows();
    receive(head("Alice <alice@example.com>, Carol <carol@example.com>") + text_entity());
    receive(head("Alice [x] <alice@example.com>") + text_entity());
    CHECK(rows() == before);
}

TEST_CASE_FIXTURE(Inbox, "E-69b a message beyond a limit is R-1 too, and shows whom it is from") {
    let_alice_write(10);
    const auto reading = receive(head() + over_a_limit());
    CHECK(reading.verdict.signature == SignatureState::unsupported);
    CHECK(reading.verdict.encryption == EncryptionState::refused);
    CHECK(missed(reading));
    REQUIRE(reading.fields.from.size() == 1);
    CHECK(reading.fields.from[0].address == "alice@example.com");
    CHECK(reading.fields.subject == "Greetings");
    std::string many;
    for (int i = 0; i < 2'001; ++i) many += "X-Filler: x\r\n";
    CHECK(missed(receive(many + head() + text_entity())));
    CHECK_FALSE(missed(receive(head("Carol <carol@example.com>") + over_a_limit())));
}

TEST_CASE_FIXTURE(Inbox, "E-69 lists, machines and forgers cannot wear a habit down") {
    let_alice_write(10);
    auto options = received();
    options.context.servers = {"mx.example.org"};
    for (int i = 0; i < 12; ++i) {
        for (const char* field :
             {"List-Id: <list.example.com>\r\n", "Auto-Submitted: auto-generated\r\n",
              "Authentication-Results: mx.example.org; dmarc=fail\r\n"})
            receive(head(kAlice, field) + text_entity(), options);
    }
    CHECK(missed(receive(head() + text_entity())));
}

TEST_CASE_FIXTURE(Inbox,
                  "E-69 nor can unsigned mail that was warned of, however much of it comes") {
    let_alice_write(10);
    const auto write_unsigned = [this](int day) {
        return missed(receive_before(-day * kDay, head() + text_entity()));
    };
    SUBCASE("in one day") {
        for (int i = 0; i < 40; ++i) CHECK(write_unsigned(1));
    }
    SUBCASE("in half a year, while the sender goes on to sign now and then") {
        for (int day = 1; day < 180; day += 3) {
            CHECK(write_unsigned(day));
            if (day % 39 == 1) receive_before(-day * kDay, signed_mail());
        }
    }
    SUBCASE("from lists for half a year") {
        for (int day = 1; day < 180; day += 10)
            receive_before(-day * kDay, head(kAlice, "List-Id: <l>\r\n") + text_entity());
        CHECK(write_unsigned(180));
    }
}

TEST_CASE_FIXTURE(
    Inbox, "who really stops signing is missed for eight weeks, and what was missed stays so") {
    let_alice_write(10);
    const std::string first = head() + text_entity();
    CHECK(missed(receive_before(-1 * kDay, first)));
    for (int day = 8; day <= 57; day += 7)
        CHECK(missed(receive_before(-day * kDay, head() + text_entity())));
    CHECK_FALSE(missed(receive_before(-64 * kDay, head() + text_entity())));
    CHECK(missed(receive_before(-1 * kDay, first)));
}

TEST_CASE_FIXTURE(Inbox, "E-69c four signed mails on one day are no habit") {
    for (int i = 0; i < 4; ++i) receive(signed_mail());
    const auto reading = receive(head() + text_entity());
    CHECK_FALSE(missed(reading));
    CHECK_FALSE(told(reading));
}

TEST_CASE_FIXTURE(Inbox, "E-69d signatures that anybody can make do not change the ledger") {
    let_alice_write(10);
    const std::size_t before = rows();
    const Ca self = Ca::root("alice@example.com", {.addresses = {"alice@example.com"}});
    const std::string forged = signed_opaque(world, self, text_entity());
    for (int i = 0; i < 20; ++i) {
        const auto reading = receive(head() + forged);
        CHECK(reading.verdict.signature == SignatureState::unknown_issuer);
    }
    CHECK(rows() == before);
    CHECK(missed(receive(head() + text_entity())));
}

TEST_CASE_FIXTURE(Inbox, "mail from before the habit is not missed for it") {
    let_alice_write(10);
    CHECK_FALSE(missed(receive_before(60 * kDay, head() + text_entity())));
}

TEST_CASE_FIXTURE(
    Inbox, "a signer's other certificate is R-2 on its first mail, with the old one's issuer") {
    let_alice_write(2);
    const Ca renewed = world.inter.leaf("alice@example.com", {.key = KeyType::p256});
    const std::string mail = head() + signed_opaque(world, renewed, text_entity());
    const auto reading = receive(mail);
    CHECK(reading.verdict.signature == SignatureState::verified);
    CHECK(has(reading, Flag::new_key));
    const auto& list = reading.verdict.findings.list();
    const auto said = std::find_if(list.begin(), list.end(), [](const Finding& finding) {
        return finding.reason == Reason::sender_new_certificate;
    });
    REQUIRE(said != list.end());
    CHECK(said->args.at(1) == "Inter I");
    CHECK(has(receive(mail), Flag::new_key));
    CHECK_FALSE(has(receive(head() + signed_opaque(world, renewed, text_entity())), Flag::new_key));
    CHECK_FALSE(has(receive(signed_mail()), Flag::new_key));
}

TEST_CASE_FIXTURE(Inbox, "an odd From is no way round R-3 either") {
    let_alice_write(10);
    CHECK(has(receive(head("Alice <mallory@example.net>, x@example.net") + text_entity()),
              Flag::misleading_name));
}

TEST_CASE_FIXTURE(Inbox, "whoever takes a habitual signer's name or nearly its address is R-3") {
    let_alice_write(10);
    CHECK(has(receive(head("Alice <mallory@example.net>") + text_entity()), Flag::misleading_name));
    CHECK(has(receive(head("alise@example.com") + text_entity()), Flag::misleading_name));
    CHECK_FALSE(
        has(receive(head("Carol <carol@example.net>") + text_entity()), Flag::misleading_name));
    CHECK_FALSE(has(receive(signed_mail()), Flag::misleading_name));
}

TEST_CASE_FIXTURE(Inbox, "what is junk, sent or merely looked at has no part in any habit") {
    let_alice_write(10);
    const std::size_t before = rows();
    for (const auto folder : {tasks::Folder::junk, tasks::Folder::sent}) {
        auto options = received();
        options.context.folder = folder;
        CHECK_FALSE(missed(receive(head() + text_entity(), options)));
    }
    CHECK_FALSE(missed(receive(head() + text_entity(), {})));
    CHECK(rows() == before);
}

TEST_CASE_FIXTURE(Inbox,
                  "the time a server wrote on top is when a message came, if nobody says more") {
    auto options = received();
    options.context.received.reset();
    const std::string stamp =
        "Received: from a by mx.example.org; Mon, 2 Mar 2026 10:00:00 +0000\r\n";
    receive(head("Alice <alice@example.com>", stamp) + text_entity(), options);
    CHECK(rows() == 1);
    receive(head() + text_entity(), options);
    CHECK(rows() == 1);
}

TEST_CASE_FIXTURE(Inbox, "E-68 a server's DMARC result raises R-6, and never a state") {
    const auto read = [this](const std::string& result, const std::string& entity) {
        auto options = received();
        options.context.servers = {"mx.example.org"};
        const std::string field =
            "Authentication-Results: mx.example.org; dmarc=" + result + "\r\n";
        return receive(head("Alice <alice@example.com>", field) + entity, options);
    };
    const std::string signed_entity = signed_opaque(world, world.alice, text_entity());
    const auto failed = read("fail", text_entity());
    CHECK(has(failed, Flag::dmarc_fail));
    CHECK(failed.verdict.signature == SignatureState::none);
    const auto passed = read("pass", text_entity());
    CHECK_FALSE(has(passed, Flag::dmarc_fail));
    CHECK(passed.verdict.signature == SignatureState::none);
    CHECK(passed.verdict.summary == Summary::unprotected);
    CHECK(passed.verdict.findings.has(Reason::transport_dmarc_pass));
    const auto proven = read("fail", signed_entity);
    CHECK(proven.verdict.signature == SignatureState::verified);
    CHECK_FALSE(has(proven, Flag::dmarc_fail));
    CHECK(proven.verdict.findings.has(Reason::transport_dmarc_fail));
}

TEST_CASE_FIXTURE(Inbox, "a glance at the header misses the signature as the whole message does") {
    let_alice_write(10);
    const std::string block = head() + "Content-Type: text/plain\r\n\r\n";
    const auto reading = tasks::glance(as_view(block), received().context, services);
    REQUIRE(reading);
    CHECK(missed(*reading));
    const std::size_t before = rows();
    CHECK(missed(receive(block + "urgent\r\n")));
    CHECK(rows() == before);
}

TEST_CASE_FIXTURE(
    Inbox, "E-69 nothing is missed in a message whose sender was asked, and in others as before") {
    let_alice_write(10);
    const std::string asked_about = head() + text_entity(), other = head() + text_entity();
    CHECK(missed(receive(asked_about)));
    const std::size_t before = rows();
    confirm(asked_about);
    const auto reading = receive(asked_about);
    CHECK_FALSE(missed(reading));
    CHECK_FALSE(told(reading));
    CHECK(asked(reading));
    CHECK(reading.verdict.signature == SignatureState::none);
    CHECK(rows() == before + 1);
    CHECK(missed(receive(other)));
    CHECK_FALSE(asked(receive(other)));
}

TEST_CASE_FIXTURE(Inbox, "E-69 asking the sender makes no signature better") {
    let_alice_write(10);
    std::string broken = head() + signed_detached(world, world.alice, text_entity());
    broken.replace(broken.find("Alice."), 5, "Mallo");
    const std::string endless = head() + over_a_limit();
    for (const std::string& mail : {broken, endless}) {
        const auto before = receive(mail);
        CHECK(missed(before));
        confirm(mail);
        const auto after = receive(mail);
        CHECK_FALSE(missed(after));
        CHECK(after.verdict.signature == before.verdict.signature);
        CHECK(after.verdict.summary == before.verdict.summary);
    }
}

TEST_CASE_FIXTURE(
    Inbox, "E-69 messages that the sender owned up to count as unsigned: with them a habit ends") {
    let_alice_write(10);
    for (int i = 0; i < 2; ++i) {
        const std::string mail = head() + text_entity();
        CHECK(missed(receive(mail)));
        confirm(mail);
        receive(mail);
    }
    CHECK(missed(receive(head() + text_entity())));
    const std::string third = head() + text_entity();
    confirm(third);
    receive(third);
    CHECK_FALSE(missed(receive(head() + text_entity())));
}

TEST_CASE_FIXTURE(Inbox, "what cannot be remembered of a sender who was asked is an error") {
    CHECK(tasks::note_genuine(as_view("From: a@b.example\r\n\r\n"), {}, services).error().code ==
          ErrorCode::request_malformed);
    services.ledger = nullptr;
    CHECK(tasks::note_genuine(as_view("From: a@b.example\r\n\r\n"), received().context, services)
              .error()
              .code == ErrorCode::people_store);
}
