// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "net/server.hpp"

#include <string>
#include <vector>

namespace sealwright::net {

/// Who really gets a message (RFC 5321 §2.3.1); nothing of it is read from its header fields.
struct Envelope {
    std::string from;
    std::vector<std::string> to;
};

/// The addresses as they go into commands: their domains in A-labels. Errors: `request.malformed`
/// for what is no address, or has characters outside of ASCII before its "@".
Result<Envelope> checked(const Envelope& envelope);

/// Whether these octets may go to a server just as they are: lines end with CRLF and hold neither
/// CR, LF, NUL nor octets above 127. A server that reads line ends in another way than we do would
/// see two messages. Errors: `mail.refused`.
Result<void> check_message(View message);

/// Message submission (RFC 6409). When one recipient is refused, nobody gets it. Errors:
/// `send.*`, `request.cancelled`; nothing was sent unless it is `send.unknown`.
Result<void> submit(const Access& access, const Envelope& envelope, View message);

}  // namespace sealwright::net
