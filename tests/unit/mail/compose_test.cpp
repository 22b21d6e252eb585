// SPDX-License-Identifier: MPL-2.0
#include "mail/compose.hpp"

#include "base/base64.hpp"
#include "mail/leaves.hpp"
#include "mail/structure.hpp"
#include "message_text.hpp"

#include <algorithm>

namespace sealwright::mail {
namespace {

std::string signable(const std::string& text) {
    const auto entity = entity_to_sign(as_view(text));
    REQUIRE_MESSAGE(entity.ok(), entity.error().detail);
    return std::string(as_text(*entity));
}

/// The rules of G.12, line by line.
void check_form(const std::string& text, std::size_t most = 998) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t lf = text.find('\n', at);
        const std::size_t end = lf == std::string::npos ? text.size() : lf;
        std::string line = text.substr(at, end - at);
        if (lf != std::string::npos) {
            REQUIRE(line.ends_with('\r'));
            line.pop_back();
        }
        CAPTURE(line);
        CHECK(line.find('\r') == std::string::npos);
        CHECK(line.size() <= most);
        CHECK_FALSE(line.starts_with("From "));
        CHECK_FALSE(line.ends_with(' '));
        CHECK_FALSE(line.ends_with('\t'));
        CHECK(std::all_of(line.begin(), line.end(), [](char c) { return c > 0; }));
        at = end + 1;
    }
}

std::string shown_text(const std::string& entity) {
    const auto message = parse_entity(as_view(entity));
    REQUIRE(message.ok());
    std::string all;
    for (const Leaf& leaf : leaves(*message, message->root)) all += as_text(leaf.bytes.view());
    return all;
}

bool is_unreadable(const std::string& text) {
    const auto entity = entity_to_sign(as_view(text));
    return !entity.ok() && entity.error().code == ErrorCode::mail_unreadable;
}

}  // namespace

TEST_CASE("G.12 what is fit stays as it is, without the fields of the message around it") {
    const std::string body = crlf(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        "Content-Type: text/plain\nX-Part: kept\n\nHello\n\n--b\n"
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
        "AAAA\n\n--b--\n");
    CHECK(signable(crlf("From: a@example.org\nSubject: x\nMIME-Version: 1.0\n") + body) ==
          "MIME-Version: 1.0\r\n" + body);
}

TEST_CASE("G.12 line ends become CRLF") {
    CHECK(signable("Content-Type: text/plain\n\none\ntwo\r\nthree") ==
          "Content-Type: text/plain\r\n\r\none\r\ntwo\r\nthree");
}

