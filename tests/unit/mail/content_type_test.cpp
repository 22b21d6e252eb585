// SPDX-License-Identifier: MPL-2.0
#include "mail/content_type.hpp"

#include "message_text.hpp"

namespace sealwright::mail {
namespace {

ContentType read(std::string_view value) {
    auto type = parse_content_type(value);
    REQUIRE(type);
    return *type;
}

}  // namespace

TEST_CASE("type, subtype and parameter names are in lower case, values as written") {
    const ContentType type = read("Text/HTML; Charset=\"ISO-8859-1\" ; X=y");
    CHECK(type.is("text/html"));
    CHECK(type.parameter("charset") == "ISO-8859-1");
    CHECK(type.parameter("x") == "y");
    CHECK_FALSE(type.parameter("z"));
    CHECK_FALSE(type.ambiguous);
}

TEST_CASE("a quoted value keeps semicolons and loses its escapes") {
    CHECK(read("a/b; name=\"x;\\\"y\\\" z\"").parameter("name") == "x;\"y\" z");
}

TEST_CASE("RFC 2231 section 3: pieces of a value are joined in their order") {
    const ContentType type = read("message/external-body; URL*1=\"b\"; URL*0=\"a\"; URL*2=c");
    CHECK(type.parameter("url") == "abc");
}

TEST_CASE("RFC 2231 section 4: an extended value is decoded from its charset") {
    CHECK(read("a/b; title*=us-ascii'en-us'This%20is%20fun").parameter("title") == "This is fun");
    CHECK(read("a/b; name*=iso-8859-1''%A3%20rates").parameter("name") == "\xC2\xA3 rates");
    CHECK(read("a/b; name*0*=UTF-8''%c3; name*1*=%a4; name*2=\"%20\"").parameter("name") ==
          "\xC3\xA4%20");
}

TEST_CASE("the extended form of a file name wins over the plain one without any doubt") {
    const ContentType type = read("a/b; name=\"x.txt\"; name*=utf-8''%C3%A4.txt");
    CHECK(type.parameter("name") == "\xC3\xA4.txt");
    CHECK_FALSE(type.ambiguous);
}

TEST_CASE("pieces after a gap do not count") {
    CHECK(read("a/b; name*0=a; name*2=c").parameter("name") == "a");
}

TEST_CASE("C-41 protocol and smime-type in RFC 2231 pieces are in doubt, others are not") {
    CHECK(read("multipart/signed; protocol*0=application/; protocol*1=pkcs7-signature").ambiguous);
    CHECK(read("application/pkcs7-mime; smime-type*=us-ascii''signed-data").ambiguous);
    CHECK_FALSE(read("text/plain; charset*=us-ascii''utf-8").ambiguous);
}

TEST_CASE("a value without type and subtype is none") {
    for (const std::string_view value : {"", "text", "/plain", "text/", "; charset=x", "()"}) {
        CAPTURE(value);
        CHECK_FALSE(parse_content_type(value));
    }
}

TEST_CASE("broken parameters end nowhere but at the end of the field") {
    for (const std::string_view value :
         {"a/b; \"", "a/b; x=\"", "a/b; x=\"\\", "a/b; (", "a/b; (\\", "a/b;;;=;=;x*=;x*y=;*=;%",
          "a/b; x*99999999999999999999=1; x*=%; x*0*='"}) {
        CAPTURE(value);
        CHECK(read(value).is("a/b"));
    }
}

TEST_CASE("a disposition has parameters of the same grammar") {
    const ContentType disposition = parse_disposition("Attachment; filename*=utf-8''a%2Fb");
    CHECK(disposition.type == "attachment");
    CHECK(disposition.parameter("filename") == "a/b");
}

TEST_CASE("transfer encodings are known by one word") {
    CHECK(parse_encoding("BASE64").kind == TransferEncoding::base64);
    CHECK(parse_encoding("Quoted-Printable").kind == TransferEncoding::quoted_printable);
    CHECK(parse_encoding("8bit").kind == TransferEncoding::identity);
    CHECK(parse_encoding("binary").binary);
    CHECK(parse_encoding("x-uuencode").kind == TransferEncoding::unknown);
    CHECK(parse_encoding("").kind == TransferEncoding::unknown);
    CHECK(parse_encoding("base64 (or not)").malformed);
}

}  // namespace sealwright::mail
