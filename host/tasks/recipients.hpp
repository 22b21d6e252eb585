// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/enveloped.hpp"
#include "people/people.hpp"
#include "tasks/inventory.hpp"

#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace sealwright::tasks {

/// What one address can be sent encrypted mail with. `certificate` is nothing when none is known;
/// `findings` says why a known one is unfit (N-205, E-28).
struct RecipientCertificate {
    Address address;
    Certificate certificate;
    Findings findings;
    bool usable = false;
    std::vector<people::KnownCertificate> known;  ///< all of them, `certificate` first
    bool opens_gcm = false;  ///< the person says so; for programs that have not said anything
};

/// Looks recipients up, in what is remembered of people and then among our own certificates. Key
/// stores are listed once, when somebody is not found without them.
class Recipients {
  public:
    explicit Recipients(const Services& services, std::stop_token stop = {})
        : services_(services), stop_(std::move(stop)) {}

    /// `people.store` when what is remembered cannot be read: that says nothing of `address`.
    Result<RecipientCertificate> find(const Address& address);

  private:
    const Identities& own();
    Result<RecipientCertificate> best_known(const Address& address);
    void add_own(RecipientCertificate& recipient);
    [[nodiscard]] std::vector<Certificate> with_own_chains(std::vector<Certificate> chain);

    const Services& services_;
    const std::stop_token stop_;
    std::optional<Identities> own_;
};

/// The content cipher that every one of them opens (G.10): AES-GCM only when that is known of all,
/// else CBC, never anything weaker than AES-128.
cms::Cipher cipher_for_all(std::span<const RecipientCertificate> recipients);

}  // namespace sealwright::tasks
