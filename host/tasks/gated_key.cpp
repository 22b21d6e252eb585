// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"
#include "tasks/key_gate.hpp"

namespace sealwright::tasks {
namespace {

using keys::Digest;
using keys::KeyUse;

class GatedKey final : public keys::PrivateKey {
  public:
    GatedKey(std::shared_ptr<keys::PrivateKey> key, Bytes name, std::string store,
             std::shared_ptr<const KeyGate> gate)
        : key_(std::move(key)),
          name_(std::move(name)),
          store_(std::move(store)),
          gate_(std::move(gate)) {}

    [[nodiscard]] keys::Abilities abilities() const override { return key_->abilities(); }

    Result<Bytes> sign_pkcs1(Digest md, View digest, const KeyUse& use) override {
        return sign(use, [&] { return key_->sign_pkcs1(md, digest, use); });
    }
    Result<Bytes> sign_pss(Digest md, Digest mgf1, int salt, View digest,
                           const KeyUse& use) override {
        return sign(use, [&] { return key_->sign_pss(md, mgf1, salt, digest, use); });
    }
    Result<Bytes> sign_ecdsa(View digest, const KeyUse& use) override {
        return sign(use, [&] { return key_->sign_ecdsa(digest, use); });
    }
    Result<SecretBytes> decrypt_pkcs1(View ciphertext, const KeyUse& use) override {
        return decrypt(use, [&] { return key_->decrypt_pkcs1(ciphertext, use); });
    }
    Result<SecretBytes> decrypt_oaep(Digest md, Digest mgf1, View label, View ciphertext,
                                     const KeyUse& use) override {
        return decrypt(use, [&] { return key_->decrypt_oaep(md, mgf1, label, ciphertext, use); });
    }
    Result<SecretBytes> agree(View peer_point, const KeyUse& use) override {
        return decrypt(use, [&] { return key_->agree(peer_point, use); });
    }
    Result<SecretBytes> agree_x963(View peer_point, Digest md, View shared_info, std::size_t length,
                                   const KeyUse& use) override {
        return decrypt(use,
                       [&] { return key_->agree_x963(peer_point, md, shared_info, length, use); });
    }

  private:
    template <class Operation>
    Result<Bytes> sign(const KeyUse& use, const Operation& operation) {
        const auto turn = gate_->take_turn(use.stop);
        if (!turn) return turn.error();
        return noted(use, operation());
    }

    template <class Operation>
    Result<SecretBytes> decrypt(const KeyUse& use, const Operation& operation) {
        const auto turn = gate_->take_turn(use.stop);
        if (!turn) return turn.error();
        const auto allowed = gate_->allow_decryption(name_, use);
        return noted(use, allowed ? operation() : allowed.error());
    }

    template <class Outcome>
    Outcome noted(const KeyUse& use, Outcome outcome) {
        gate_->note_use(use, store_, outcome ? std::nullopt : std::optional(outcome.error().code));
        return outcome;
    }

    std::shared_ptr<keys::PrivateKey> key_;
    Bytes name_;
    std::string store_;
    std::shared_ptr<const KeyGate> gate_;
};

class GatedPrompt final : public keys::PinPrompt {
  public:
    GatedPrompt(std::shared_ptr<keys::PinPrompt> prompt, std::shared_ptr<const KeyGate> gate)
        : prompt_(std::move(prompt)), gate_(std::move(gate)) {}

    Result<SecretBytes> ask(const Question& question, std::stop_token stop) override {
        const auto turn = gate_->take_turn(stop);
        if (!turn) return turn.error();
        return prompt_->ask(question, std::move(stop));
    }
    Result<bool> confirm(const Question& question, std::stop_token stop) override {
        const auto turn = gate_->take_turn(stop);
        if (!turn) return turn.error();
        return prompt_->confirm(question, std::move(stop));
    }

  private:
    std::shared_ptr<keys::PinPrompt> prompt_;
    std::shared_ptr<const KeyGate> gate_;
};

class GatedStore final : public keys::KeyStore {
  public:
    GatedStore(std::shared_ptr<keys::KeyStore> store, std::shared_ptr<const KeyGate> gate)
        : store_(std::move(store)), gate_(std::move(gate)) {}

    [[nodiscard]] std::string name() const override { return store_->name(); }
    Result<keys::Inventory> list(const std::stop_token& stop) override {
        auto inventory = store_->list(stop);
        if (!inventory) return inventory;
        for (auto& identity : inventory->identities) {
            identity.key = gated_key(std::move(identity.key), fingerprint(*identity.certificate),
                                     identity.store, gate_);
        }
        return inventory;
    }

  private:
    std::shared_ptr<keys::KeyStore> store_;
    std::shared_ptr<const KeyGate> gate_;
};

}  // namespace

std::shared_ptr<keys::PinPrompt> gated_prompt(std::shared_ptr<keys::PinPrompt> prompt,
                                              std::shared_ptr<const KeyGate> gate) {
    return std::make_shared<GatedPrompt>(std::move(prompt), std::move(gate));
}

std::shared_ptr<keys::PrivateKey> gated_key(std::shared_ptr<keys::PrivateKey> key, Bytes name,
                                            std::string store,
                                            std::shared_ptr<const KeyGate> gate) {
    return std::make_shared<GatedKey>(std::move(key), std::move(name), std::move(store),
                                      std::move(gate));
}

std::shared_ptr<keys::KeyStore> gated_store(std::shared_ptr<keys::KeyStore> store,
                                            std::shared_ptr<const KeyGate> gate) {
    return std::make_shared<GatedStore>(std::move(store), std::move(gate));
}

}  // namespace sealwright::tasks
