// SPDX-License-Identifier: MPL-2.0
#include "wire/server_members.hpp"

#include "base/limits.hpp"

#include <array>
#include <limits>

namespace sealwright::wire {
namespace {

constexpr std::size_t kServersOfAccount = 2;

template <class Value, std::size_t count>
Value choice(Members& members, std::string_view name,
             const std::array<std::pair<std::string_view, Value>, count>& names) {
    const std::string text = members.text(name);
    for (const auto& [word, value] : names) {
        if (text == word) return value;
    }
    members.fail(ErrorCode::request_malformed, name, "is not known");
    return names.front().second;
}

net::Security security(Members& members) {
    constexpr std::array<std::pair<std::string_view, net::Security>, 3> names = {{
        {"tls", net::Security::tls},
        {"starttls", net::Security::starttls},
        {"none", net::Security::none},
    }};
    return choice(members, "security", names);
}

net::Auth auth(Members& members) {
    constexpr std::array<std::pair<std::string_view, net::Auth>, 2> names = {{
        {"password", net::Auth::password},
        {"xoauth2", net::Auth::xoauth2},
    }};
    return choice(members, "auth", names);
}

net::Server server(const Json& object, Members& request) {
    Members members(object, "server");
    net::Server server;
    server.host = members.text("host");
    const std::uint64_t port = members.number("port");
    if (port == 0 || port > std::numeric_limits<std::uint16_t>::max())
        members.fail(ErrorCode::request_malformed, "port", "is no port");
    server.port = static_cast<std::uint16_t>(port);
    server.security = security(members);
    server.user = members.text("user");
    server.auth = auth(members);
    request.also(members.result());
    return server;
}

}  // namespace

net::Server server_member(Members& request) {
    const Json* object = request.object("server");
    return object ? server(*object, request) : net::Server();
}

std::vector<net::Server> servers_member(Members& request) {
    std::vector<net::Server> servers;
    const Json* list = request.array("servers", kServersOfAccount);
    if (!list) return servers;
    for (const Json& object : *list) servers.push_back(server(object, request));
    return servers;
}

net::Envelope envelope_member(Members& request) {
    const Json* object = request.object("envelope");
    if (!object) return {};
    Members members(*object, "envelope");
    net::Envelope envelope{members.text("from"), members.texts("to", limits::kRecipients)};
    request.also(members.result());
    return envelope;
}

}  // namespace sealwright::wire
