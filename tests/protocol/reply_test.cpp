// SPDX-License-Identifier: MPL-2.0
#include "wire/reply.hpp"

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

TEST_CASE("a reading names the transfer its payload comes in, and leaves only when asked for") {
    tasks::Reading reading;
    reading.payload.emplace(as_view("Content-Type: text/plain\r\n\r\nhello"));
    const Answer answer = reading_answer(std::move(reading), tasks::Leaves::leave_out, counting());
    CHECK(answer.object.at("payload") == Json{{"transfer", 1}, {"size", 33}});
    CHECK_FALSE(answer.object.contains("leaves"));
    REQUIRE(answer.bodies.size() == 1);
    CHECK(answer.bodies[0].transfer == 1);
    CHECK(as_text(answer.bodies[0].view()) == "Content-Type: text/plain\r\n\r\nhello");

    const Answer none = reading_answer({}, tasks::Leaves::include, counting());
    CHECK_FALSE(none.object.contains("payload"));
    CHECK(none.object.at("leaves") == Json::array());
}
