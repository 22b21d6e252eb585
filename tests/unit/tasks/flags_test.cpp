// SPDX-License-Identifier: MPL-2.0
#include "support/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace sealwright;
using namespace sealwright::support;

namespace {

bool has(const tasks::Reading& reading, Flag flag) {
    const auto& flags = reading.verdict.flags;
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

std::string signed_at(const World& world, UnixTime time) {
    World then = world;
    then.now = time;
    return fields(world) + signed_opaque(then, world.alice, text_entity());
}

}  // namespace

TEST_CASE("E-23 an odd signing time is R-5 beside the same state, and both times are shown") {
    World world;
    CHECK_FALSE(has(world.read(signed_at(world, world.now)), Flag::odd_time));
    const std::chrono::hours kDay{24};
    for (const UnixTime time :
         {world.now + 2 * kDay, world.now - 5 * kDay, world.now - 27 * 365 * kDay}) {
        const auto reading = world.read(signed_at(world, time));
        CHECK(reading.verdict.signature == SignatureState::verified);
        CHECK(has(reading, Flag::odd_time));
        REQUIRE(reading.signers.size() == 1);
        CHECK(reading.signers[0].signing_time == time);
        CHECK(reading.fields.date == world.now.time_since_epoch().count());
    }
}

TEST_CASE("replies that go elsewhere than to the proven address are R-4") {
    World world;
    const std::string entity = signed_opaque(world, world.alice, text_entity());
    const auto reply_to = [&](const std::string& addresses) {
        return world.read(fields(world, "alice@example.com", "Reply-To: " + addresses + "\r\n") +
                          entity);
    };
    CHECK(has(reply_to("mallory@example.net"), Flag::reply_elsewhere));
    CHECK(has(reply_to("alice@example.com, mallory@example.net"), Flag::reply_elsewhere));
    CHECK_FALSE(has(reply_to("Alice <ALICE@example.com>"), Flag::reply_elsewhere));
    CHECK_FALSE(has(world.read(fields(world) + entity), Flag::reply_elsewhere));
}

TEST_CASE("R-7 tells of a protected part beside others") {
    World world;
    const std::string beside = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" +
                               text_entity("see below") + "\r\n--x\r\n" +
                               encrypted(world, text_entity()) + "\r\n--x--\r\n";
    CHECK(has(world.open(fields(world) + beside), Flag::mixed_content));
    CHECK_FALSE(
        has(world.open(fields(world) + encrypted(world, text_entity())), Flag::mixed_content));
}
