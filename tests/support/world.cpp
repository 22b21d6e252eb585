// SPDX-License-Identifier: MPL-2.0
#include "support/world.hpp"

#include "keys/soft_key.hpp"
#include "mail/compose.hpp"
#include "trust/path_cache.hpp"

#include <doctest/doctest.h>

#include <ctime>

namespace sealwright::support {
namespace {

class Good final : public trust::Revocation {
  public:
    void check(const trust::Path&, UnixTime, Findings& findings) override {
        findings.pass(Check::V_25);
    }
};

class FixedStore final : public keys::KeyStore {
  public:
    explicit FixedStore(std::vector<keys::Identity> identities)
        : identities_(std::move(identities)) {}
    [[nodiscard]] std::string name() const override { return "test"; }
    Result<keys::Inventory> list(const std::stop_token&) override {
        return keys::Inventory{identities_, {}};
    }

  private:
    std::vector<keys::Identity> identities_;
};

std::string date_of(UnixTime time) {
    std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[64];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &utc);
    return text;
}

cms::SignedObject sign(const World& world, const Ca& signer, const std::string& entity,
                       cms::Form form) {
    cms::SignRequest request;
    request.entity = as_view(entity);
    request.form = form;
    request.signing_time = world.now;
    auto made = cms::sign(request, world.identity(signer), {});
    REQUIRE_MESSAGE(made.ok(), made.error().detail);
    return std::move(made).value();
}

}  // namespace

std::unique_ptr<trust::Revocation> revocation_good() {
    return std::make_unique<Good>();
}

tasks::Services World::services() const {
    tasks::Services services;
    services.clock = [time = now] { return time; };
    services.pause = [](std::chrono::milliseconds) {};
    services.anchors = trust::fixed_anchors({root.certificate});
    services.paths = std::make_shared<trust::PathCache>();
    services.revocation = revocation_good();
    services.stores = {
        std::make_shared<FixedStore>(std::vector<keys::Identity>{identity(alice), identity(bob)})};
    return services;
}

keys::Identity World::identity(const Ca& who) const {
    keys::Identity identity;
    identity.certificate = who.certificate;
    identity.chain = {inter.certificate};
    identity.key = std::make_shared<keys::SoftKey>(who.key);
    identity.store = "test";
    return identity;
}

tasks::Reading World::read(std::string_view message, tasks::KeysAllowed keys) const {
    tasks::ReadOptions options;
    options.keys = keys;
    options.leaves = tasks::Leaves::include;
    auto reading = tasks::read_message(as_view(message), options, services());
    REQUIRE_MESSAGE(reading.ok(), reading.error().detail);
    return std::move(reading).value();
}

std::string fields(const World& world, const std::string& from, const std::string& extra) {
    return extra + "From: " + from +
           "\r\nTo: bob@example.org\r\nSubject: Greetings\r\nDate: " + date_of(world.now) +
           "\r\nMIME-Version: 1.0\r\n";
}

std::string text_entity(const std::string& text) {
    return "Content-Type: text/plain; charset=us-ascii\r\n\r\n" + text;
}

std::string signed_detached(const World& world, const Ca& signer, const std::string& entity) {
    cms::SignedObject made = sign(world, signer, entity, cms::Form::detached);
    return std::string(as_text(mail::multipart_signed(as_view(entity), made.cms, made.micalg)));
}

std::string signed_opaque(const World& world, const Ca& signer, const std::string& entity) {
    cms::SignedObject made = sign(world, signer, entity, cms::Form::opaque);
    return std::string(as_text(mail::pkcs7_mime(made.cms, mail::SmimeType::signed_data)));
}

std::string encrypted(const World& world, const std::string& entity, cms::Cipher cipher) {
    cms::EncryptRequest request;
    request.entity = as_view(entity);
    request.recipients = {world.bob.certificate};
    request.cipher = cipher;
    auto made = cms::encrypt(request);
    REQUIRE_MESSAGE(made.ok(), made.error().detail);
    auto type = cipher == cms::Cipher::aes_256_gcm ? mail::SmimeType::auth_enveloped_data
                                                   : mail::SmimeType::enveloped_data;
    return std::string(as_text(mail::pkcs7_mime(*made, type)));
}

}  // namespace sealwright::support
