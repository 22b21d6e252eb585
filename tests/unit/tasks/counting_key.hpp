// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/soft_key.hpp"
#include "support/world.hpp"

#include <memory>
#include <optional>

namespace sealwright::support {

/// A key that counts its uses, and can answer with an error instead of doing its work.
class CountingKey final : public keys::PrivateKey {
  public:
    explicit CountingKey(std::shared_ptr<EVP_PKEY> key)
        : abilities_here(keys::soft_abilities(*key)), key_(std::move(key)) {}

    [[nodiscard]] keys::Abilities abilities() const override { return abilities_here; }
    Result<Bytes> sign_pkcs1(keys::Digest md, View digest, const keys::KeyUse& use) override {
        ++signed_with;
        return key_.sign_pkcs1(md, digest, use);
    }
    Result<Bytes> sign_ecdsa(View digest, const keys::KeyUse& use) override {
        ++signed_with;
        return key_.sign_ecdsa(digest, use);
    }
    Result<SecretBytes> decrypt_pkcs1(View ciphertext, const keys::KeyUse& use) override {
        ++opened_with;
        if (answer) return *answer;
        return key_.decrypt_pkcs1(ciphertext, use);
    }
    Result<SecretBytes> decrypt_oaep(keys::Digest md, keys::Digest mgf1, View label,
                                     View ciphertext, const keys::KeyUse& use) override {
        ++opened_with;
        if (answer) return *answer;
        return key_.decrypt_oaep(md, mgf1, label, ciphertext, use);
    }
    Result<SecretBytes> agree(View point, const keys::KeyUse& use) override {
        ++opened_with;
        if (answer) return *answer;
        return key_.agree(point, use);
    }

    int signed_with = 0;
    int opened_with = 0;
    std::optional<Error> answer;
    keys::Abilities abilities_here;

  private:
    keys::SoftKey key_;
};

/// A store that lists what it was given, be it an error.
class GivenStore final : public keys::KeyStore {
  public:
    explicit GivenStore(keys::Inventory inventory) : inventory_(std::move(inventory)) {}
    explicit GivenStore(Error error) : error_(std::move(error)) {}
    [[nodiscard]] std::string name() const override { return "given"; }
    Result<keys::Inventory> list(const std::stop_token&) override {
        if (error_) return *error_;
        return inventory_;
    }

  private:
    keys::Inventory inventory_;
    std::optional<Error> error_;
};

inline keys::Identity identity_with(const World& world, const Ca& who,
                                    std::shared_ptr<keys::PrivateKey> key) {
    keys::Identity identity = world.identity(who);
    identity.key = std::move(key);
    return identity;
}

/// Services of somebody who has one identity: `who`, whose uses are counted.
struct Watched {
    explicit Watched(const World& world) : Watched(world, world.bob) {}
    Watched(const World& world, const Ca& who)
        : key(std::make_shared<CountingKey>(who.key)), services(world.services()) {
        services.stores = {std::make_shared<GivenStore>(
            keys::Inventory{{identity_with(world, who, key)}, {}, {}})};
    }

    /// Reads with keys, leaves and payload.
    [[nodiscard]] tasks::Reading open(const std::string& message) const {
        tasks::ReadOptions options;
        options.keys = tasks::KeysAllowed::yes;
        options.leaves = tasks::Leaves::include;
        options.payload = tasks::Payload::include;
        auto reading = tasks::read_message(as_view(message), options, services);
        return std::move(reading).value();
    }

    std::shared_ptr<CountingKey> key;
    tasks::Services services;
};

/// Whether a reading holds nothing of what is inside the message.
inline bool gives_nothing(const tasks::Reading& reading) {
    return !reading.payload && !reading.plaintext && reading.leaves.empty();
}

}  // namespace sealwright::support
