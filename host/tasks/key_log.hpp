// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "keys/keys.hpp"

#include <optional>
#include <string>

namespace sealwright::tasks {

/// The file's name in the data folder.
inline constexpr const char* kKeyLogName = "key-uses.log";

/// Some thousand lines of 100 octets, months of mail; twice that is kept.
inline constexpr std::size_t kKeyLogOctets = std::size_t{256} << 10;

/// One use of a key, without anything of the message and without its recipients.
struct KeyUsed {
    UnixTime time;
    keys::Action action = keys::Action::sign;
    std::string account;
    std::string store;
    std::optional<ErrorCode> failed;  ///< nothing when it was done
};

/// Where a person can look up when keys were used and what for (C-56): one line each with tabs
/// between time, action, account, store and how it ended. Mode 0600. Beyond kKeyLogOctets the
/// file becomes "….old", whose predecessor goes. Writers take turns.
class KeyLog {
  public:
    explicit KeyLog(std::string file) : file_(std::move(file)) {}

    /// What cannot be written is lost: nobody loses a message over it.
    void note(const KeyUsed& used) const;

  private:
    std::string file_;
};

}  // namespace sealwright::tasks
