// SPDX-License-Identifier: MPL-2.0
#include "verdict/states.hpp"

#include <array>

namespace sealwright::verdict {
namespace {

/// What the lock needs besides a key that fits: an unambiguous message and every rule of
/// decryption (B.0.3).
constexpr std::array kRequired = {Check::V_01, Check::V_02, Check::V_03,
                                  Check::V_30, Check::V_31, Check::V_32};

/// An opened envelope: CBC can be changed by anybody, so it counts only with a signature inside.
EncryptionState state_of_opened(const Facts& facts, SignatureState signature) {
    const Findings& found = facts.message;
    if (found.failed(Check::V_31)) return EncryptionState::refused;
    if (found.failed(Check::V_30) || found.failed(Check::V_32)) return EncryptionState::failed;
    if (facts.encryption_weak) return EncryptionState::weak;
    const bool unchanged = facts.encryption_authenticated || is_positive(signature);
    return unchanged && all_passed(found, kRequired) ? EncryptionState::secret
                                                     : EncryptionState::secret_unauthenticated;
}

}  // namespace

EncryptionState encryption_of(const Facts& facts, SignatureState signature) {
    if (facts.encryption == Encryption::none) {
        return facts.errant_encryption ? EncryptionState::partial : EncryptionState::none;
    }
    if (facts.message.failed(Check::V_01)) return EncryptionState::refused;
    switch (facts.encryption) {
        case Encryption::none:
            break;
        case Encryption::opened:
            return state_of_opened(facts, signature);
        case Encryption::no_key:
            return EncryptionState::no_key;
        case Encryption::locked:
            return EncryptionState::locked;
        case Encryption::failed:
            return EncryptionState::failed;
        case Encryption::unsupported:
            return EncryptionState::unsupported;
        case Encryption::refused:
            return EncryptionState::refused;
    }
    return EncryptionState::refused;
}

}  // namespace sealwright::verdict
