// SPDX-License-Identifier: MPL-2.0
#include "mail/transfer.hpp"

#include "message_text.hpp"

namespace sealwright::mail {
namespace {

std::string decoded(std::string_view text, bool expect_junk = false) {
    bool junk = false;
    const Bytes out = decode_quoted_printable(as_view(text), junk);
    CHECK(junk == expect_junk);
    return std::string(as_text(out));
}

std::string encoded(std::string_view text) {
    return std::string(as_text(encode_quoted_printable(as_view(text))));
}

}  // namespace

TEST_CASE("RFC 2045 section 6.7: escapes, soft breaks and white space at line ends") {
    CHECK(decoded("Now's the time =\r\nfor all folk to come=\r\n to the aid") ==
          "Now's the time for all folk to come to the aid");
    CHECK(decoded("a=3D=3d=20 \t\r\nb  ") == "a== \r\nb");
    CHECK(decoded("a= \t\r\nb") == "ab");
    CHECK(decoded("a=\nb\nc") == "ab\nc");
    CHECK(decoded("a=") == "a");
}

TEST_CASE("E-66 an equals sign without an escape stays and is told of") {
    CHECK(decoded("a=b c=4", true) == "a=b c=4");
    CHECK(decoded("==3D", true) == "==");
}

TEST_CASE("encoded text decodes to itself whatever it holds") {
    std::string text;
    for (int i = 0; i < 5'000; ++i) text += static_cast<char>(i * i + i / 7);
    CHECK(decoded(encoded(text)) == text);
    const std::string lines = crlf(" lead\ntrail \n\ttab\t\n\n.\nFrom x\n--b\n=\n");
    CHECK(decoded(encoded(lines)) == lines);
    const std::string longer = std::string(200, '.') + "\r\n" + std::string(200, '\xC3') + " ";
    CHECK(decoded(encoded(longer)) == longer);
}

TEST_CASE("encoded lines have at most 76 octets, also just at that length") {
    for (std::size_t size = 70; size < 160; ++size) {
        for (const std::string& end : {std::string(), std::string(" "), std::string("=")}) {
            const std::string text = encoded(std::string(size, 'x') + end + "\r\n");
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t next = text.find("\r\n", at);
                REQUIRE(next != std::string::npos);
                CHECK(next - at <= 76);
                at = next + 2;
            }
        }
    }
    CHECK(encoded(std::string(76, 'x')) == std::string(76, 'x'));
}

TEST_CASE("no encoded line starts with From, a dot or two dashes, soft break or not") {
    CHECK(encoded("From me\r\n.\r\n--b\r\n") == "=46rom me\r\n=2E\r\n=2D-b\r\n");
    CHECK(encoded(std::string(75, 'x') + "From me").find("\r\nFrom ") == std::string::npos);
    CHECK(encoded("Fromage") == "Fromage");
}

TEST_CASE("a body is decoded by its transfer encoding") {
    const auto body = [](const std::string& encoding, const std::string& text, bool expect_junk) {
        const Parsed mail("Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + text);
        bool junk = !expect_junk;
        const Bytes out = decoded_body(mail.message(), mail.root(), &junk);
        CHECK(junk == expect_junk);
        CHECK(as_text(secret_body(mail.message(), mail.root()).view()) == as_text(out));
        return std::string(as_text(out));
    };
    CHECK(body("base64", "SGVs\r\nbG8=\r\n", false) == "Hello");
    CHECK(body("quoted-printable", "Hel=\r\nlo", false) == "Hello");
    CHECK(body("8bit", "Hello", false) == "Hello");
    CHECK(body("x-unknown", "Hello", true) == "Hello");
    CHECK(body("base64", "SG*Vs\r\nbG8=\r\n", true) == "Hello");
    CHECK(body("base64", "", false).empty());
}

TEST_CASE("E-76 whether a body is too large to decode is said exactly, line ends or not") {
    const auto beyond = [](const std::string& body, const char* encoding, std::size_t most) {
        const Parsed mail("Content-Transfer-Encoding: " + std::string(encoding) + "\r\n\r\n" +
                          body);
        return decodes_beyond(mail.message(), mail.root(), most);
    };
    std::string lines;
    for (int i = 0; i < 100; ++i) lines += std::string(76, 'A') + "\r\n";
    CHECK_FALSE(beyond(lines, "base64", 5'700));
    CHECK(beyond(lines, "base64", 5'699));
    CHECK_FALSE(beyond(lines, "binary", lines.size()));
    CHECK(beyond(lines, "binary", lines.size() - 1));
}

}  // namespace sealwright::mail
