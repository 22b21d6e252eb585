// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/keys.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sealwright::stores {

/// A store with identities whose private keys the test knows as well.
struct StoreFixture {
    /// Opens it anew and locked, whatever was unlocked before.
    std::function<std::unique_ptr<keys::KeyStore>(std::shared_ptr<keys::PinPrompt>)> open;
    struct Known {
        Certificate certificate;
        std::shared_ptr<EVP_PKEY> key;
    };
    /// At least one RSA and one EC identity.
    std::vector<Known> known;
    /// Empty when the store never asks.
    std::string pin;
};

/// What every key store promises, whatever stands behind it. Call it in a TEST_CASE of its own.
void store_contract(const StoreFixture& fixture);

// Parts of the contract, each over an opened and unlocked key.
void check_signatures(keys::PrivateKey& key, EVP_PKEY& known);
void check_decryption(keys::PrivateKey& key, EVP_PKEY& known);
void check_agreement(keys::PrivateKey& key, EVP_PKEY& known);
/// One signature of the kind this key makes, verified; for showing that a key works.
bool signs(keys::PrivateKey& key, EVP_PKEY& known, const keys::KeyUse& use = {});
/// The same attempt, for looking at its error.
Result<Bytes> try_signing(keys::PrivateKey& key, const keys::KeyUse& use = {});

}  // namespace sealwright::stores
