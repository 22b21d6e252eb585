// SPDX-License-Identifier: MPL-2.0
#include "mail/encoded_word.hpp"

#include "mail/addresses.hpp"

#include <doctest/doctest.h>

namespace sealwright::mail {

TEST_CASE("RFC 2047 section 8: the examples of the standard") {
    CHECK(decode_encoded_words("=?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?=") ==
          "Patrik F\xC3\xA4ltstr\xC3\xB6m");
    CHECK(decode_encoded_words("=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= "
                               "=?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=") ==
          "If you can read this you understand the example.");
    CHECK(decode_encoded_words("(=?ISO-8859-1?Q?a?= b)") == "(a b)");
    CHECK(decode_encoded_words("=?ISO-8859-1?Q?a?= \t =?ISO-8859-1?Q?b?=") == "ab");
    CHECK(decode_encoded_words("=?ISO-8859-1?Q?a_?= =?ISO-8859-2?Q?_b?=") == "a  b");
}

TEST_CASE("a character split between two words of one charset survives") {
    CHECK(decode_encoded_words("=?utf-8?Q?=C3?= =?UTF-8?B?pA==?=") == "\xC3\xA4");
}

TEST_CASE("RFC 2231 section 5: a language after the charset is no part of it") {
    CHECK(decode_encoded_words("=?US-ASCII*EN?Q?Keith_Moore?=") == "Keith Moore");
}

TEST_CASE("what only looks like an encoded word stays") {
    for (const std::string_view text :
         {"=?", "=?utf-8", "=?utf-8?", "=?utf-8?Q", "=?utf-8?Q?", "=?utf-8?Q?x", "=?utf-8?Q?x?",
          "=?utf-8?X?x?=", "=?utf-8?Q?a b?=", "=?utf-8?QQ?a?=", "1 =? 2 ?= 3"}) {
        CAPTURE(text);
        CHECK(decode_encoded_words(text) == text);
    }
}

TEST_CASE("raw octets that are UTF-8 stay, others are replaced") {
    CHECK(decode_encoded_words("\xC3\xA4") == "\xC3\xA4");
    CHECK(decode_encoded_words("\xE4") == "\xEF\xBF\xBD");
}

TEST_CASE("C-42 a word in UTF-7 is not decoded from it") {
    CHECK(decode_encoded_words("=?utf-7?Q?+ADw-script+AD4-?=") == "+ADw-script+AD4-");
}

TEST_CASE("E-65 a decoded subject is one line without direction marks, of bounded length") {
    CHECK(decoded_text("=?utf-8?Q?a=0D=0AFrom:_x=E2=80=AE?=") == "a From: x");
    CHECK(decoded_text(std::string(1'000'000, 'x')).size() < 300);
}

}  // namespace sealwright::mail
