// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/address.hpp"
#include "base/clock.hpp"
#include "base/ossl.hpp"
#include "base/result.hpp"
#include "people/database.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sealwright::people {

/// `own`: it is in one of our key stores, and not kept here.
enum class Source { file, mail, own };

/// A correspondent's certificate. Having it says nothing about trust: that is judged at each use.
struct KnownCertificate {
    Certificate certificate;
    std::vector<Certificate> chain;  ///< what came with it, no order promised
    Source source = Source::file;
    UnixTime added{};
    /// Content ciphers that its owner's program says it opens, best first; empty when it has said
    /// nothing.
    std::vector<std::string> opens = {};
};

/// What is remembered about correspondents and their messages, in one SQLite file that all hosts
/// of a user share. Nothing is opened before the first question. Thread-safe. Errors are
/// `people.store`, or `system.file` when the folder cannot be made.
class People {
  public:
    explicit People(std::shared_ptr<Database> database);

    /// Known for each of `addresses`; adding the same certificate again adds its new addresses.
    Result<void> add(const KnownCertificate& known, const std::vector<Address>& addresses);
    /// What the owner of a certificate said at `said`; only newer sayings change anything (N-106).
    Result<void> note_capabilities(const X509& certificate, const std::vector<std::string>& opens,
                                   UnixTime said);
    /// Newest first.
    Result<std::vector<KnownCertificate>> certificates_for(const Address& address);
    /// Every address a certificate is known for, in alphabetical order.
    Result<std::vector<Address>> addresses();
    /// What the person says of programs that have said nothing themselves (G.10). `whom` is the
    /// text of an Address, or a domain as it stands in one.
    Result<void> set_opens_gcm(const std::string& whom, bool opens);
    /// Whether the person said so of the address or of its domain.
    Result<bool> opens_gcm(const Address& address);
    /// Drops the address and what no other address needs. Whether there was anything to forget.
    Result<bool> forget(const Address& address);

    /// The first time counts; later ones change nothing (S-3, G.6).
    Result<void> note_verified(View message_sha256, UnixTime when);
    Result<std::optional<UnixTime>> first_verified(View message_sha256);

  private:
    std::shared_ptr<Database> database_;
};

}  // namespace sealwright::people
