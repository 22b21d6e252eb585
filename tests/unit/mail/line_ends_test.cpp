// SPDX-License-Identifier: MPL-2.0
#include "mail/structure.hpp"
#include "message_text.hpp"

namespace sealwright::mail {
namespace {

const std::string kSigned =
    "From: a@example.org\n"
    "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\n"
    "\n--b\nContent-Type: text/plain\n\nHello \n\n--b\n"
    "Content-Type: application/pkcs7-signature\n\nAAAA\n--b--\n";

}  // namespace

TEST_CASE("E-06 a message with LF alone has the same parts, as they are, and says so") {
    const Parsed mail(kSigned);
    CHECK(mail.message().has_bare_lf);
    CHECK(mail.findings().passed(Check::V_02));
    REQUIRE(mail.root().parts.size() == 2);
    CHECK(mail.whole(mail.root().parts[0]) == "Content-Type: text/plain\n\nHello \n");
}

TEST_CASE("a message with CRLF throughout has no bare LF") {
    const Parsed mail(crlf(kSigned));
    CHECK_FALSE(mail.message().has_bare_lf);
    CHECK(mail.whole(mail.root().parts.at(0)) == crlf("Content-Type: text/plain\n\nHello \n"));
}

TEST_CASE("lines that an offline store puts in front are in no range and no finding") {
    const std::string front =
        "From - Mon Jan  1 00:00:00 2024\nX-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n"
        "x-mozilla-keys: $label1        \n";
    const Parsed mail(front + crlf(kSigned));
    CHECK_FALSE(mail.message().has_bare_lf);
    CHECK(mail.findings().passed(Check::V_02));
    CHECK(mail.root().whole.begin == front.size());
    CHECK(mail.whole(mail.root()) == crlf(kSigned));
    CHECK(mail.root().count("X-Mozilla-Status") == 0);
    CHECK(mail.whole(mail.root().parts.at(0)) == crlf("Content-Type: text/plain\n\nHello \n"));
}

TEST_CASE("an entity has no lines in front to skip") {
    const std::string text = "X-Mozilla-Status: 0001\r\n\r\nx";
    const auto entity = parse_entity(as_view(text));
    REQUIRE(entity.ok());
    CHECK(entity->root.count("X-Mozilla-Status") == 1);
}

TEST_CASE("one bare LF among CRLF is seen wherever it stands") {
    const std::string text = crlf(kSigned);
    for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos; at += 2) {
        std::string changed = text;
        changed.erase(at, 1);
        CAPTURE(at);
        CHECK(Parsed(changed).message().has_bare_lf);
    }
}

}  // namespace sealwright::mail
