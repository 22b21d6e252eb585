// SPDX-License-Identifier: MPL-2.0
#include "mail/transport.hpp"

#include "base/text.hpp"
#include "mail/addresses.hpp"
#include "mail/syntax.hpp"

#include <algorithm>

namespace sealwright::mail {
namespace {

/// The words and signs of a structured field without comments; a quoted-string is one word.
std::vector<std::string> tokens(std::string_view value) {
    std::vector<std::string> all;
    Cursor cursor(value);
    while (true) {
        cursor.skip_cfws();
        if (cursor.at_end()) return all;
        if (cursor.peek() == '"') {
            all.push_back(cursor.take_quoted().content);
            continue;
        }
        const std::string_view word = cursor.take_until(";=(\"");
        all.emplace_back(word.empty() ? std::string(1, cursor.take()) : std::string(word));
    }
}

/// The host that says it wrote a Received field (RFC 5321 §4.4).
std::string receiving_host(std::string_view value) {
    const std::vector<std::string> words = tokens(value);
    const auto by = std::find_if(words.begin(), words.end(), [](const std::string& word) {
        return equal_ignoring_case(word, "by");
    });
    return by == words.end() || by + 1 == words.end() ? std::string() : lower_ascii(*(by + 1));
}

/// The domain that servers of one site share: all but the first label, and never less than two.
std::string site_of(const std::string& host) {
    const std::size_t dot = host.find('.');
    if (dot == std::string::npos || host.find('.', dot + 1) == std::string::npos) return host;
    return host.substr(dot + 1);
}

bool is_of_site(const std::string& host, const std::vector<std::string>& servers) {
    return std::any_of(servers.begin(), servers.end(), [&](const std::string& server) {
        const std::string site = site_of(lower_ascii(server));
        return host == site || host.ends_with('.' + site);
    });
}

std::optional<DmarcResult> read_results(std::string_view value,
                                        const std::vector<std::string>& servers) {
    const std::vector<std::string> words = tokens(value);
    if (words.empty()) return std::nullopt;
    const auto known = std::find_if(servers.begin(), servers.end(), [&](const std::string& server) {
        return equal_ignoring_case(server, words.front());
    });
    if (known == servers.end()) return std::nullopt;
    for (std::size_t i = 1; i + 3 < words.size(); ++i) {
        if (words[i] == ";" && equal_ignoring_case(words[i + 1], "dmarc") && words[i + 2] == "=")
            return DmarcResult{*known, lower_ascii(words[i + 3])};
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> received_time(const Entity& root) {
    const Field* topmost = root.first("Received");
    if (!topmost) return std::nullopt;
    const std::size_t at = topmost->value.rfind(';');
    if (at == std::string::npos) return std::nullopt;
    return parse_date(std::string_view(topmost->value).substr(at + 1));
}

std::optional<DmarcResult> dmarc_result(const Entity& root,
                                        const std::vector<std::string>& servers) {
    if (servers.empty()) return std::nullopt;
    for (const Field& field : root.fields) {
        if (equal_ignoring_case(field.name, "Received") &&
            !is_of_site(receiving_host(field.value), servers))
            return std::nullopt;
        if (!equal_ignoring_case(field.name, "Authentication-Results")) continue;
        if (auto result = read_results(field.value, servers)) return result;
    }
    return std::nullopt;
}

}  // namespace sealwright::mail
