// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/address.hpp"
#include "base/clock.hpp"
#include "people/database.hpp"

#include <memory>
#include <string>
#include <vector>

namespace sealwright::people {

/// What the verdict on one message said of its sender (B.5).
struct LedgerRow {
    UnixTime time{};
    Bytes key;  ///< SHA-256 of the signer's public key; empty when there is none
    std::string issuer;
    SignatureState state = SignatureState::none;
};

/// How senders have signed to each of our accounts, so that a missing signature can be missed.
/// Written by verdicts only, never uploaded. Thread-safe.
class Ledger {
  public:
    /// Rows kept for each account and sender.
    static constexpr int kKept = 20;

    explicit Ledger(std::shared_ptr<Database> database);

    /// One row per message: the same one again changes nothing.
    Result<void> note(const Address& account, const Address& sender, View message_sha256,
                      const LedgerRow& row);
    /// The newest first.
    Result<std::vector<LedgerRow>> recent(const Address& account, const Address& sender);

  private:
    std::shared_ptr<Database> database_;
};

}  // namespace sealwright::people
