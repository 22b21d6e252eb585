// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace sealwright::net {

/// `none` is for servers on this machine alone; what answers from anywhere else gets nothing.
enum class Security { tls, starttls, none };
enum class Auth { password, xoauth2 };

/// A mail server and who we are there.
struct Server {
    std::string host;
    std::uint16_t port = 0;
    Security security = Security::tls;
    std::string user;
    Auth auth = Auth::password;
};

/// Errors: `request.malformed` for a host that is neither a name in A-labels nor an IP address, and
/// for a user with control characters, which could become commands of their own.
Result<void> check(const Server& server);

/// True for text without control characters, so that it stays within the line it is put in.
bool is_one_line(std::string_view text);

/// A server with what it takes to be let in.
struct Access {
    const Server& server;
    View secret;  ///< password or OAuth 2.0 access token
    /// Certificates that vouch for servers, PEM; empty for those of the system.
    std::string ca_file = {};
    /// Hears how many octets of the message have gone; may be empty.
    std::function<void(std::size_t)> sent = {};
    std::stop_token stop = {};
};

}  // namespace sealwright::net
