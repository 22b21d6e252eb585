// SPDX-License-Identifier: MPL-2.0
#include "mail/scan.hpp"

#include <doctest/doctest.h>

#include <random>

namespace sealwright::mail {
namespace {

/// The same by the letter, one octet after the other.
Oddities plain_oddities(std::string_view text, Range range) {
    Oddities seen;
    for (std::size_t i = range.begin; i < range.end; ++i) {
        seen.nul |= text[i] == '\0';
        seen.bare_cr |= text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
        seen.bare_lf |= text[i] == '\n' && (i == 0 || text[i - 1] != '\r');
    }
    return seen;
}

void check_same(const Oddities& a, const Oddities& b) {
    CHECK(a.nul == b.nul);
    CHECK(a.bare_cr == b.bare_cr);
    CHECK(a.bare_lf == b.bare_lf);
}

}  // namespace

TEST_CASE("every octet at every place of a block is seen") {
    for (std::size_t at = 0; at < 200; ++at) {
        for (const std::string& odd : {std::string(1, '\0'), std::string("\r"), std::string("\n"),
                                       std::string("\r\n"), std::string("\n--")}) {
            std::string text(220, 'x');
            text.replace(at, odd.size(), odd);
            const Range all{0, text.size()};
            CAPTURE(at);
            check_same(oddities(as_view(text), all), plain_oddities(text, all));
            Oddities seen;
            const std::size_t expected = odd == "\n--" ? at + 1 : text.size();
            CHECK(find_dash_line(as_view(text), 0, seen) == expected);
        }
    }
}

TEST_CASE("the scan agrees with a plain loop on random lines") {
    std::mt19937 random(1);
    for (int round = 0; round < 2'000; ++round) {
        std::string text;
        const std::size_t size = random() % 300;
        const std::string alphabet = round % 2 ? "-\n\r" : "abcdefgh-----\n\r";
        while (text.size() < size) text += alphabet[random() % alphabet.size()];
        const std::size_t from = size ? random() % size : 0;
        Oddities seen;
        const std::size_t found = find_dash_line(as_view(text), from, seen);
        const std::size_t dashes = text.find("\n--", from);
        CHECK(found == (dashes == std::string::npos ? text.size() : dashes + 1));
        check_same(seen, plain_oddities(text, {from, found}));
    }
}

TEST_CASE("what lies behind the line that was found is not looked at") {
    const std::string text = "abc\r\n--b" + std::string(1, '\0') + "\r";
    Oddities seen;
    CHECK(find_dash_line(as_view(text), 0, seen) == 5);
    CHECK_FALSE(seen.nul);
    CHECK_FALSE(seen.bare_cr);
}

TEST_CASE("lines end with LF, and their text is without CR and LF") {
    const std::string text = "one\r\ntwo\n\r\nfour";
    CHECK(next_line(as_view(text), 0, text.size()) == 5);
    CHECK(line_text(as_view(text), 0, 5) == "one");
    CHECK(line_text(as_view(text), 5, 9) == "two");
    CHECK(line_text(as_view(text), 9, 11).empty());
    CHECK(next_line(as_view(text), 11, text.size()) == text.size());
    CHECK(before_line_break(as_view(text), 5, 0) == 3);
    CHECK(before_line_break(as_view(text), 9, 5) == 8);
    CHECK(before_line_break(as_view(text), 5, 4) == 4);
}

}  // namespace sealwright::mail
