// SPDX-License-Identifier: MPL-2.0
#include "base/address.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

#include <idn2.h>

#include <algorithm>
#include <memory>

namespace sealwright {
namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// atext of RFC 5322 §3.2.3, and UTF8-non-ascii of RFC 6531 §3.3.
bool is_atext(char c) {
    constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~";
    return is_alphanumeric(c) || (c & 0x80) != 0 || marks.find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text) {
    if (text.empty() || text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || is_atext(c); });
}

/// Also refuses C1 controls and everything that is not UTF-8.
bool has_control(std::string_view text) {
    while (!text.empty()) {
        const Utf8Step step = utf8_step(text);
        if (!step.code_point || *step.code_point < 0x20) return true;
        if (*step.code_point >= 0x7F && *step.code_point <= 0x9F) return true;
        text.remove_prefix(step.octets);
    }
    return false;
}

/// The content of a Quoted-string and where it ended (RFC 5321 §4.1.2).
std::optional<std::pair<std::string, std::size_t>> unquoted(std::string_view text) {
    std::string content;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') return std::pair{content, i + 1};
        if (text[i] == '\\' && ++i == text.size()) break;
        content += text[i];
    }
    return std::nullopt;
}

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > 63) return false;
    if (label.front() == '-' || label.back() == '-') return false;
    return std::all_of(label.begin(), label.end(),
                       [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

bool is_host_name(std::string_view name) {
    for (std::size_t begin = 0;;) {
        const std::size_t dot = name.find('.', begin);
        if (!is_label(name.substr(begin, dot - begin))) return false;
        if (dot == std::string_view::npos) return true;
        begin = dot + 1;
    }
}

bool is_literal(std::string_view domain) {
    if (domain.size() < 3 || domain.front() != '[' || domain.back() != ']') return false;
    return std::all_of(domain.begin() + 1, domain.end() - 1, [](char c) {
        return is_alphanumeric(c) || c == '.' || c == ':' || c == '-';
    });
}

std::optional<std::string> to_a_labels(const std::string& domain) {
    char* raw = nullptr;
    const int flags = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL;
    const int outcome = idn2_to_ascii_8z(domain.c_str(), &raw, flags);
    const std::unique_ptr<char, decltype(&idn2_free)> ascii(raw, idn2_free);
    if (outcome != IDN2_OK) return std::nullopt;
    return std::string(ascii.get());
}

std::optional<std::string> read_domain(std::string_view text) {
    std::string domain(text);
    if (!is_ascii(domain)) {
        const auto ascii = to_a_labels(domain);
        if (!ascii) return std::nullopt;
        domain = *ascii;
    }
    if (!is_host_name(domain) && !is_literal(domain)) return std::nullopt;
    return lower_ascii(domain);
}

/// The comparable local part and the rest that begins with "@".
std::optional<std::pair<std::string, std::string_view>> read_local(std::string_view text) {
    std::string local;
    std::size_t end = 0;
    if (!text.empty() && text.front() == '"') {
        auto quoted = unquoted(text);
        if (!quoted) return std::nullopt;
        std::tie(local, end) = std::move(*quoted);
    } else {
        end = std::min(text.find('@'), text.size());
        local = text.substr(0, end);
        if (!is_dot_atom(local)) return std::nullopt;
    }
    if (local.empty() || end == text.size() || text[end] != '@') return std::nullopt;
    if (is_ascii(local)) local = lower_ascii(local);
    return std::pair{std::move(local), text.substr(end)};
}

std::string in_quotes(std::string_view local) {
    std::string out = "\"";
    for (const char c : local) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

Error malformed() {
    return {ErrorCode::request_malformed, "not a mailbox address", {}};
}

}  // namespace

std::string Address::text() const {
    return (is_dot_atom(local) ? local : in_quotes(local)) + '@' + domain;
}

Result<Address> parse_address(std::string_view addr_spec) {
    if (addr_spec.size() > limits::kAddressOctets || has_control(addr_spec)) return malformed();
    auto local = read_local(addr_spec);
    if (!local) return malformed();
    auto domain = read_domain(local->second.substr(1));
    if (!domain) return malformed();
    return Address{std::move(local->first), std::move(*domain)};
}

}  // namespace sealwright