TEST_CASE("G.12 text that is not fit becomes quoted-printable") {
    for (const std::string body :
         {"gr\xC3\xBC\xC3\x9F"
          "e\r\n",
          "From me\r\n", "-- \r\nsignature\r\n", "tab\t\r\n", "bare\rcr", "end "}) {
        const std::string text = signable(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
            body);
        CAPTURE(text);
        check_form(text);
        CHECK(text.find("Content-Transfer-Encoding: quoted-printable\r\n") != std::string::npos);
        CHECK(text.find("8bit") == std::string::npos);
        CHECK(shown_text(text) == body);
    }
    const std::string long_line(5'000, 'x');
    const std::string text = signable("Content-Type: text/html\r\n\r\n" + long_line);
    check_form(text, 76);
    CHECK(shown_text(text) == long_line);
}

TEST_CASE("G.12 NUL in text is encoded") {
    const std::string body("a\0b", 3);
    const std::string text = signable("Content-Type: text/plain\r\n\r\n" + body);
    check_form(text);
    CHECK(shown_text(text) == body);
}

TEST_CASE("G.12 other content that is not fit becomes base64 with its octets unchanged") {
    const std::string octets = std::string("\x89PNG\r\n\x1A\n\0 ", 10) + "\nFrom \n";
    const std::string text =
        signable("Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n" + octets);
    check_form(text, 76);
    CHECK(text.find("Content-Transfer-Encoding: base64\r\n") != std::string::npos);
    CHECK(shown_text(text) == octets);
}

TEST_CASE("G.12 encoded leaves with long lines are encoded anew") {
    const std::string octets = "one\ntwo\n" + std::string(500, '\xFF');
    const std::string text =
        signable("Content-Type: text/x-script\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                 encode_base64(as_view(octets)));
    check_form(text, 76);
    const auto message = parse_entity(as_view(text));
    CHECK(as_text(decoded_body(*message, message->root)) == octets);
    const std::string quoted =
        signable("Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
                 std::string(100, 'y') + "\r\nFrom =\r\nhere");
    check_form(quoted, 76);
    CHECK(shown_text(quoted) == std::string(100, 'y') + "\r\nFrom here");
}

TEST_CASE("G.12 a leaf that claims 8bit or binary and is 7-bit claims so no longer") {
    const std::string text =
        signable("Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\nx");
    CHECK(text == "Content-Type: text/plain\r\n\r\nx");
}

TEST_CASE("G.12 preamble and epilogue are left out") {
    const std::string text = signable(crlf(
        "Content-Type: multipart/mixed; boundary=b\n\nbefore \n--b\n\nx\n--b--\nafter\xC3\xA4\n"));
    CHECK(text == crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n"));
}

TEST_CASE(
    "G.12 a forwarded message is brought into the form inside, without an encoding of its own") {
    const std::string text = signable(
        crlf("Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\n"
             "Subject: long way \nTo: a@example.org,\n  b@example.org\n\ntext with space \n"));
    check_form(text);
    CHECK(text == crlf("Content-Type: message/rfc822\n\nSubject: long way\nTo: a@example.org,\n"
                       "  b@example.org\nContent-Transfer-Encoding: quoted-printable\n\n"
                       "text with space=20\n"));
}

TEST_CASE("G.12 octets under another signature are never rebuilt") {
    const std::string inner = crlf(
        "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=s\n\n"
        "--s\nContent-Type: text/plain\n\nwith space \n--s\n"
        "Content-Type: application/pkcs7-signature\n\nAAAA\n--s--\n");
    CHECK(signable(inner) == inner);
    const std::string forwarded = signable("Content-Type: message/rfc822\r\n\r\n" + inner);
    check_form(forwarded);
    CHECK(shown_text(forwarded) == inner);
}

TEST_CASE("an entity that two readers read differently is not signed") {
    CHECK(is_unreadable(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n")));
    CHECK(is_unreadable(crlf("Content-Type: multipart/mixed\n\nx\n")));
    CHECK(is_unreadable(crlf("Content-Type: text/plain\nContent-Type: text/html\n\nx\n")));
    CHECK(is_unreadable(crlf("Content-Type: text/plain; name=\xC3\xA4\n\nx\n")));
    CHECK(is_unreadable(crlf("Content-Type: text/plain\nContent-Description: \xC3\xA4\n\nx\n")));
    CHECK(is_unreadable(crlf("Content-Transfer-Encoding: x-own\n\n\xC3\xA4\n")));
}

TEST_CASE("a multipart/signed that we make has the parts that RFC 8551 section 3.5.3 wants") {
    const std::string entity = signable(crlf("Content-Type: text/plain\n\nHello\n"));
    const std::string octets(1'000, '\xAB');
    const Parsed mail(
        std::string(as_text(multipart_signed(as_view(entity), as_view(octets), "sha-256"))));
    Findings findings = mail.findings();
    CHECK(findings.list().empty());
    const auto parts = signed_parts(mail.root(), findings);
    REQUIRE(parts);
    CHECK(mail.whole(*parts->content) == entity);
    CHECK(as_text(decoded_body(mail.message(), *parts->signature)) == octets);
    CHECK(micalg(mail.root()) == "sha-256");
    CHECK(mail.root().type.parameter("protocol") == "application/pkcs7-signature");
    check_form(mail.text, 76);
}

TEST_CASE("the boundary that we make does not occur in the entity") {
    const std::string octets = "signature";
    const auto boundary_of = [&](const std::string& entity) {
        const Parsed mail(
            std::string(as_text(multipart_signed(as_view(entity), as_view(octets), "sha-256"))));
        return mail.root().type.parameter("boundary").value_or("");
    };
    const std::string first = boundary_of("\r\nx");
    REQUIRE_FALSE(first.empty());
    const std::string second = boundary_of("\r\n--" + first);
    CHECK(second != first);
    const std::string third = boundary_of("\r\n--" + first + "\r\n--" + second);
    CHECK(third != first);
    CHECK(third != second);
}

TEST_CASE("application/pkcs7-mime that we make names what it holds") {
    const std::string octets(200, '\x30');
    const auto check = [&](SmimeType type, const std::string& name) {
        const Parsed mail(std::string(as_text(pkcs7_mime(as_view(octets), type))));
        CHECK(layer_kind(mail.root()) == LayerKind::pkcs7_mime);
        CHECK(mail.root().type.parameter("smime-type") == name);
        CHECK(mail.root().type.parameter("name") == "smime.p7m");
        CHECK(as_text(decoded_body(mail.message(), mail.root())) == octets);
        CHECK(mail.findings().list().empty());
        check_form(mail.text, 76);
    };
    check(SmimeType::signed_data, "signed-data");
    check(SmimeType::enveloped_data, "enveloped-data");
    check(SmimeType::auth_enveloped_data, "authEnveloped-data");
}

}  // namespace sealwright::mail
