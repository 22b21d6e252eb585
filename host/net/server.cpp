// SPDX-License-Identifier: MPL-2.0
#include "net/server.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace sealwright::net {
namespace {

constexpr std::size_t kHostOctets = 253;  ///< RFC 1035 §2.3.4
constexpr std::size_t kUserOctets = 320;  ///< an address and then some

bool is_host_octet(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '.';
}

bool is_ipv6_octet(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f') || c == ':';
}

/// A name, an IPv4 address, or an IPv6 address in brackets: nothing that means more in a URL.
bool is_host(std::string_view text) {
    if (text.empty() || text.size() > kHostOctets || text.front() == '-') return false;
    if (text.front() != '[') return std::all_of(text.begin(), text.end(), is_host_octet);
    return text.size() > 2 && text.back() == ']' &&
           std::all_of(text.begin() + 1, text.end() - 1, is_ipv6_octet);
}

}  // namespace

bool is_one_line(std::string_view text) {
    while (!text.empty()) {
        const Utf8Step step = utf8_step(text);
        if (!step.code_point || *step.code_point < 0x20) return false;
        if (*step.code_point >= 0x7F && *step.code_point <= 0x9F) return false;
        text.remove_prefix(step.octets);
    }
    return true;
}

Result<void> check(const Server& server) {
    const auto malformed = [](const char* why) {
        return Error{ErrorCode::request_malformed, std::string("server: ") + why};
    };
    if (!is_host(server.host)) return malformed("host is no name of a host");
    if (server.port == 0) return malformed("port is missing");
    if (server.user.empty() || server.user.size() > kUserOctets || !is_one_line(server.user))
        return malformed("user is no name to log in with");
    return {};
}

}  // namespace sealwright::net
