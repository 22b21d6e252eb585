// SPDX-License-Identifier: MPL-2.0
#include "message_text.hpp"

namespace sealwright::mail {

TEST_CASE("a message without parts is its header block and its body") {
    const Parsed mail(crlf("From: a@example.org\nSubject: x\n\nHello\n"));
    CHECK(mail.whole(mail.root()) == mail.text);
    CHECK(mail.at(mail.root().header) == crlf("From: a@example.org\nSubject: x\n"));
    CHECK(mail.body(mail.root()) == "Hello\r\n");
    CHECK(mail.root().parts.empty());
}

TEST_CASE("the line break before a delimiter belongs to the delimiter") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=b\n\n"
             "preamble\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n\n--b--\nepilogue\n"));
    REQUIRE(mail.root().parts.size() == 2);
    CHECK(mail.whole(mail.root().parts[0]) == "\r\none");
    CHECK(mail.whole(mail.root().parts[1]) == crlf("Content-Type: text/html\n\ntwo\n"));
    CHECK(mail.body(mail.root().parts[1]) == "two\r\n");
    CHECK(mail.root().closed);
}

TEST_CASE(
    "E-05 trailing spaces, dashed lines and a last line without its own end stay in the part") {
    const std::string part =
        crlf("Content-Type: text/plain\n\ntrailing  \n-- \n--bb\n--\n -- b\nend");
    const Parsed mail("Content-Type: multipart/signed; boundary=\"b-1\"\r\n\r\n--b-1\r\n" + part +
                      "\r\n--b-1\r\n\r\nsignature\r\n--b-1--\r\n");
    REQUIRE(mail.root().parts.size() == 2);
    CHECK(mail.whole(mail.root().parts[0]) == part);
}

TEST_CASE("a part without header block starts with its empty line") {
    const Parsed mail(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n"));
    REQUIRE(mail.root().parts.size() == 1);
    CHECK(mail.root().parts[0].header.size() == 0);
    CHECK(mail.body(mail.root().parts[0]) == "x");
}

TEST_CASE("a part that is a header block only ends before the line break of the delimiter") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\nA: 1\n--b\nA: 2\n\n--b--\n"));
    REQUIRE(mail.root().parts.size() == 2);
    CHECK(mail.whole(mail.root().parts[0]) == "A: 1");
    CHECK(mail.at(mail.root().parts[0].fields.at(0).whole) == "A: 1");
    CHECK(mail.whole(mail.root().parts[1]) == "A: 2\r\n");
    CHECK(mail.body(mail.root().parts[1]).empty());
}

TEST_CASE("two delimiters in a row enclose an empty part") {
    const Parsed mail(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\n--b--\n"));
    REQUIRE(mail.root().parts.size() == 2);
    CHECK(mail.whole(mail.root().parts[0]).empty());
    CHECK(mail.whole(mail.root().parts[1]).empty());
}

TEST_CASE("nested multiparts are ranges of their parents") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=outer\n\n--outer\n"
             "Content-Type: multipart/alternative; boundary=inner\n\n--inner\n\nplain\n"
             "--inner\nContent-Type: text/html\n\n<p>\n--inner--\n\n--outer\n\nlast\n--outer--"));
    REQUIRE(mail.root().parts.size() == 2);
    const Entity& inner = mail.root().parts[0];
    REQUIRE(inner.parts.size() == 2);
    CHECK(mail.body(inner.parts[0]) == "plain");
    CHECK(mail.body(inner.parts[1]) == "<p>");
    CHECK(mail.whole(inner).ends_with("--inner--\r\n"));
    CHECK(mail.body(mail.root().parts[1]) == "last");
    CHECK(mail.findings().passed(Check::V_05));
}

TEST_CASE("a forwarded message stays a leaf, also by the default of a digest") {
    const Parsed mail(
        crlf("Content-Type: multipart/digest; boundary=b\n\n--b\n\n"
             "Content-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--c--\n--b--\n"));
    REQUIRE(mail.root().parts.size() == 1);
    CHECK(mail.root().parts[0].type.is("message/rfc822"));
    CHECK(mail.root().parts[0].parts.empty());
}

TEST_CASE("an outer delimiter ends inner multiparts that were not closed") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=outer\n\n--outer\n"
             "Content-Type: multipart/mixed; boundary=inner\n\n--inner\n\nx\n--outer--\n"));
    const Entity& inner = mail.root().parts.at(0);
    CHECK_FALSE(inner.closed);
    CHECK(mail.body(inner.parts.at(0)) == "x");
    CHECK(mail.findings().failed(Check::V_05));
    CHECK(mail.findings().has(Reason::mail_unclosed));
}

TEST_CASE("empty input is an empty entity") {
    const Parsed mail("");
    CHECK(mail.root().whole == Range{0, 0});
    CHECK(mail.root().type.is("text/plain"));
}

}  // namespace sealwright::mail
