// SPDX-License-Identifier: MPL-2.0
#include "mail/compose.hpp"
#include "support/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace sealwright;
using namespace sealwright::support;

namespace {

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

std::string without_cr(std::string text) {
    text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
    return text;
}

std::string shown_text(const tasks::Reading& reading) {
    std::string all;
    for (const mail::Leaf& leaf : reading.leaves) all += as_text(leaf.bytes.view());
    return all;
}

}  // namespace

TEST_CASE("E-01 an RSA signature by the sender reads S-1 and names the address") {
    World world;
    for (auto sign : {signed_detached, signed_opaque}) {
        auto reading = world.read(fields(world) + sign(world, world.alice, text_entity()));
        CHECK(reading.verdict.signature == SignatureState::verified);
        CHECK(reading.verdict.address == "alice@example.com");
        CHECK(reading.verdict.summary == Summary::verified);
        CHECK(shown_text(reading).find("this is Alice") != std::string::npos);
    }
}

TEST_CASE("E-02 ECDSA signatures on P-256 and P-384 read S-1") {
    for (KeyType key : {KeyType::p256, KeyType::p384}) {
        World world;
        Options options;
        options.key = key;
        world.alice = world.inter.leaf("alice@example.com", std::move(options));
        auto reading =
            world.read(fields(world) + signed_detached(world, world.alice, text_entity()));
        CHECK(reading.verdict.signature == SignatureState::verified);
    }
}

TEST_CASE("E-05 trailing spaces, dashes and a missing last line end are covered exactly") {
    World world;
    std::string entity = text_entity("trailing  \r\n-- \r\n--not a delimiter\r\nno end of line");
    std::string mail = fields(world) + signed_detached(world, world.alice, entity);
    CHECK(world.read(mail).verdict.signature == SignatureState::verified);
    CHECK(world.read(replaced(mail, "trailing  ", "trailing ")).verdict.signature ==
          SignatureState::broken);
}

TEST_CASE("E-06 a mail stored with bare LF verifies after its line ends are converted") {
    World world;
    std::string mail = fields(world) + signed_detached(world, world.alice, text_entity());
    auto reading = world.read(without_cr(mail));
    CHECK(reading.verdict.signature == SignatureState::verified);
    CHECK(reading.verdict.findings.has(Reason::mail_line_ends_converted));
    CHECK(world.read(without_cr(replaced(mail, "Hello Bob", "Hello  Bob"))).verdict.signature ==
          SignatureState::broken);
}

TEST_CASE("E-07 a wrong, oddly cased or missing micalg changes nothing") {
    World world;
    std::string mail = fields(world) + signed_detached(world, world.alice, text_entity());
    auto at = mail.find("micalg=");
    REQUIRE(at != std::string::npos);
    auto end = mail.find_first_of(";\r", at);
    for (const char* micalg : {"micalg=sha1", "micalg=\"SHA-256\"", "x-nothing=1"}) {
        std::string other = mail.substr(0, at) + micalg + mail.substr(end);
        CHECK(world.read(other).verdict.signature == SignatureState::verified);
    }
}

TEST_CASE("E-09 a footer added inside the signed part reads S-7 and the text stays readable") {
    World world;
    std::string mail = fields(world) + signed_detached(world, world.alice, text_entity());
    auto reading =
        world.read(replaced(mail, "this is Alice.\r\n", "this is Alice.\r\n-- \r\nThe list\r\n"));
    CHECK(reading.verdict.signature == SignatureState::broken);
    CHECK(shown_text(reading).find("The list") != std::string::npos);
}

TEST_CASE("E-18b content embedded in a detached signature is shown nowhere and reads S-7") {
    World world;
    cms::SignRequest request;
    std::string embedded = text_entity("EMBEDDED");
    request.entity = as_view(embedded);
    request.form = cms::Form::opaque;
    request.signing_time = world.now;
    auto made = cms::sign(request, world.identity(world.alice), {});
    REQUIRE(made.ok());
    std::string outer = text_entity("SHOWN");
    std::string mail =
        fields(world) +
        std::string(as_text(mail::multipart_signed(as_view(outer), made->cms, made->micalg)));
    auto reading = world.read(mail);
    CHECK(reading.verdict.signature == SignatureState::broken);
    CHECK(shown_text(reading).find("SHOWN") != std::string::npos);
    CHECK(shown_text(reading).find("EMBEDDED") == std::string::npos);
}

TEST_CASE("E-20 a leaf that expired yesterday, first seen today, reads S-9") {
    World world;
    Options options;
    options.not_before = world.now - std::chrono::hours(24 * 30);
    options.not_after = world.now - std::chrono::hours(24);
    world.alice = world.inter.leaf("alice@example.com", std::move(options));
    auto reading = world.read(fields(world) + signed_detached(world, world.alice, text_entity()));
    CHECK(reading.verdict.signature == SignatureState::unfit_certificate);
}

TEST_CASE("E-38 domain and ASCII local part compare without case, U-labels as A-labels") {
    World world;
    auto upper = fields(world, "Alice@EXAMPLE.com");
    CHECK(
        world.read(upper + signed_detached(world, world.alice, text_entity())).verdict.signature ==
        SignatureState::verified);
    world.alice = world.inter.leaf("alice@xn--mnchen-3ya.example");
    auto u_label = fields(world, "alice@münchen.example");
    CHECK(world.read(u_label + signed_detached(world, world.alice, text_entity()))
              .verdict.signature == SignatureState::verified);
}

