// SPDX-License-Identifier: MPL-2.0
#include "mail/compose.hpp"
#include "support/envelope_builder.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

constexpr std::chrono::milliseconds kStep{250};

std::string mail_of(const World& world, const EnvelopeSpec& spec) {
    const auto type = spec.mode == CipherMode::gcm ? mail::SmimeType::auth_enveloped_data
                                                   : mail::SmimeType::enveloped_data;
    return fields(world) + std::string(as_text(mail::pkcs7_mime(envelope(spec), type)));
}

/// Every way in which a message to Bob can be damaged once his key has been chosen.
std::vector<std::pair<const char*, std::string>> damaged_mails(const World& world) {
    std::vector<std::pair<const char*, std::string>> mails;
    EnvelopeSpec honest;
    honest.content = to_bytes(as_view(text_entity("a text that takes more than one block\r\n")));
    const auto add = [&](const char* name, EnvelopeSpec spec, View key,
                         std::optional<Bytes> encrypted_key = {}) {
        spec.recipients = {key_transport(world.bob, key, std::move(encrypted_key))};
        mails.emplace_back(name, mail_of(world, spec));
    };
    for (const CipherMode mode : {CipherMode::gcm, CipherMode::cbc}) {
        EnvelopeSpec spec = honest;
        spec.mode = mode;
        add("another key", spec, Bytes(32, 9));
        add("a key too short", spec, Bytes(31, 9));
        add("a key too long", spec, Bytes(33, 9));
        add("a key that is not padded", spec, {}, Bytes(256, 0x11));
        add("a key beyond the modulus", spec, {}, Bytes(256, 0xff));
        spec.ciphertext = Bytes(64, 0x5a);
        add("another ciphertext", spec, spec.key);
    }
    return mails;
}

/// Reads while every look at the clock costs `cost`; what it took in all.
std::chrono::milliseconds read_in(std::chrono::milliseconds cost, const World& world,
                                  const std::string& mail, tasks::Reading& reading) {
    std::chrono::milliseconds clock{0};
    tasks::Services services = world.services();
    services.steady = [&] { return clock += cost; };
    services.pause = [&](std::chrono::milliseconds time) { clock += time; };
    tasks::ReadOptions options;
    options.keys = tasks::KeysAllowed::yes;
    auto read = tasks::read_message(as_view(mail), options, services);
    REQUIRE(read.ok());
    reading = std::move(read).value();
    return clock - cost;
}

}  // namespace

TEST_CASE("E-57 whatever is damaged, however long it took, the answer and its time are the same") {
    const World world;
    std::optional<tasks::Reading> first;
    std::chrono::milliseconds cost{3};
    for (const auto& [kind, mail] : damaged_mails(world)) {
        const std::string& name = kind;  // clang 14 captures no structured binding
        CAPTURE(name);
        tasks::Reading reading;
        CHECK(read_in(cost += std::chrono::milliseconds(11), world, mail, reading) == kStep);
        CHECK(reading.verdict.encryption == EncryptionState::failed);
        CHECK_FALSE(reading.plaintext);
        CHECK_FALSE(reading.payload);
        REQUIRE(reading.key_error);
        CHECK(reading.key_error->code == ErrorCode::mail_decrypt_failed);
        CHECK(reading.key_error->detail.empty());
        CHECK(reading.key_error->args.empty());
        if (!first)
            first = std::move(reading);
        else {
            CHECK(reading.verdict.signature == first->verdict.signature);
            CHECK(reading.verdict.findings.list() == first->verdict.findings.list());
        }
    }
}

TEST_CASE("E-57 a failure that took longer than a step ends at the next one") {
    const World world;
    tasks::Reading reading;
    const auto mails = damaged_mails(world);
    CHECK(read_in(kStep + std::chrono::milliseconds(1), world, mails.front().second, reading) ==
          2 * kStep);
}
