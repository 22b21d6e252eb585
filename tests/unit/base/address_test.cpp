// SPDX-License-Identifier: MPL-2.0
#include "base/address.hpp"

#include <doctest/doctest.h>

using namespace sealwright;

namespace {

bool same(std::string_view a, std::string_view b) {
    const auto left = parse_address(a), right = parse_address(b);
    return left.ok() && right.ok() && left.value() == right.value();
}
bool refused(std::string_view text) {
    return !parse_address(text).ok();
}

}  // namespace

TEST_CASE("E-38 addresses are equal whatever the case of domain and ASCII local part") {
    CHECK(same("Alice@EXAMPLE.com", "alice@example.com"));
    CHECK_FALSE(same("alice@example.com", "alice@example.org"));
}

TEST_CASE("E-38 a U-label domain equals its A-label") {
    CHECK(same("alice@m\xC3\xBCnchen.example", "alice@xn--mnchen-3ya.example"));
    CHECK(same("alice@M\xC3\x9CNCHEN.example", "alice@XN--MNCHEN-3YA.example"));
    CHECK(parse_address("alice@m\xC3\xBCnchen.example").value().domain == "xn--mnchen-3ya.example");
}

TEST_CASE("E-40 a non-ASCII local part is compared octet for octet") {
    CHECK(same("пользователь@example.com", "пользователь@EXAMPLE.com"));
    CHECK_FALSE(same("пользователь@example.com", "Пользователь@example.com"));
    CHECK_FALSE(same("jos\xC3\xA9@example.com", "jose\xCC\x81@example.com"));
}

TEST_CASE("quoted and dot-atom forms of one local part are equal") {
    CHECK(same("\"alice\"@example.com", "alice@example.com"));
    CHECK(same("\"al\\ice\"@example.com", "alice@example.com"));
    CHECK(same("\"a b\"@example.com", "\"A b\"@example.com"));
    CHECK(parse_address("\"a b\"@example.com").value().text() == "\"a b\"@example.com");
    CHECK(parse_address("\"alice\"@Example.com").value().text() == "alice@example.com");
}

TEST_CASE("there is no plus- or dot-folding") {
    CHECK_FALSE(same("alice+shop@example.com", "alice@example.com"));
    CHECK_FALSE(same("a.lice@example.com", "alice@example.com"));
}

TEST_CASE("E-41 what is not exactly one mailbox is refused") {
    using namespace std::string_view_literals;
    for (const auto text : {"alice@example.com."sv,
                            "alice@example.com\0.evil.test"sv,
                            "alice @example.com"sv,
                            "alice@exam ple.com"sv,
                            " alice@example.com"sv,
                            "alice@example.com "sv,
                            "@example.com"sv,
                            "alice@"sv,
                            "alice"sv,
                            ""sv,
                            "a@b@c"sv,
                            "<alice@example.com>"sv,
                            ".a@example.com"sv,
                            "a.@example.com"sv,
                            "a..b@example.com"sv,
                            "a@b..c"sv,
                            "a@.b"sv,
                            "\"\"@example.com"sv,
                            "\"a@example.com"sv,
                            "\"a\"b@example.com"sv,
                            "a\nb@example.com"sv,
                            "a@-b.example"sv,
                            "a\x80@example.com"sv,
                            "a\xC2\x85@example.com"sv,
                            "\"a\\"sv,
                            "a,b@example.com"sv}) {
        CAPTURE(text);
        CHECK(refused(text));
    }
}

TEST_CASE("254 octets are an address and 255 are none") {
    const std::string label(62, 'd');
    const std::string domain = label + '.' + label + '.' + label;
    const auto of_size = [&](std::size_t size) {
        return std::string(size - 1 - domain.size(), 'a') + '@' + domain;
    };
    CHECK(parse_address(of_size(254)).ok());
    CHECK(refused(of_size(255)));
}
