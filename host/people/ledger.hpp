// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/address.hpp"
#include "base/clock.hpp"
#include "people/database.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sealwright::people {

/// What the verdict on one message said of its sender (B.5).
struct LedgerRow {
    UnixTime time{};
    Bytes key;  ///< SHA-256 of the signer's public key; empty when there is none
    std::string issuer;
    SignatureState state = SignatureState::none;
    std::string validation = {};  ///< class of the certificate (N-1205)
    std::string name = {};        ///< as the sender called itself
};

/// Whether a signature was missed in a message, or the person knows who wrote it all the same.
enum class Missed { no, yes, genuine };

struct Sender {
    Address address;
    std::string name;
};

/// How senders have signed to each of our accounts, so that a missing signature can be missed.
/// Written by verdicts only, never uploaded. Thread-safe.
class Ledger {
  public:
    /// Messages kept for each account and sender; of busy senders also one for each of as many
    /// days, or their habit would never be seen to last.
    static constexpr int kKept = 20;

    explicit Ledger(std::shared_ptr<Database> database);

    /// One row per message: the same one again changes nothing.
    Result<void> note(const Address& account, const Address& sender, View message_sha256,
                      const LedgerRow& row);
    /// What is known of the time up to `until`, the newest first, without that one message.
    Result<std::vector<LedgerRow>> before(const Address& account, const Address& sender,
                                          View message_sha256, UnixTime until);
    /// Everybody who has written to the account, once for each name.
    Result<std::vector<Sender>> senders(const Address& account);

    /// That a signature was missed once stays so, whatever else the sender writes later. Without
    /// `sender` the message tells nothing of anybody's habit.
    Result<void> note_missed(const Address& account, const std::optional<Address>& sender,
                             View message_sha256, UnixTime time);
    /// The person knows by another way who wrote the message: nothing is missed in it any more.
    Result<void> note_genuine(const Address& account, View message_sha256);
    Result<Missed> missed_in(const Address& account, View message_sha256);
    /// When the sender's signature was missed after `since` and up to `until`, the latest first.
    Result<std::vector<UnixTime>> missed(const Address& account, const Address& sender,
                                         UnixTime since, UnixTime until);

  private:
    std::shared_ptr<Database> database_;
};

}  // namespace sealwright::people
