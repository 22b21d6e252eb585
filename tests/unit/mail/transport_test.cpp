// SPDX-License-Identifier: MPL-2.0
#include "mail/transport.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace sealwright;
using namespace sealwright::mail;

namespace {

Message parsed(const std::string& head) {
    static std::string bytes;
    bytes = head + "From: alice@example.com\r\n\r\nhello\r\n";
    auto message = parse_message(as_view(bytes));
    REQUIRE(message);
    return std::move(message).value();
}

/// "fail", "pass" … of a server the user relies on; empty when nothing is believed.
std::string dmarc(const std::string& head) {
    const Message message = parsed(head);
    const auto result = dmarc_result(message.root, {"mx.example.org", "other.example.org"});
    if (!result) return {};
    CHECK(result->server == "mx.example.org");
    return result->result;
}

const std::string kOwn = "Authentication-Results: mx.example.org; dmarc=fail\r\n";
const std::string kOwnHop = "Received: from a.test by mx.example.org with ESMTPS; now\r\n";
const std::string kForeignHop = "Received: from b.test by relay.example.net; now\r\n";

}  // namespace

TEST_CASE("E-68 only results of the user's own servers, above every foreign one, are believed") {
    CHECK(dmarc(kOwn) == "fail");
    CHECK(dmarc(kOwn + kForeignHop) == "fail");
    CHECK(dmarc(kOwnHop + kOwn) == "fail");
    CHECK(dmarc("Received: by mail.example.org; now\r\n" + kOwn + kOwnHop) == "fail");
    CHECK(dmarc(kForeignHop + kOwn).empty());
    CHECK(dmarc(kOwnHop + kForeignHop + kOwn).empty());
    CHECK(dmarc("Received: from mx.example.org (by mx.example.org)\r\n" + kOwn).empty());
    CHECK(dmarc("Received: by mx.example.org.evil.test\r\n" + kOwn).empty());
    CHECK(dmarc("Authentication-Results: evil.test; dmarc=fail\r\n").empty());
    CHECK(dmarc("Authentication-Results: evil.test; dmarc=pass\r\n" + kOwn) == "fail");
    const Message message = parsed(kOwn);
    CHECK_FALSE(dmarc_result(message.root, {}));
}

TEST_CASE("E-68 results inside an attached message are nobody's") {
    const std::string bytes =
        "From: alice@example.com\r\nContent-Type: message/rfc822\r\n\r\n" + kOwn + "\r\nhello\r\n";
    const auto message = parse_message(as_view(bytes));
    REQUIRE(message);
    CHECK_FALSE(dmarc_result(message->root, {"mx.example.org"}));
}

TEST_CASE("a result stands among others, in any case, and not in comments or other values") {
    CHECK(dmarc("Authentication-Results: MX.example.org 1; spf=pass smtp.mailfrom=a.test;\r\n"
                " DMARC = Fail (p=none dmarc=pass) header.from=a.test\r\n") == "fail");
    CHECK(dmarc("Authentication-Results: mx.example.org; none\r\n").empty());
    CHECK(dmarc("Authentication-Results: mx.example.org; spf=fail (; dmarc=fail)\r\n").empty());
    CHECK(dmarc("Authentication-Results: mx.example.org; spf=fail reason=\"; dmarc=fail\"\r\n")
              .empty());
    CHECK(dmarc("Authentication-Results: mx.example.org; dmarc\r\n").empty());
}

TEST_CASE("the time of reception is that of the topmost server") {
    CHECK(received_time(parsed("Received: by a; Mon, 2 Mar 2026 10:00:00 +0000\r\n"
                               "Received: by b; Sun, 1 Mar 2026 10:00:00 +0000\r\n")
                            .root) == 1'772'445'600);
    CHECK_FALSE(received_time(parsed("Received: by a\r\n").root));
    CHECK_FALSE(received_time(parsed("").root));
}
