// SPDX-License-Identifier: MPL-2.0
#include "support/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace sealwright;
using namespace sealwright::support;

namespace {

bool has_flag(const tasks::Reading& reading, Flag flag) {
    const auto& flags = reading.verdict.flags;
    return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

std::string mixed(const std::vector<std::string>& parts) {
    std::string entity = "Content-Type: multipart/mixed; boundary=outer\r\n\r\n";
    for (const std::string& part : parts) entity += "--outer\r\n" + part + "\r\n";
    return entity + "--outer--\r\n";
}

}  // namespace

TEST_CASE("E-49 a signed part beside other text is S-11, never a badge for the message") {
    World world;
    std::string part = signed_detached(world, world.alice, text_entity());
    for (const auto& parts : {std::vector<std::string>{part, text_entity("footer")},
                              std::vector<std::string>{text_entity("attacker"), part}}) {
        auto reading = world.read(fields(world) + mixed(parts));
        CHECK(reading.verdict.signature == SignatureState::partial);
        CHECK(reading.verdict.summary == Summary::unprotected);
        CHECK(has_flag(reading, Flag::mixed_content));
    }
}

TEST_CASE("E-50 nesting gives the states of the table") {
    World world;
    std::string plain = text_entity();
    std::string inner = signed_opaque(world, world.alice, plain);

    SUBCASE("enveloped[signed] shows the inner signature and the lock") {
        auto reading = world.open(fields(world) + encrypted(world, inner));
        CHECK(reading.verdict.signature == SignatureState::verified);
        CHECK(reading.verdict.encryption == EncryptionState::secret);
        CHECK(reading.verdict.summary == Summary::confidential);
    }
    SUBCASE("CBC with a valid signature inside is secret, without one restricted") {
        auto with = world.open(fields(world) + encrypted(world, inner, cms::Cipher::aes_256_cbc));
        CHECK(with.verdict.encryption == EncryptionState::secret);
        auto without =
            world.open(fields(world) + encrypted(world, plain, cms::Cipher::aes_256_cbc));
        CHECK(without.verdict.encryption == EncryptionState::secret_unauthenticated);
        CHECK(without.verdict.restricted);
    }
    SUBCASE("signed[enveloped] is S-12: the envelope is signed, not the text") {
        auto reading = world.open(fields(world) +
                                  signed_detached(world, world.alice, encrypted(world, plain)));
        CHECK(reading.verdict.signature == SignatureState::outer_only);
        CHECK(reading.verdict.encryption == EncryptionState::secret);
    }
    SUBCASE("triple wrap shows the innermost signature") {
        auto reading = world.open(fields(world) +
                                  signed_detached(world, world.alice, encrypted(world, inner)));
        CHECK(reading.verdict.signature == SignatureState::verified);
        CHECK(reading.verdict.encryption == EncryptionState::secret);
    }
    SUBCASE("three encrypting layers are refused") {
        auto reading =
            world.open(fields(world) + encrypted(world, encrypted(world, encrypted(world, inner))));
        CHECK(reading.verdict.encryption == EncryptionState::refused);
        CHECK_FALSE(verdict::is_positive(reading.verdict.signature));
    }
}

TEST_CASE("E-51 a signed message attached to another gives that message no state") {
    World world;
    std::string attached = "Content-Type: message/rfc822\r\n\r\n" + fields(world) +
                           signed_detached(world, world.alice, text_entity());
    auto reading = world.read(fields(world, "mallory@example.net") +
                              mixed({text_entity("see attached"), attached}));
    CHECK(reading.verdict.signature == SignatureState::none);
}

TEST_CASE("E-57 every failed decryption ends at the same step of time with the same code") {
    World world;
    std::string good = fields(world) + encrypted(world, text_entity());
    std::string bad = good;
    bad[bad.size() - 60] = bad[bad.size() - 60] == 'A' ? 'B' : 'A';

    std::chrono::milliseconds clock{0};
    tasks::Services services = world.services();
    services.steady = [&] { return clock += std::chrono::milliseconds(7); };
    services.pause = [&](std::chrono::milliseconds time) { clock += time; };
    tasks::ReadOptions options;
    options.keys = tasks::KeysAllowed::yes;
    auto reading = tasks::read_message(as_view(bad), options, services);
    REQUIRE(reading.ok());
    CHECK(reading->verdict.encryption == EncryptionState::failed);
    REQUIRE(reading->key_error);
    CHECK(reading->key_error->code == ErrorCode::mail_decrypt_failed);
    CHECK(reading->key_error->detail.empty());
    CHECK_FALSE(reading->plaintext);
    CHECK((clock - std::chrono::milliseconds(7)) % std::chrono::milliseconds(250) ==
          std::chrono::milliseconds(0));
}

TEST_CASE("E-61 the CMS object decides, not smime-type nor the file name") {
    World world;
    std::string honest = signed_opaque(world, world.alice, text_entity());
    auto at = honest.find("signed-data");
    REQUIRE(at != std::string::npos);
    std::string lying = honest;
    lying.replace(at, 11, "enveloped-data");
    CHECK(world.read(fields(world) + lying).verdict.signature == SignatureState::verified);

    auto body = honest.substr(honest.find("\r\n\r\n"));
    std::string octets =
        "Content-Type: application/octet-stream; name=x.p7m\r\n"
        "Content-Transfer-Encoding: base64" +
        body;
    CHECK(world.read(fields(world) + octets).verdict.signature == SignatureState::verified);
}

TEST_CASE("E-62 children too few or too many, preamble and epilogue give no positive state") {
    World world;
    std::string mail = fields(world) + signed_detached(world, world.alice, text_entity());
    auto boundary_at = mail.find("boundary=") + 9;
    std::string boundary =
        mail.substr(boundary_at, mail.find_first_of("\r;", boundary_at) - boundary_at);
    boundary.erase(std::remove(boundary.begin(), boundary.end(), '"'), boundary.end());
    std::string close = "--" + boundary + "--";
    auto close_at = mail.find(close);
    REQUIRE(close_at != std::string::npos);

    std::string three = mail.substr(0, close_at) + "--" + boundary + "\r\n" + text_entity("third") +
                        "\r\n" + mail.substr(close_at);
    CHECK_FALSE(verdict::is_positive(world.read(three).verdict.signature));

    auto framed = world.read(mail + "EPILOGUE\r\n");
    for (const mail::Leaf& leaf : framed.leaves)
        CHECK(as_text(leaf.bytes.view()).find("EPILOGUE") == std::string_view::npos);
}

TEST_CASE("E-66 duplicate fields, NUL and bare CR give no positive state") {
    World world;
    std::string entity = signed_detached(world, world.alice, text_entity());
    using namespace std::string_literals;
    for (const std::string& extra :
         {"Subject: again\r\n"s, "X-Odd: a\0b\r\n"s, "X-Odd: a\rb\r\n"s, "From : x@y.z\r\n"s}) {
        auto reading = world.read(fields(world, "alice@example.com", extra) + entity);
        CAPTURE(extra);
        CHECK_FALSE(verdict::is_positive(reading.verdict.signature));
    }
}

TEST_CASE("E-75 MIME nested 10,000 deep and 50 layers of cryptography are refused") {
    World world;
    std::string deep = fields(world);
    for (int i = 0; i < 10'000; ++i) {
        std::string boundary = "b" + std::to_string(i);
        deep += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary +
                "\r\n";
    }
    auto reading = world.read(deep);
    CHECK(reading.verdict.encryption == EncryptionState::refused);
    CHECK_FALSE(verdict::is_positive(reading.verdict.signature));

    std::string entity = text_entity();
    for (int i = 0; i < 50; ++i) entity = signed_detached(world, world.alice, entity);
    CHECK_FALSE(verdict::is_positive(world.read(fields(world) + entity).verdict.signature));
}

TEST_CASE("nothing of an encrypted message is opened unless keys are allowed") {
    World world;
    auto reading = world.read(fields(world) + encrypted(world, text_entity()));
    CHECK(reading.verdict.encryption == EncryptionState::locked);
    CHECK_FALSE(reading.plaintext);
    CHECK(reading.verdict.findings.has(Reason::decryption_not_run));
}
