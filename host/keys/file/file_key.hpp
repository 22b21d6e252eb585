// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "keys/keys.hpp"
#include "keys/soft_key.hpp"
#include "keys/turn.hpp"

#include <chrono>
#include <filesystem>

namespace sealwright::keys {

/// How often a wrong password is asked for again before the request fails.
inline constexpr int kPasswordTries = 3;
/// How long after its last use an unlocked key is kept: one sitting at the mailbox.
inline constexpr std::chrono::minutes kUnlockedFor{15};

/// The key of a PKCS#12 file. The password is asked for at the first use, unless the empty one
/// opens the file; then the key stays in wiped memory until it has not been used for kUnlockedFor
/// (looked at on the next use) or the process ends.
class FileKey final : public PrivateKey {
  public:
    FileKey(std::filesystem::path pkcs12, Certificate certificate,
            std::shared_ptr<PinPrompt> prompt, Clock clock);

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
    template <class Operation>
    auto with_key(const KeyUse& use, Operation operation)
        -> decltype(operation(std::declval<SoftKey&>()));
    Result<SoftKey> unlocked(const KeyUse& use);
    Result<void> unlock(const KeyUse& use);
    Result<void> try_password(View password, std::int64_t iterations);

    const std::filesystem::path pkcs12_;
    const Certificate certificate_;
    const std::shared_ptr<PinPrompt> prompt_;
    const Clock clock_;
    const Abilities abilities_;
    Turn turn_;
    // Guarded by turn_:
    SecretBytes pkcs8_;
    UnixTime last_use_;
};

}  // namespace sealwright::keys
