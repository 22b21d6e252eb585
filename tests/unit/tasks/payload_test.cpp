// SPDX-License-Identifier: MPL-2.0
#include "support/world.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

std::optional<std::string> payload(const World& world, const std::string& message,
                                   tasks::KeysAllowed keys = tasks::KeysAllowed::yes) {
    tasks::ReadOptions options;
    options.keys = keys;
    options.payload = tasks::Payload::include;
    auto reading = tasks::read_message(as_view(message), options, world.services());
    REQUIRE(reading.ok());
    if (!reading->payload) return {};
    if (const auto* stretch = std::get_if<Range>(&*reading->payload))
        return message.substr(stretch->begin, stretch->size());
    return std::string(as_text(std::get<SecretBytes>(*reading->payload).view()));
}

std::string html_entity() {
    return "Content-Type: text/html\r\n\r\n<p>Hello <img src=\"http://x.test/\">Bob</p>";
}

}  // namespace

TEST_CASE("N-901 the payload is exactly the entity that was signed, encrypted or both") {
    World world;
    const std::string plain = html_entity();
    const std::string signed_inside = signed_detached(world, world.alice, plain);
    for (const std::string& envelope :
         {signed_inside, signed_opaque(world, world.alice, plain), encrypted(world, plain),
          encrypted(world, signed_opaque(world, world.alice, plain)),
          encrypted(world, signed_inside, cms::Cipher::aes_256_cbc),
          signed_detached(world, world.alice, encrypted(world, signed_inside))}) {
        CHECK(payload(world, fields(world) + envelope) == plain);
    }
}

TEST_CASE("a signature that does not hold is unwrapped like any other") {
    World world;
    std::string mail = fields(world) + signed_detached(world, world.alice, text_entity("pay 10"));
    mail.replace(mail.find("pay 10"), 6, "pay 99");
    CHECK(payload(world, mail) == text_entity("pay 99"));
}

TEST_CASE("without a layer that was opened there is no payload") {
    World world;
    CHECK_FALSE(payload(world, fields(world) + text_entity()));
    const std::string secret = fields(world) + encrypted(world, text_entity());
    CHECK_FALSE(payload(world, secret, tasks::KeysAllowed::no));
    CHECK_FALSE(payload(
        world, fields(world) + signed_detached(world, world.alice, encrypted(world, text_entity())),
        tasks::KeysAllowed::no));
    CHECK_FALSE(payload(
        world, fields(world) + "Content-Type: application/pkcs7-mime\r\n\r\nno CMS object"));
    tasks::ReadOptions unasked;
    unasked.keys = tasks::KeysAllowed::yes;
    auto reading = tasks::read_message(as_view(secret), unasked, world.services());
    REQUIRE(reading.ok());
    CHECK_FALSE(reading->payload);
}

TEST_CASE("E-54 of a message that anybody may have changed the payload is its text alone") {
    World world;
    const std::string cbc =
        fields(world) + encrypted(world, html_entity(), cms::Cipher::aes_256_cbc);
    CHECK(payload(world, cbc) ==
          "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
          "Hello Bob\r\n");
}

TEST_CASE("a payload that stands in the message as it was given is not copied") {
    World world;
    tasks::ReadOptions options;
    options.payload = tasks::Payload::include;
    const std::string mail = fields(world) + signed_detached(world, world.alice, html_entity());
    auto reading = tasks::read_message(as_view(mail), options, world.services());
    REQUIRE(reading.ok());
    CHECK(std::get<Range>(*reading->payload).begin == mail.find(html_entity()));
    options.keys = tasks::KeysAllowed::yes;
    const std::string sealed = fields(world) + encrypted(world, html_entity());
    auto opened = tasks::read_message(as_view(sealed), options, world.services());
    REQUIRE(opened.ok());
    CHECK(std::holds_alternative<SecretBytes>(*opened->payload));
}

TEST_CASE("a message that stays closed is not called a mix of protected and other parts") {
    World world;
    const std::string secret = fields(world) + encrypted(world, text_entity());
    tasks::ReadOptions without_keys;
    auto reading = tasks::read_message(as_view(secret), without_keys, world.services());
    REQUIRE(reading.ok());
    CHECK(reading->verdict.flags.empty());
}