TEST_CASE("E-39 several From mailboxes, several From fields, none, and a Sender that matches") {
    World world;
    std::string entity = signed_detached(world, world.alice, text_entity());
    auto state = [&](const std::string& head) {
        return world.read(head + entity).verdict.signature;
    };
    CHECK(state(fields(world, "alice@example.com, mallory@example.net")) ==
          SignatureState::wrong_address);
    CHECK_FALSE(verdict::is_positive(
        state(fields(world, "alice@example.com", "From: mallory@example.net\r\n"))));
    std::string none = fields(world);
    CHECK_FALSE(verdict::is_positive(state(none.substr(none.find("To:")))));

    auto behalf =
        world.read(fields(world, "boss@example.com", "Sender: alice@example.com\r\n") + entity);
    CHECK(behalf.verdict.signature == SignatureState::wrong_address);
    CHECK(behalf.verdict.findings.has(Reason::address_sender_only));
}

TEST_CASE("E-41 an address in the display name proves nothing and raises R-3") {
    World world;
    Ca mallory = world.inter.leaf("m@evil.test");
    for (const char* from : {"\"alice@example.com\" <m@evil.test>",
                             "=?utf-8?Q?=3Calice=40example=2Ecom=3E?= <m@evil.test>"}) {
        auto reading =
            world.read(fields(world, from) + signed_detached(world, mallory, text_entity()));
        CHECK(reading.verdict.address == "m@evil.test");
        const auto& flags = reading.verdict.flags;
        CHECK(std::find(flags.begin(), flags.end(), Flag::misleading_name) != flags.end());
    }
}

TEST_CASE("E-41 an address in the name of a group or in a comment of From raises R-3") {
    World world;
    Ca mallory = world.inter.leaf("m@evil.test");
    const std::string entity = signed_detached(world, mallory, text_entity());
    const auto misleads = [&](const std::string& from) {
        const auto& flags = world.read(fields(world, from) + entity).verdict.flags;
        return std::find(flags.begin(), flags.end(), Flag::misleading_name) != flags.end();
    };
    CHECK(misleads("ceo@corp.example: m@evil.test;"));
    CHECK(misleads("\"CEO <ceo@corp.example>\": m@evil.test;"));
    CHECK(misleads("m@evil.test (ceo@corp.example)"));
    CHECK(misleads("m@evil.test (the =?utf-8?Q?ceo=40corp.example?= himself)"));
    CHECK(misleads("x@x.test\r\nFrom: \"ceo@corp.example\" <m@evil.test>"));
    CHECK_FALSE(misleads("M <m@evil.test> (m@evil.test)"));
    CHECK_FALSE(misleads("m@evil.test <m@evil.test>"));
}

TEST_CASE("E-41 an address that is its own name is proven like any other") {
    World world;
    auto reading = world.read(fields(world, "alice@example.com <alice@example.com>") +
                              signed_detached(world, world.alice, text_entity()));
    CHECK(reading.verdict.signature == SignatureState::verified);
    CHECK(reading.verdict.address == "alice@example.com");
}

TEST_CASE(
    "C-16 a From that readers read differently is S-10 and says so, S-4 when it names others") {
    World world;
    const std::string entity = signed_detached(world, world.alice, text_entity());
    for (const char* from :
         {"Board: alice@example.com;", "Alice [x] <alice@example.com>",
          "alice@example.com\r\nFrom: alice@example.com", "nobody, alice@example.com",
          "carol@example.com <alice@example.com>"}) {
        CAPTURE(from);
        auto reading = world.read(fields(world, from) + entity);
        CHECK(reading.verdict.signature == SignatureState::unsupported);
        CHECK(reading.verdict.findings.has(Reason::address_malformed));
    }
    for (const char* from : {"Board: carol@example.com;", "Carol [x] <carol@example.com>"}) {
        CAPTURE(from);
        CHECK(world.read(fields(world, from) + entity).verdict.signature ==
              SignatureState::wrong_address);
    }
}

TEST_CASE("E-42 details of a verified mail name subject, address, issuer and what is not covered") {
    World world;
    auto reading = world.read(fields(world) + signed_detached(world, world.alice, text_entity()));
    REQUIRE(reading.signers.size() == 1);
    CHECK(reading.signers[0].certificate.issuer == "Inter I");
    CHECK(reading.signers[0].certificate.addresses ==
          std::vector<std::string>{"alice@example.com"});
    CHECK(reading.signers[0].chain.size() == 2);
    CHECK(reading.verdict.headers == HeaderState::none);
}

TEST_CASE("the shipped revocation source never yields S-1, and says why") {
    World world;
    tasks::Services services = world.services();
    services.revocation = trust::revocation_not_asked();
    std::string mail = fields(world) + signed_detached(world, world.alice, text_entity());
    auto reading = tasks::read_message(as_view(mail), {}, services);
    REQUIRE(reading.ok());
    CHECK(reading->verdict.signature == SignatureState::verified_revocation_unknown);
    CHECK(reading->verdict.findings.has(Reason::revocation_not_asked));
}
