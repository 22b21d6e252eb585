// SPDX-License-Identifier: MPL-2.0
#include "mail/leaves.hpp"

#include "message_text.hpp"

namespace sealwright::mail {
namespace {

std::vector<Leaf> leaves_of(const Parsed& mail) {
    return leaves(mail.message(), mail.root());
}

/// What a single-part message with these fields and this body shows.
std::string text_of(const std::string& fields, const std::string& body) {
    const Parsed mail(crlf(fields) + "\r\n" + body);
    const auto shown = leaves_of(mail);
    REQUIRE(shown.size() == 1);
    return std::string(as_text(shown[0].bytes.view()));
}

std::string name_of(const std::string& fields) {
    return leaves_of(Parsed(crlf(fields) + "\r\nx")).at(0).name;
}

std::string multipart(const std::string& subtype, const std::string& boundary,
                      const std::vector<std::string>& parts) {
    std::string text = "Content-Type: multipart/" + subtype + "; boundary=" + boundary + "\n\n";
    for (const std::string& part : parts) text += "--" + boundary + "\n" + part + "\n";
    return text + "--" + boundary + "--\n";
}

}  // namespace

TEST_CASE("text is shown in UTF-8 from the charset it names") {
    CHECK(text_of("Content-Type: text/plain; charset=utf-8\n", "\xC3\xA4") == "\xC3\xA4");
    CHECK(text_of("Content-Type: text/plain; charset=ISO-8859-15\n", "\xA4") == "\xE2\x82\xAC");
    CHECK(text_of("Content-Type: text/html; charset=windows-1252\n", "\x80") == "\xE2\x82\xAC");
    CHECK(text_of("Content-Type: text/plain; charset=iso-8859-1\n", "\xE4") == "\xC3\xA4");
    CHECK(text_of("Content-Type: text/plain; charset=koi8-r\n", "\xC1") == "\xD0\xB0");
    CHECK(text_of("Content-Type: text/plain; charset=iso-2022-jp\n", "\x1B$B$\"\x1B(B") ==
          "\xE3\x81\x82");
    CHECK(text_of("Content-Type: text/plain; charset=utf-16le\n", std::string("a\0b\0", 4)) ==
          "ab");
}

TEST_CASE("octets that do not fit their charset become U+FFFD and nothing is lost after them") {
    const std::string replaced =
        "a\xEF\xBF\xBD"
        "b";
    CHECK(text_of("Content-Type: text/plain; charset=utf-8\n",
                  "a\xE4"
                  "b") == replaced);
    CHECK(text_of("Content-Type: text/plain; charset=us-ascii\n",
                  "a\xE4"
                  "b") == replaced);
    CHECK(text_of("Content-Type: text/plain; charset=nobody-knows\n",
                  "a\xE4"
                  "b") == replaced);
    CHECK(text_of("Content-Type: text/plain; charset=windows-1253\n",
                  "a\xD2"
                  "b") == replaced);
    CHECK(text_of("Content-Type: text/plain; charset=utf-16le\n", std::string("a\0b", 3)) ==
          "a\xEF\xBF\xBD");
}

TEST_CASE("text without charset is UTF-8 where it can be") {
    CHECK(text_of("Subject: x\n", "\xC3\xA4") == "\xC3\xA4");
    CHECK(text_of("Subject: x\n", "\xE4") == "\xEF\xBF\xBD");
}

TEST_CASE("E-66 UTF-7 is not decoded") {
    for (const std::string name :
         {"utf-7", "UTF7", "unicode-1-1-utf-7", "utf-7-imap", "csUnicode11UTF7"}) {
        CHECK(text_of("Content-Type: text/html; charset=" + name + "\n", "+ADw-script+AD4-") ==
              "+ADw-script+AD4-");
    }
}

TEST_CASE("E-66 base64 with junk decodes to what its alphabet says") {
    CHECK(text_of("Content-Transfer-Encoding: base64\n", "SG!Vs\r\n-bG8=\r\n") == "Hello");
}

TEST_CASE("of alternatives the last text and the last html are shown, and no other") {
    const Parsed mail(
        crlf(multipart("alternative", "b",
                       {"\nfirst", "Content-Type: text/html\n\n<i>first</i>", "\nlast",
                        multipart("related", "r",
                                  {"Content-Type: text/html\n\n<b>last</b>",
                                   "Content-Type: image/png\nContent-ID: <logo@x>\n\nPNG"}),
                        "Content-Type: text/calendar\n\nBEGIN"})));
    const auto shown = leaves_of(mail);
    REQUIRE(shown.size() == 4);
    CHECK(as_text(shown[0].bytes.view()) == "last");
    CHECK(as_text(shown[1].bytes.view()) == "<b>last</b>");
    CHECK(shown[2].content_id == "logo@x");
    CHECK(shown[2].in_line);
    CHECK(shown[2].kind == LeafKind::attachment);
    CHECK(shown[3].type == "text/calendar");
}

TEST_CASE("parts of a mixed multipart are all shown, each by its kind") {
    const Parsed mail(crlf(multipart(
        "mixed", "b",
        {"\none", "\ntwo", "Content-Type: text/plain\nContent-Disposition: attachment\n\nfile",
         "Content-Type: message/rfc822\n\nSubject: x\n\ninner"})));
    const auto shown = leaves_of(mail);
    REQUIRE(shown.size() == 4);
    CHECK(shown[0].kind == LeafKind::text);
    CHECK(shown[1].kind == LeafKind::text);
    CHECK(shown[2].kind == LeafKind::attachment);
    CHECK_FALSE(shown[2].in_line);
    CHECK(shown[3].type == "message/rfc822");
    CHECK(as_text(shown[3].bytes.view()) == "Subject: x\r\n\r\ninner");
    CHECK(mail.at(shown[0].range) == "\r\none");
}

TEST_CASE("the signature of a signed multipart is no attachment, another file of its type is") {
    const std::string signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nAA";
    const std::string layer = multipart("signed", "s", {"\ntext", signature});
    CHECK(leaves_of(Parsed(crlf(layer))).size() == 1);
    CHECK(leaves_of(Parsed(crlf(multipart("mixed", "b", {layer, signature})))).size() == 2);
}

TEST_CASE("a part in an unknown encoding is an attachment as it stands") {
    const Parsed mail(crlf("Content-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n"));
    const auto shown = leaves_of(mail);
    CHECK(shown.at(0).kind == LeafKind::attachment);
    CHECK(as_text(shown.at(0).bytes.view()) == "begin 644 x\r\n");
}

TEST_CASE("E-65 a file name is fit to show and to save") {
    const auto disposition = [](const std::string& name) {
        return name_of("Content-Disposition: attachment; filename=\"" + name + "\"\n");
    };
    CHECK(disposition("report.pdf") == "report.pdf");
    CHECK(disposition("../../etc/passwd") == "passwd");
    CHECK(disposition("C:\\\\Windows\\\\x.exe") == "x.exe");
    CHECK(disposition(".bashrc") == "bashrc");
    CHECK(disposition("a<b>|c?.txt") == "a_b__c_.txt");
    CHECK(disposition("nul.txt") == "_nul.txt");
    CHECK(disposition("COM1") == "_COM1");
    CHECK(disposition("x. . ") == "x");
    CHECK(disposition("..").empty());
    CHECK(disposition("gpj.\xE2\x80\xAE"
                      "exe") == "gpj.exe");
    CHECK(disposition(std::string(100'000, 'x')).size() <= 260);
    CHECK(name_of("Content-Type: a/b; name=\"=?utf-8?Q?=C3=A4=2Epdf?=\"\n") == "\xC3\xA4.pdf");
    CHECK(name_of("Content-Type: a/b; name=x\n"
                  "Content-Disposition: inline; filename*=utf-8''a%0D%0Ab%2Fc\n") == "c");
}

}  // namespace sealwright::mail
