// SPDX-License-Identifier: MPL-2.0
#include "world.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::trust;
using namespace std::string_literals;

namespace {

CertificateAddresses addresses(Options options) {
    static const Ca root = Ca::root("R", {.key = KeyType::p256});
    options.key = KeyType::p256;
    return addresses_of(*root.leaf("", options).certificate);
}

std::optional<Address> address(const char* text) {
    auto parsed = parse_address(text);
    if (!parsed) return std::nullopt;
    return std::move(parsed).value();
}

struct Bound {
    Outcome outcome;
    std::optional<Reason> reason;
    friend bool operator==(const Bound&, const Bound&) = default;
};
constexpr Bound kBound{Outcome::passed, std::nullopt};

Bound bind(const CertificateAddresses& certificate, const std::vector<const char*>& from,
           const char* sender = nullptr) {
    std::vector<std::optional<Address>> mailboxes;
    for (const char* text : from) mailboxes.push_back(address(text));
    Findings findings;
    bind_address(certificate, mailboxes, sender ? address(sender) : std::nullopt, findings);
    for (const auto& finding : findings.list()) {
        if (finding.check == Check::V_26) return {findings[Check::V_26], finding.reason};
    }
    return {findings[Check::V_26], std::nullopt};
}

Bound unbound(Reason reason) {
    return {Outcome::failed, reason};
}

}  // namespace

TEST_CASE("a certificate is for all of its alternative names") {
    const auto found = addresses({.addresses = {"a@example.com", "B@EXAMPLE.org", "b@example.org"},
                                  .utf8_addresses = {"пользователь@example.com"}});
    REQUIRE(found.addresses.size() == 3);
    CHECK_FALSE(found.from_subject_only);
    CHECK(bind(found, {"A@example.com"}) == kBound);
    CHECK(bind(found, {"b@example.org"}) == kBound);
    CHECK(bind(found, {"пользователь@example.com"}) == kBound);
}

TEST_CASE("the subject's address counts only when the alternative names have none") {
    const auto only = addresses({.subject_email = "alice@example.com"});
    CHECK(only.from_subject_only);
    CHECK(bind(only, {"alice@example.com"}) == kBound);
    const auto both = addresses({.addresses = {"a@example.com"}, .subject_email = "b@example.com"});
    CHECK_FALSE(both.from_subject_only);
    CHECK(bind(both, {"b@example.com"}) == unbound(Reason::address_differs));
    const auto unusable =
        addresses({.addresses = {"a b@example.com"}, .subject_email = "b@example.com"});
    CHECK(bind(unusable, {"b@example.com"}) == unbound(Reason::address_malformed));
}

TEST_CASE("E-38 binding ignores case and the form of a domain") {
    const auto alice = addresses({.addresses = {"alice@example.com"}});
    CHECK(bind(alice, {"Alice@EXAMPLE.com"}) == kBound);
    const auto munich = addresses({.addresses = {"alice@xn--mnchen-3ya.example"}});
    CHECK(bind(munich, {"alice@m\xC3\xBCnchen.example"}) == kBound);
}

TEST_CASE("E-39 every mailbox of From must be covered; Sender alone is on behalf of") {
    const auto alice = addresses({.addresses = {"alice@example.com"}});
    CHECK(bind(alice, {"alice@example.com", "mallory@example.net"}) ==
          unbound(Reason::address_several_from));
    CHECK(bind(alice, {}) == unbound(Reason::address_no_from));
    CHECK(bind(alice, {"boss@example.com"}, "alice@example.com") ==
          unbound(Reason::address_sender_only));
    CHECK(bind(alice, {"boss@example.com"}, "other@example.com") ==
          unbound(Reason::address_differs));
    const auto both = addresses({.addresses = {"alice@example.com", "bob@example.com"}});
    CHECK(bind(both, {"alice@example.com", "bob@example.com"}) == kBound);
}

TEST_CASE("E-40 SmtpUTF8Mailbox is compared octet for octet") {
    const auto utf8 = addresses({.utf8_addresses = {"jos\xC3\xA9@example.com"}});
    CHECK(bind(utf8, {"jos\xC3\xA9@example.com"}) == kBound);
    CHECK(bind(utf8, {"jose\xCC\x81@example.com"}) == unbound(Reason::address_differs));
}

TEST_CASE("E-41 a name with NUL, space or a trailing dot is for nobody") {
    for (const auto& name :
         {"alice@example.com\0.evil.test"s, "alice@example.com "s, "al ice@example.com"s,
          "alice@example.com."s, "<alice@example.com>"s, "alice@example.com\r\n"s, ""s}) {
        CAPTURE(name);
        const auto found = addresses({.addresses = {name}});
        CHECK(found.addresses.empty());
        CHECK(found.malformed == 1);
        CHECK(bind(found, {"alice@example.com"}) == unbound(Reason::address_malformed));
    }
}

TEST_CASE("E-41 a malformed name beside a good one takes nothing from it and adds nothing") {
    const auto found = addresses({.addresses = {"m@evil.test", "alice@example.com\0.evil.test"s}});
    CHECK(found.malformed == 1);
    CHECK(bind(found, {"m@evil.test"}) == kBound);
    CHECK(bind(found, {"alice@example.com"}) == unbound(Reason::address_differs));
}

TEST_CASE("an rfc822Name that is not ASCII is malformed") {
    CHECK(addresses({.addresses = {"jos\xC3\xA9@example.com"}}).malformed == 1);
}

TEST_CASE("a certificate without any address is bound to nobody") {
    const auto none = addresses({.common_name = "alice@example.com"});
    CHECK(none.addresses.empty());
    CHECK(bind(none, {"alice@example.com"}) == unbound(Reason::address_none_in_certificate));
}

TEST_CASE("a From that cannot be read fails V-26 and V-27") {
    const auto alice = addresses({.addresses = {"alice@example.com"}});
    Findings findings;
    bind_address(alice, {std::nullopt}, std::nullopt, findings);
    CHECK(findings.failed(Check::V_26));
    CHECK(findings.failed(Check::V_27));
}
