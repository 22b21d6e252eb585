// SPDX-License-Identifier: MPL-2.0
#include "base/limits.hpp"

#include "mail/header.hpp"
#include "mail/leaves.hpp"
#include "message_text.hpp"

namespace sealwright::mail {
namespace {

std::string nested(std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) {
        const std::string boundary = "level" + std::to_string(i) + "-";
        text += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary +
                "\r\n";
    }
    text += "\r\ninnermost";
    for (std::size_t i = depth; i-- > 0;) text += "\r\n--level" + std::to_string(i) + "---\r\n";
    return text;
}

std::string wide(std::size_t parts) {
    std::string text = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    for (std::size_t i = 0; i < parts; ++i) text += "--b\r\n\r\nx\r\n";
    return text + "--b--\r\n";
}

bool is_refused(const std::string& text) {
    const auto message = parse_message(as_view(text));
    return !message.ok() && message.error().code == ErrorCode::mail_limit;
}

}  // namespace

TEST_CASE("E-76 multiparts nest up to the limit and not beyond") {
    const Parsed mail(nested(limits::kMimeDepth));
    REQUIRE(mail.result.ok());
    CHECK(mail.findings().passed(Check::V_01));
    CHECK(leaves(mail.message(), mail.root()).size() == 1);
    CHECK(is_refused(nested(limits::kMimeDepth + 1)));
}

TEST_CASE("E-75 a MIME depth of 10,000 is refused") {
    CHECK(is_refused(nested(10'000)));
}

TEST_CASE("E-76 as many parts as the limit allows, and not one more") {
    const Parsed mail(wide(limits::kParts));
    REQUIRE(mail.result.ok());
    CHECK(mail.root().parts.size() == limits::kParts);
    CHECK(is_refused(wide(limits::kParts + 1)));
}

TEST_CASE("E-76 header blocks of the largest size, and one octet more") {
    const std::string begin = "Subject: ";
    const std::string full = begin + std::string(limits::kHeaderBytes - begin.size() - 2, 'x');
    CHECK(Parsed(full + "\r\n\r\nbody").result.ok());
    CHECK(is_refused(full + "x\r\n\r\nbody"));
    CHECK(is_refused(std::string(limits::kHeaderBytes * 2, 'x')));
}

TEST_CASE("E-76 the header blocks of all parts count together") {
    const std::string large(limits::kHeaderBytes / 2, 'x');
    const std::string part = "--b\r\nSubject: " + large + "\r\n\r\nx\r\n";
    CHECK(is_refused("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part + part +
                     "--b--\r\n"));
}

TEST_CASE("E-76 as many header fields as the limit allows, and not one more") {
    std::string fields;
    for (std::size_t i = 0; i < limits::kHeaderFields; ++i) fields += "A: b\r\n";
    CHECK(Parsed(fields + "\r\n").result.ok());
    CHECK(is_refused(fields + "A: b\r\n\r\n"));
}

TEST_CASE("E-76 a message over the largest size is refused by its size alone") {
    std::string small = "Subject: x\r\n\r\n";
    const View beyond(as_view(small).data(), limits::kMessageBytes + 1);  // never read
    const auto message = parse_message(beyond);
    REQUIRE_FALSE(message.ok());
    CHECK(message.error().code == ErrorCode::mail_limit);
}

TEST_CASE("E-76 of a message beyond a limit the header alone is read, and no body") {
    const std::string head = "From: a@example.com\r\nSubject: x\r\n";
    const std::string text = head + wide(limits::kParts + 1);
    const Message message = parse_header(as_view(text));
    REQUIRE(message.root.field("From"));
    CHECK(message.root.field("From")->value == "a@example.com");
    CHECK(message.root.type.is("multipart/mixed"));
    CHECK(message.root.parts.empty());
    CHECK(as_text(message.root.header.of(message.bytes)).ends_with("boundary=b\r\n"));
    CHECK(message.root.body.size() == 0);
}

TEST_CASE(
    "E-76 the sender stands behind more fields than we count, or in a header without an end") {
    std::string many;
    for (std::size_t i = 0; i <= limits::kHeaderFields; ++i) many += "X-Filler: x\r\n";
    const std::string text = many + "From: a@example.com\r\n\r\nbody";
    CHECK(is_refused(text));
    CHECK(parse_header(as_view(text)).root.field("From"));
    const std::string endless =
        "From: a@example.com\r\nX: " + std::string(2 * limits::kHeaderBytes, 'x');
    const Message message = parse_header(as_view(endless));
    CHECK(message.root.field("From"));
    CHECK(message.root.header.size() <= limits::kHeaderBytes);
}

}  // namespace sealwright::mail
