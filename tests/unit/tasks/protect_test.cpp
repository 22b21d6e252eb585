// SPDX-License-Identifier: MPL-2.0
#include "people/people.hpp"
#include "support/temp_folder.hpp"
#include "support/world.hpp"
#include "tasks/import.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

struct Sender {
    World world;
    TempFolder folder;
    tasks::Services services = world.services();

    Sender() {
        services.people = std::make_shared<people::People>(
            std::make_shared<people::Database>((folder.path() / "people.sqlite").string()));
    }

    Result<Bytes> send(const std::string& mail, tasks::Protection protection,
                       std::optional<cms::Cipher> cipher = {},
                       const std::string& recipient = "bob@example.org") {
        tasks::ProtectRequest request;
        request.account = "alice@example.com";
        request.protection = protection;
        request.recipients = {recipient};
        request.cipher = cipher;
        return tasks::protect_file(as_view(mail), std::move(request), services);
    }

    void know(const Ca& person) {
        REQUIRE(tasks::add_known_certificate(as_view(person.pem_certificate()), "test", services));
        REQUIRE(
            tasks::add_known_certificate(as_view(world.inter.pem_certificate()), "test", services)
                .ok() == false);
    }
};

}  // namespace

TEST_CASE("what we sign reads S-1 with the same text, 7-bit and with fields kept") {
    Sender alice;
    std::string mail = fields(alice.world) +
                       "Content-Type: text/plain; charset=utf-8\r\n"
                       "Content-Transfer-Encoding: 8bit\r\n\r\nGrüße  \r\nFrom here\r\n";
    auto made = alice.send(mail, tasks::Protection::sign);
    REQUIRE_MESSAGE(made.ok(), made.error().detail);
    for (std::uint8_t octet : *made) CHECK(octet < 0x80);
    auto reading = alice.world.read(as_text(*made));
    CHECK(reading.verdict.signature == SignatureState::verified);
    CHECK(reading.fields.subject == "Greetings");
    REQUIRE(reading.leaves.size() == 1);
    CHECK(as_text(reading.leaves[0].bytes.view()) == "Grüße  \r\nFrom here\r\n");
}

TEST_CASE("what we encrypt opens for the recipient, signed inside, in CBC and in GCM") {
    Sender alice;
    alice.know(alice.world.bob);
    for (auto cipher : {cms::Cipher::aes_256_cbc, cms::Cipher::aes_256_gcm}) {
        auto made = alice.send(fields(alice.world) + text_entity("secret\r\n"),
                               tasks::Protection::sign_and_encrypt, cipher);
        REQUIRE_MESSAGE(made.ok(), made.error().detail);
        CHECK(as_text(*made).find("secret") == std::string_view::npos);
        auto reading = alice.world.open(as_text(*made));
        CHECK(reading.verdict.signature == SignatureState::verified);
        CHECK(reading.verdict.encryption == EncryptionState::secret);
        CHECK(reading.recipients.size() == 2);
    }
}

TEST_CASE("encrypting to somebody without a certificate stops and names them") {
    Sender alice;
    auto made = alice.send(fields(alice.world) + text_entity(), tasks::Protection::sign_and_encrypt,
                           {}, "carol@example.org");
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().code == ErrorCode::people_no_certificate);
    CHECK(made.error().args == std::vector<std::string>{"carol@example.org"});
}

TEST_CASE("E-85 a raw hash, DER and bytes that are no MIME entity are refused for signing") {
    World world;
    using namespace std::string_literals;
    for (const std::string& bytes :
         {std::string(32, '\x5a'), "\x31\x0b\x30\x09"s, "\x30\x82\x01\x00"s, "no header here"s,
          "X-Other: 1\r\n\r\nbody"s, ""s}) {
        tasks::ProtectRequest request;
        request.account = "alice@example.com";
        request.entity = as_view(bytes);
        auto made = tasks::protect(request, world.services());
        REQUIRE_FALSE(made.ok());
        CHECK(made.error().code == ErrorCode::request_refused);
    }
}
