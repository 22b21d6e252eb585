// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "net/smtp.hpp"
#include "tasks/services.hpp"

#include <functional>
#include <stop_token>
#include <string>

namespace sealwright::tasks {

/// How a mail server is reached for one message.
struct Delivery {
    net::Server server;
    SecretBytes token;                      ///< of OAuth 2.0; passwords are looked up
    std::function<void(std::size_t)> sent;  ///< hears how many octets have gone; may be empty
    std::stop_token stop;
};

/// Hands a message to a submission server, exactly as it is. Errors: `request.malformed`,
/// `mail.refused`, `send.*`, `request.cancelled`. Nothing was sent, unless it is `send.unknown`.
Result<void> submit(View message, const net::Envelope& envelope, const Delivery& delivery,
                    const Services& services);

/// Puts a copy into a folder of an IMAP server; without a name into the one for sent mail. Errors
/// as of submit().
Result<void> keep(View message, const std::string& folder, const Delivery& delivery,
                  const Services& services);

}  // namespace sealwright::tasks
