// SPDX-License-Identifier: MPL-2.0
#include "people/habit.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::people;

namespace {

constexpr UnixTime kNow{std::chrono::seconds(1'800'000'000)};
constexpr std::chrono::hours kDay{24};

LedgerRow row(int days_ago, SignatureState state = SignatureState::verified) {
    return {kNow - days_ago * kDay, {}, "", state};
}

std::vector<LedgerRow> rows(std::initializer_list<int> days_ago) {
    std::vector<LedgerRow> all;
    for (const int days : days_ago) all.push_back(row(days));
    return all;
}

}  // namespace

TEST_CASE("E-69c a habit takes five signatures on three days over a fortnight") {
    CHECK(signs_habitually(rows({0, 0, 0, 7, 14})));
    CHECK_FALSE(signs_habitually(rows({0, 0, 7, 14})));
    CHECK_FALSE(signs_habitually(rows({0, 0, 0, 0, 14})));
    CHECK_FALSE(signs_habitually(rows({0, 0, 0, 7, 13})));
    CHECK_FALSE(signs_habitually({}));
}

TEST_CASE("a habit ends after five missed signatures on three days over eight weeks") {
    const auto missed = [](std::initializer_list<int> days_ago) {
        std::vector<UnixTime> times;
        for (const int days : days_ago) times.push_back(kNow - days * kDay);
        return has_ended(times);
    };
    CHECK(missed({0, 0, 0, 20, 56}));
    CHECK_FALSE(missed({0, 0, 0, 20, 55}));
    CHECK_FALSE(missed({0, 0, 20, 56}));
    CHECK_FALSE(missed({0, 0, 0, 0, 56}));
    CHECK_FALSE(missed({}));
}

TEST_CASE("four of five of the latest ten messages are signed by who signs habitually") {
    auto all = rows({2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20});
    CHECK(signs_habitually(all));
    all[0].state = SignatureState::none;
    all[1].state = SignatureState::verified_past;
    all[2].state = SignatureState::verified_revocation_unknown;
    all[3].state = SignatureState::none;
    CHECK(signs_habitually(all));
    all[9].state = SignatureState::broken;
    CHECK_FALSE(signs_habitually(all));
    all[9].state = SignatureState::verified;
    all[10].state = SignatureState::none;
    CHECK(signs_habitually(all));
}

TEST_CASE("only what was proven counts as signed") {
    for (const auto state : {SignatureState::unknown_issuer, SignatureState::wrong_address,
                             SignatureState::broken, SignatureState::revoked}) {
        CHECK_FALSE(was_signed(row(0, state)));
    }
}

TEST_CASE("addresses are alike when one character makes the difference") {
    const auto alike = [](const char* a, const char* b) {
        return look_alike(parse_address(a).value(), parse_address(b).value());
    };
    CHECK(alike("alice@example.com", "alise@example.com"));
    CHECK(alike("alice@example.com", "alice@examp1e.com"));
    CHECK(alike("alice@example.com", "alicee@example.com"));
    CHECK(alike("alicee@example.com", "alice@example.com"));
    CHECK(alike("alice@example.com", "alice@exmaple.com"));
    CHECK_FALSE(alike("alice@example.com", "alice@example.com"));
    CHECK_FALSE(alike("alice@example.com", "alyss@example.com"));
    CHECK_FALSE(alike("alice@example.com", "bob@example.com"));
}
