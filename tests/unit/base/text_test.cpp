// SPDX-License-Identifier: MPL-2.0
#include "base/text.hpp"

#include "base/digest.hpp"

#include <doctest/doctest.h>

using namespace sealwright;

namespace {

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (c & 0xC0) != 0x80 ? 1 : 0;
    return count;
}

}  // namespace

TEST_CASE("E-65 shown text has no line breaks, controls or bidi marks") {
    CHECK(shown("Alice\nVALID SIGNATURE") == "Alice VALID SIGNATURE");
    CHECK(shown("a\r\n\tb") == "a b");
    CHECK(shown("a\xE2\x80\xA8"
                "b") == "a b");
    CHECK(shown("a\xE2\x80\xAE"
                "b\x1B[31m\x07\x7F\xC2\x9B") == "ab[31m");
    CHECK(shown("\xE2\x81\xA6x\xE2\x81\xA9\xE2\x80\x8F\xD8\x9C") == "x");
    CHECK(shown(std::string_view("a\0b", 3)) == "ab");
}

TEST_CASE("E-65 shown text keeps markup as the literal text it is") {
    CHECK(shown("<img onerror>") == "<img onerror>");
}

TEST_CASE("E-65 shown text is at most 256 characters, however long it was") {
    CHECK(shown(std::string(256, 'x')) == std::string(256, 'x'));
    CHECK(characters(shown(std::string(257, 'x'))) == 256);
    std::string megabyte;
    while (megabyte.size() < 1'000'000) megabyte += "\xC3\xBC";
    CHECK(characters(shown(megabyte)) == 256);
    CHECK(is_valid_utf8(shown(megabyte)));
}

TEST_CASE("shown text is UTF-8 whatever went in") {
    for (const char* text : {"\xFF", "\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                             "\xE2\x82", "\xF8\x88\x80\x80\x80", "a\xE2\x28z"}) {
        CHECK_FALSE(is_valid_utf8(text));
        CHECK(is_valid_utf8(shown(text)));
        CHECK(shown(text).find("\xEF\xBF\xBD") != std::string::npos);
    }
    CHECK(shown("пользователь ü 😀") == "пользователь ü 😀");
}

TEST_CASE("SHA-256 gives the digest of FIPS 180-4") {
    CHECK(hex(as_text(sha256(as_view("abc")))) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("only ASCII letters lose their case") {
    CHECK(lower_ascii("ABC\xC3\x9C") == "abc\xC3\x9C");
    CHECK(equal_ignoring_case("Content-TYPE", "content-type"));
    CHECK_FALSE(equal_ignoring_case("a", "ab"));
}
