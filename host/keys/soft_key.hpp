// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/keys.hpp"

namespace sealwright::keys {

/// What OpenSSL itself can do with the private key that belongs to `public_key`: all of it for RSA
/// and EC keys, PSS alone for an id-RSASSA-PSS key, nothing for other kinds.
Abilities soft_abilities(const EVP_PKEY& public_key);

/// A private key in our own memory: what the file store unlocks, and what tests use. Never prompts
/// and takes no notice of `stop`; safe to use from several threads at once.
class SoftKey final : public PrivateKey {
  public:
    explicit SoftKey(std::shared_ptr<EVP_PKEY> key);

    [[nodiscard]] Abilities abilities() const override;
    Result<Bytes> sign_pkcs1(Digest md, View digest, const KeyUse& use) override;
    Result<Bytes> sign_pss(Digest md, Digest mgf1, int salt, View digest,
                           const KeyUse& use) override;
    Result<Bytes> sign_ecdsa(View digest, const KeyUse& use) override;
    Result<SecretBytes> decrypt_pkcs1(View ciphertext, const KeyUse& use) override;
    Result<SecretBytes> decrypt_oaep(Digest md, Digest mgf1, View label, View ciphertext,
                                     const KeyUse& use) override;
    Result<SecretBytes> agree(View peer_point, const KeyUse& use) override;

  private:
    std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace sealwright::keys
