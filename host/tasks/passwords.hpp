// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "net/secrets.hpp"
#include "net/server.hpp"
#include "tasks/services.hpp"

#include <span>
#include <stop_token>

namespace sealwright::tasks {

/// Under which a server's password is kept.
net::SecretName secret_name(const net::Server& server);

/// Asks the person for the password of one account at these servers and keeps it; no client ever
/// sees it. Errors: `request.malformed`, `key.cancelled`, `key.no-prompt`, `key.limited`.
Result<net::Secrets::Kept> ask_password(std::span<const net::Server> servers,
                                        const std::stop_token& stop, const Services& services);

/// Whether there was one.
Result<bool> forget_password(std::span<const net::Server> servers, const std::stop_token& stop,
                             const Services& services);

}  // namespace sealwright::tasks
