// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/client.hpp"

namespace sealwright::keys::pkcs11 {

/// A private key on a token, used through the token's worker. Asks for the PIN when the token
/// wants it, again when it was wrong, and says when the next try is the last.
class TokenKey final : public PrivateKey {
  public:
    TokenKey(std::shared_ptr<Client> client, std::shared_ptr<PinPrompt> prompt, KeyRef ref,
             Abilities abilities);

    [[nodiscard]] Abilities abilities() const override { return abilities_; }
    Result<Bytes> sign_pkcs1(Digest md, View digest, const KeyUse& use) override;
    Result<Bytes> sign_pss(Digest md, Digest mgf1, int salt, View digest,
                           const KeyUse& use) override;
    Result<Bytes> sign_ecdsa(View digest, const KeyUse& use) override;
    Result<SecretBytes> decrypt_pkcs1(View ciphertext, const KeyUse& use) override;
    Result<SecretBytes> decrypt_oaep(Digest md, Digest mgf1, View label, View ciphertext,
                                     const KeyUse& use) override;
    Result<SecretBytes> agree(View peer_point, const KeyUse& use) override;

  private:
    /// What all operations begin with.
    [[nodiscard]] Operation operation_on(View input) const;
    /// The outcome after as many questions as it takes.
    Result<SecretBytes> run(Verb verb, const Operation& operation, const KeyUse& use);
    /// As above; a module may say what it likes, a signature has one length.
    Result<Bytes> sign(Verb verb, const Operation& operation, std::size_t size, const KeyUse& use);
    Result<void> ask(const PinNeeded& needed, Operation& operation, const KeyUse& use);

    const std::shared_ptr<Client> client_;
    const std::shared_ptr<PinPrompt> prompt_;
    const KeyRef ref_;
    const PublicKey public_key_;
    const Abilities abilities_;
};

}  // namespace sealwright::keys::pkcs11
