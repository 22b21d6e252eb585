// SPDX-License-Identifier: MPL-2.0
#include "wire/reply.hpp"

#include "support/ca.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::wire;

namespace {

NewTransfer counting() {
    return [next = std::uint64_t{0}]() mutable { return ++next; };
}

}  // namespace

TEST_CASE("each copy for a Bcc recipient comes in a transfer of its own") {
    tasks::ProtectedMessage message;
    message.outer = {{"Subject", "Hello"}};
    message.entity = Bytes(3, 'm');
    message.copies = {{"dave@example.net", Bytes(4, 'd')}};
    const Answer answer = protect_answer(std::move(message), counting());
    CHECK(answer.object.at("entity") == Json{{"transfer", 1}, {"size", 3}});
    CHECK(answer.object.at("copies") ==
          Json::array(
              {{{"recipient", "dave@example.net"}, {"entity", {{"transfer", 2}, {"size", 4}}}}}));
    REQUIRE(answer.bodies.size() == 2);
    CHECK(as_text(answer.bodies[1].view()) == "dddd");
    CHECK(protect_answer({}, counting()).object.at("copies") == Json::array());
}

TEST_CASE("a known certificate says where it is from, since when, and what its owner opens") {
    const support::Ca root = support::Ca::root("R", {.key = support::KeyType::p256});
    const support::Ca bob = root.leaf("bob@example.org", {.key = support::KeyType::p256});
    tasks::RecipientCertificate recipient;
    recipient.address = parse_address("bob@example.org").value();
    recipient.usable = true;
    recipient.known = {{bob.certificate,
                        {},
                        people::Source::mail,
                        UnixTime(std::chrono::seconds(7)),
                        {"AES-256-GCM"}},
                       {bob.certificate, {}, people::Source::own, {}, {}}};
    const Json answer = to_json(std::vector{recipient}).at("recipients").at(0);
    CHECK(answer.at("address") == "bob@example.org");
    CHECK(answer.at("usable") == true);
    const Json& certificates = answer.at("certificates");
    REQUIRE(certificates.size() == 2);
    CHECK(certificates[0].at("source") == "mail");
    CHECK(certificates[0].at("added") == 7);
    CHECK(certificates[0].at("opens") == Json::array({"AES-256-GCM"}));
    CHECK(certificates[1].at("source") == "own");
    CHECK_FALSE(certificates[1].contains("added"));
    CHECK(certificates[1].at("opens") == Json::array());

    const tasks::KnownPeople people{{{recipient.address, {recipient.known[0]}}}, true};
    const Json list = to_json(people);
    CHECK(list.at("more") == true);
    CHECK(list.at("people").at(0).at("address") == "bob@example.org");
    CHECK(list.at("people").at(0).at("certificates").at(0).at("source") == "mail");
}

TEST_CASE(
    "a reading names where its payload is or the transfer it comes in, and leaves only when asked "
    "for") {
    tasks::Reading reading;
    reading.payload = SecretBytes(as_view("Content-Type: text/plain\r\n\r\nhello"));
    const Answer answer = reading_answer(std::move(reading), tasks::Leaves::leave_out, counting());
    CHECK(answer.object.at("payload") == Json{{"transfer", 1}, {"size", 33}});
    CHECK_FALSE(answer.object.contains("leaves"));
    REQUIRE(answer.bodies.size() == 1);
    CHECK(answer.bodies[0].transfer == 1);
    CHECK(as_text(answer.bodies[0].view()) == "Content-Type: text/plain\r\n\r\nhello");

    tasks::Reading clear;
    clear.payload = Range{100, 133};
    const Answer named = reading_answer(std::move(clear), tasks::Leaves::leave_out, counting());
    CHECK(named.object.at("payload") == Json{{"offset", 100}, {"size", 33}});
    CHECK(named.bodies.empty());

    const Answer none = reading_answer({}, tasks::Leaves::include, counting());
    CHECK_FALSE(none.object.contains("payload"));
    CHECK(none.object.at("leaves") == Json::array());
}
