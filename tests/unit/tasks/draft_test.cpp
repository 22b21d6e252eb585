// SPDX-License-Identifier: MPL-2.0
#include "support/world.hpp"
#include "tasks/protect.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::support;

namespace {

/// A key that must not be used.
struct Untouchable final : keys::PrivateKey {
    [[nodiscard]] keys::Abilities abilities() const override {
        FAIL("the key was asked");
        return {};
    }
};

struct OwnStore final : keys::KeyStore {
    explicit OwnStore(keys::Identity identity) : identity_(std::move(identity)) {}
    [[nodiscard]] std::string name() const override { return "own"; }
    Result<keys::Inventory> list(const std::stop_token&) override {
        return keys::Inventory{{identity_}, {}};
    }
    keys::Identity identity_;
};

Result<tasks::ProtectedMessage> kept(const World& world, const std::string& entity) {
    tasks::Services services = world.services();
    keys::Identity identity = world.identity(world.bob);
    identity.key = std::make_shared<Untouchable>();
    services.stores = {std::make_shared<OwnStore>(identity)};
    tasks::DraftRequest request;
    request.fields = {{"Subject", "unfinished"}, {"Content-Type", "text/plain"}};
    request.entity = as_view(entity);
    request.account = "bob@example.org";
    return tasks::protect_draft(request, services);
}

}  // namespace

TEST_CASE("E-63 a draft is encrypted to the account alone, unsigned, and no key is used") {
    World world;
    auto draft = kept(world, text_entity("not yet finished"));
    REQUIRE_MESSAGE(draft.ok(), draft.error().detail);
    CHECK(as_text(draft->entity).find("finished") == std::string_view::npos);
    CHECK(draft->copies.empty());
    REQUIRE(draft->outer.size() == 2);
    CHECK(draft->outer[0].name == "Subject");
    CHECK(draft->outer[1].name == "MIME-Version");

    auto reading = world.open(fields(world) + std::string(as_text(draft->entity)));
    CHECK(reading.verdict.signature == SignatureState::none);
    REQUIRE(reading.recipients.size() == 1);
}

TEST_CASE("E-63 a draft reopens whole: unrestricted, the same octets, whatever they are") {
    World world;
    const std::string entity =
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "<p>Gr\u00fc\u00dfe  \r\nFrom here</p>\n";
    auto draft = kept(world, entity);
    REQUIRE(draft.ok());
    auto reading = world.open(fields(world) + std::string(as_text(draft->entity)));
    CHECK(reading.verdict.encryption == EncryptionState::secret);
    CHECK_FALSE(reading.verdict.restricted);
    REQUIRE(reading.plaintext);
    CHECK(as_text(reading.plaintext->view()) == entity);
}

TEST_CASE("E-63 a draft that somebody changed does not open") {
    World world;
    auto draft = kept(world, text_entity("pay 10"));
    REQUIRE(draft.ok());
    std::string mail = fields(world) + std::string(as_text(draft->entity));
    mail[mail.size() - 40] = mail[mail.size() - 40] == 'A' ? 'B' : 'A';
    auto reading = world.open(mail);
    CHECK(reading.verdict.encryption == EncryptionState::failed);
    CHECK_FALSE(reading.plaintext);
}

TEST_CASE("a draft is refused rather than kept in the clear") {
    World world;
    CHECK_FALSE(kept(world, "no entity").ok());
    tasks::DraftRequest request;
    const std::string entity = text_entity();
    request.entity = as_view(entity);
    request.account = "nobody@example.org";
    auto draft = tasks::protect_draft(request, world.services());
    REQUIRE_FALSE(draft.ok());
    CHECK(draft.error().code == ErrorCode::key_none);
}
