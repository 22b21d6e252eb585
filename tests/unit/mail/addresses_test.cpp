// SPDX-License-Identifier: MPL-2.0
#include "mail/addresses.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

namespace sealwright::mail {
namespace {

Mailbox only(std::string_view value) {
    const MailboxList list = parse_mailboxes(value);
    CAPTURE(value);
    REQUIRE(list.mailboxes.size() == 1);
    CHECK(list.clean);
    return list.mailboxes[0];
}

std::string address(const Mailbox& mailbox) {
    return mailbox.address ? mailbox.address->text() : "none";
}

}  // namespace

TEST_CASE("RFC 5322 A.1.1 and A.1.2: names and addresses of all common forms") {
    CHECK(address(only("john.q.public@example.com")) == "john.q.public@example.com");
    CHECK(only("John Doe <jdoe@machine.example>").name == "John Doe");
    CHECK(only("\"Joe Q. Public\" <john.q.public@example.com>").name == "Joe Q. Public");
    CHECK(only("Joe Q. Public <john.q.public@example.com>").name == "Joe Q. Public");
    CHECK(only("\"Giant; \\\"Big\\\" Box\" <sysservices@example.net>").name ==
          "Giant; \"Big\" Box");
    CHECK(only("<boss@nil.test>").addr_spec == "boss@nil.test");
}

TEST_CASE("RFC 5322 A.1.3: groups give their members, in order") {
    const auto list =
        parse_mailboxes("A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;");
    REQUIRE(list.mailboxes.size() == 3);
    CHECK(list.clean);
    CHECK(list.mailboxes[0].name == "Ed Jones");
    CHECK(list.mailboxes[1].addr_spec == "joe@where.test");
    CHECK(parse_mailboxes("Undisclosed recipients:;").mailboxes.empty());
    CHECK(parse_mailboxes("Undisclosed recipients:;").clean);
}

TEST_CASE("C-16 a group is told apart from the mailboxes in it, and its name is kept") {
    const auto group = parse_mailboxes("=?utf-8?Q?Board_of?= Directors: m@evil.test;");
    CHECK(group.grouped);
    CHECK(group.beside == std::vector<std::string>{"Board of Directors"});
    CHECK_FALSE(parse_mailboxes("m@evil.test").grouped);
    CHECK(parse_mailboxes("\"CEO <ceo@corp.example>\": m@evil.test;").beside ==
          std::vector<std::string>{"CEO <ceo@corp.example>"});
}

TEST_CASE("an address that is its own name without quotes is one address to every reader") {
    for (const std::string_view value :
         {"m@evil.test <m@evil.test>", "M@Evil.Test <m@evil.test>",
          "m@evil.test (work) <m@evil.test>", "=?utf-8?Q?m=40evil.test?= <m@evil.test>"}) {
        const Mailbox own = only(value);
        CHECK(address(own) == "m@evil.test");
        CHECK(equal_ignoring_case(own.name, "m@evil.test"));
    }
    for (const std::string_view value :
         {"m@evil.test x@evil.test <m@evil.test>", "m @evil.test <m@evil.test>",
          "m@evil.test <m@evil.test> m@evil.test", "nobody <nobody>", "m@evil.test <>"}) {
        CAPTURE(value);
        CHECK_FALSE(parse_mailboxes(value).clean);
    }
}

TEST_CASE("fields of one name are read together, and two of them are not clean") {
    const std::string text =
        "From: a@example.com\r\nfrom: b@example.com, Alice <c@example.com>\r\nTo: d@d.test\r\n\r\n";
    const auto message = parse_message(as_view(text));
    REQUIRE(message);
    const auto from = mailboxes_in(message->root, "From");
    REQUIRE(from.mailboxes.size() == 3);
    CHECK(address(from.mailboxes[2]) == "c@example.com");
    CHECK_FALSE(from.clean);
    CHECK(mailboxes_in(message->root, "To").clean);
    CHECK(mailboxes_in(message->root, "Cc").clean);
    CHECK(mailboxes_in(message->root, "Cc").mailboxes.empty());
}

TEST_CASE("RFC 5322 A.5: comments are no part of names or addresses") {
    const Mailbox pete = only("Pete(A nice \\) chap) <pete@silly.test> (his account (and more))");
    CHECK(pete.name == "Pete");
    CHECK(pete.addr_spec == "pete@silly.test");
    const auto list =
        parse_mailboxes("Pete(A nice \\) chap) <pete@silly.test> (his (=?utf-8?Q?=C3=BC?=))");
    REQUIRE(list.beside.size() == 2);
    CHECK(list.beside[0].find("A nice   chap") != std::string::npos);
    CHECK(list.beside[1].find("\xC3\xBC") != std::string::npos);
}

TEST_CASE("E-38 a From in capitals is the address of a certificate in small letters") {
    CHECK(address(only("Alice@EXAMPLE.com")) == "alice@example.com");
    CHECK(address(only("alice@m\xC3\xBCnchen.example")) == "alice@xn--mnchen-3ya.example");
}

TEST_CASE("E-39 a From with two mailboxes gives both; an absent one gives none") {
    const auto list = parse_mailboxes("Alice <alice@example.com>, Bob <bob@example.com>");
    REQUIRE(list.mailboxes.size() == 2);
    CHECK(address(list.mailboxes[0]) == "alice@example.com");
    CHECK(address(list.mailboxes[1]) == "bob@example.com");
    CHECK(parse_mailboxes("").mailboxes.empty());
}

TEST_CASE("E-40 an address with a local part beyond ASCII is kept octet for octet") {
    const std::string russian =
        "\xD0\xBF\xD0\xBE\xD0\xBB\xD1\x8C\xD0\xB7\xD0\xBE\xD0\xB2\xD0\xB0\xD1\x82\xD0\xB5\xD0\xBB"
        "\xD1\x8C@example.com";
    CHECK(address(only("<" + russian + ">")) == russian);
    const std::string composed = "\xC3\xA9@example.com", decomposed = "e\xCC\x81@example.com";
    CHECK(address(only(composed)) != address(only(decomposed)));
}

TEST_CASE("E-41 an address in a display name never becomes the address") {
    const Mailbox quoted = only("\"alice@example.com\" <m@evil.test>");
    CHECK(quoted.name == "alice@example.com");
    CHECK(address(quoted) == "m@evil.test");
    const Mailbox encoded = only("=?utf-8?Q?Alice_=3Calice=40example.com=3E?= <m@evil.test>");
    CHECK(encoded.name == "Alice <alice@example.com>");
    CHECK(address(encoded) == "m@evil.test");
    const Mailbox comment = only("(<alice@example.com>) m@evil.test");
    CHECK(address(comment) == "m@evil.test");
}

TEST_CASE("C-16 forms that two readers read differently are not clean") {
    for (const std::string_view value : {"alice@example.com <m@evil.test>",
                                         "<alice@example.com> <m@evil.test>",
                                         "<m@evil.test> alice@example.com",
                                         "<m@evil.test> Alice",
                                         "alice@example.com m@evil.test",
                                         "alice(c)@example.com",
                                         "alice @example.com",
                                         "<@a.test,@b.test:m@evil.test>",
                                         "Group: a@example.com",
                                         "a@example.com;",
                                         ": a@example.com",
                                         "a@example.com,,b@b.test",
                                         "Doe, John <j@example.com>",
                                         "<a@example.com",
                                         "a@example.com>",
                                         "<>",
                                         "\"a@example.com",
                                         "(a@example.com",
                                         "a@example.com (",
                                         "a@b@example.com",
                                         "a\\@example.com",
                                         "alice@example.com.",
                                         "<<a@example.com>>",
                                         "[a@example.com",
                                         "x) a@example.com",
                                         "a: b: c@example.com;;",
                                         "alice\x01@example.com"}) {
        CAPTURE(value);
        CHECK_FALSE(parse_mailboxes(value).clean);
    }
}

TEST_CASE("an obsolete route is skipped") {
    const auto list = parse_mailboxes("Mary <@node.test,@relay.test:mary@example.net>");
    REQUIRE(list.mailboxes.size() == 1);
    CHECK(list.mailboxes[0].addr_spec == "mary@example.net");
}

TEST_CASE("a quoted local part is an address, in the form without quotes where it may be") {
    CHECK(only("\"john doe\"@example.com").addr_spec == "\"john doe\"@example.com");
    CHECK(address(only("\"john\"@example.com")) == "john@example.com");
    CHECK(address(only("a@[192.0.2.1]")) == "a@[192.0.2.1]");
}

TEST_CASE("E-65 a display name is shown without control and direction characters") {
    const Mailbox mailbox = only("=?utf-8?Q?VALID=0ASIGNATURE_=E2=80=AEelbat=07?= <m@evil.test>");
    CHECK(mailbox.name == "VALID SIGNATURE elbat");
    CHECK(only("\"" + std::string(1'000, 'x') + "\" <a@example.org>").name.size() < 300);
}

TEST_CASE("a malformed mailbox stays visible without an address") {
    const auto list = parse_mailboxes("nobody");
    REQUIRE(list.mailboxes.size() == 1);
    CHECK_FALSE(list.clean);
    CHECK(list.mailboxes[0].addr_spec == "nobody");
    CHECK_FALSE(list.mailboxes[0].address);
}

TEST_CASE("comments nest without end and without recursion") {
    CHECK_FALSE(parse_mailboxes(std::string(1'000'000, '(')).clean);
}

}  // namespace sealwright::mail
