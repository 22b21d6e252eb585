// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "net/smtp.hpp"
#include "wire/members.hpp"

#include <string_view>
#include <vector>

namespace sealwright::wire {

// Members of requests about mail servers (see PROTOCOL.md).

net::Server server_member(Members& request);
/// One account's servers: at most one each to send, and to keep what was sent.
std::vector<net::Server> servers_member(Members& request);
net::Envelope envelope_member(Members& request);

}  // namespace sealwright::wire
