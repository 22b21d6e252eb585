// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "net/server.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sealwright::net {

/// Puts a message into a folder, read already (IMAP APPEND with \Seen, RFC 9051 §6.3.12). Without a
/// folder it is the one the server marks \Sent (RFC 6154), or one with a usual name. Errors as of
/// submit(); `send.refused` also when there is no such folder.
Result<void> append(const Access& access, const std::string& folder, View message);

/// Of an answer to LIST, the folder for sent mail; nothing when there is none.
std::optional<std::string> sent_folder(std::string_view list);

/// Whether it can stand in a command: ASCII without control characters.
bool is_folder(std::string_view name);

}  // namespace sealwright::net
