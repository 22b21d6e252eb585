// SPDX-License-Identifier: MPL-2.0
#include "mail/plain_text.hpp"

#include "mail/markup.hpp"
#include "support/peak_memory.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace sealwright;
using namespace sealwright::mail;

namespace {

const std::string kHead =
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";

std::string plain(const std::string& entity) {
    const auto message = parse_entity(as_view(entity));
    REQUIRE(message);
    const SecretBytes made = as_plain_text(*message, message->root);
    const std::string text(as_text(made.view()));
    REQUIRE(text.starts_with(kHead));
    return text.substr(kHead.size());
}

std::string multipart(const std::string& subtype, const std::vector<std::string>& parts) {
    std::string entity = "Content-Type: multipart/" + subtype + "; boundary=x\r\n\r\n";
    for (const std::string& part : parts) entity += "--x\r\n" + part + "\r\n";
    return entity + "--x--\r\n";
}

std::string part(const std::string& type, const std::string& text) {
    return "Content-Type: " + type + "\r\n\r\n" + text;
}

}  // namespace

TEST_CASE("markup goes, what it says stays") {
    CHECK(without_markup("<p>Hello <b>Bob</b>,</p><p>a&nbsp;&lt;&amp;&#x20ac;&#8364;</p>") ==
          "Hello Bob,\na\u00a0<&\u20ac\u20ac\n");
    CHECK(without_markup("one<br>two<br/>three") == "one\ntwo\nthree");
    CHECK(without_markup("  many \r\n\t blanks  ") == "many blanks ");
    CHECK(without_markup("<table><tr><td>a</td><td>b</td></tr></table>") == "a b\n");
    CHECK(without_markup("1 < 2 & 3 > 2 &unknown; &#0; &#xd800;") ==
          "1 < 2 & 3 > 2 &unknown; &#0; &#xd800;");
}

TEST_CASE("E-54 nothing is left of tags, comments, scripts and styles, however they are written") {
    for (const char* html :
         {"<img src=\"http://x.test/\">", "<IMG\nSRC='http://x.test/>'>",
          "<img src=\"http://x.test/", "<!-- http://x.test/ > -->", "<!-- http://x.test/",
          "<script>http://x.test/</script>", "<script>a</b>http://x.test/</ScRiPt>",
          "<style>@import 'http://x.test/'</style>", "<style>http://x.test/",
          "<?php http://x.test/ ?>", "<!DOCTYPE http://x.test/>", "</p http://x.test/>",
          "<head><title>http://x.test/</title></head>"}) {
        CAPTURE(html);
        CHECK(without_markup(html).find_first_not_of(" \n") == std::string::npos);
    }
    CHECK(without_markup("<a href=\"http://x.test/\">here</a>") == "here");
    CHECK(without_markup("<scr<script>ipt>alert</script>") == "ipt>alert");
}

TEST_CASE("of an alternative the plain text is taken, of HTML alone what it says") {
    const std::string text = part("text/plain", "plain\r\n");
    const std::string html = part("text/html", "<p>rich</p>");
    CHECK(plain(text) == "plain\r\n");
    CHECK(plain(html) == "rich\r\n");
    CHECK(plain(multipart("alternative", {text, html})) == "plain\r\n");
    CHECK(plain(multipart("alternative", {html})) == "rich\r\n");
    CHECK(plain(multipart("mixed", {html, text})) == "rich\r\n\r\nplain\r\n");
}

TEST_CASE("charset and transfer encoding are undone, line ends are CRLF, attachments stay away") {
    const std::string latin =
        "Content-Type: text/plain; charset=iso-8859-1\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe=01\r\n";
    const std::string attached =
        "Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nattached\r\n";
    CHECK(plain(multipart("mixed", {latin, attached, part("image/png", "pixels")})) ==
          "Gr\u00fc\u00dfe\r\n");
    CHECK(plain("Content-Type: text/plain\n\none\ntwo") == "one\r\ntwo\r\n");
    CHECK(plain(part("image/png", "pixels")).empty());
}

TEST_CASE("E-76 what is no text is not decoded for it, and room is taken for the text alone") {
    constexpr std::size_t kAttached = std::size_t{48} << 20;
    std::string entity;
    entity.reserve(kAttached + 1'000);
    entity +=
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhello\r\n--x\r\n"
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    entity.append(kAttached, 'A');
    entity += "\r\n--x--\r\n";
    const auto message = parse_entity(as_view(entity));
    REQUIRE(message);
    const std::size_t before = support::begin_peak();
    const SecretBytes made = as_plain_text(*message, message->root);
    CHECK(support::peak_memory() - before < kAttached / 8);
    CHECK(as_text(made.view()) == kHead + "hello\r\n");
}
