// SPDX-License-Identifier: MPL-2.0
#include "mail/parameters.hpp"

#include "base/text.hpp"
#include "mail/charset.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace sealwright::mail {
namespace {

/// One `name=value` as it stands; `name` may carry the marks of RFC 2231.
struct Attribute {
    std::string name;
    std::string value;
    bool doubtful = false;  ///< readers of the plain grammar may get another value
};

/// All that a field says of one name.
struct Collected {
    std::vector<std::string> plain;
    std::map<unsigned, std::pair<std::string, bool>> pieces;  ///< value, percent-encoded
    bool doubtful = false;
};

// What a wrong reading of these could hide: another tree, another layer (C-41).
bool is_structural(std::string_view name) {
    return name == "boundary" || name == "protocol" || name == "smime-type";
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool encoded = text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 &&
                             hex_digit(text[i + 2]) >= 0;
        if (!encoded) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
        i += 2;
    }
    return out;
}

/// Takes "charset'language'" off the front of an extended value (RFC 2231 §4).
std::string take_charset(std::string& value) {
    const std::size_t first = value.find('\'');
    if (first == std::string::npos) return {};
    const std::size_t second = value.find('\'', first + 1);
    if (second == std::string::npos) return {};
    std::string charset = value.substr(0, first);
    value.erase(0, second + 1);
    return charset;
}

/// The pieces in order up to the first gap, as UTF-8.
std::string joined(const Collected& collected) {
    std::string bytes, charset;
    unsigned expected = 0;
    for (auto [index, piece] : collected.pieces) {
        if (index != expected++) break;
        auto& [value, encoded] = piece;
        if (encoded && index == 0) charset = take_charset(value);
        bytes += encoded ? percent_decoded(value) : value;
    }
    return charset.empty() ? bytes : to_utf8(as_view(bytes), charset);
}

/// Sorts an attribute in: "name", "name*", "name*1" and "name*1*" belong together.
void collect(Attribute attribute, std::map<std::string, Collected>& all) {
    std::string_view name = attribute.name;
    const std::size_t star = name.find('*');
    Collected& into = all[std::string(name.substr(0, star))];
    into.doubtful |= attribute.doubtful;
    if (star == std::string_view::npos) {
        into.plain.push_back(std::move(attribute.value));
        return;
    }
    std::string_view marks = name.substr(star + 1);
    const bool encoded = marks.empty() || marks.back() == '*';
    if (!marks.empty() && encoded) marks.remove_suffix(1);
    unsigned index = 0;
    if (!marks.empty()) {
        const auto [end, error] = std::from_chars(marks.data(), marks.data() + marks.size(), index);
        if (error != std::errc() || end != marks.data() + marks.size()) into.doubtful = true;
    }
    const bool added = into.pieces.try_emplace(index, std::move(attribute.value), encoded).second;
    if (!added) into.doubtful = true;
}

/// The value that counts, and whether another reader may take another one.
std::pair<std::string, bool> settle(const Collected& collected) {
    const std::string value =
        collected.pieces.empty() ? collected.plain.front() : joined(collected);
    const bool agreed = !collected.plain.empty() &&
                        std::all_of(collected.plain.begin(), collected.plain.end(),
                                    [&](const std::string& plain) { return plain == value; });
    return {value, collected.doubtful || !agreed};
}

void take_value(Cursor& cursor, Attribute& attribute) {
    if (cursor.peek() == '"') {
        auto quoted = cursor.take_quoted();
        attribute.value = std::move(quoted.content);
        attribute.doubtful = quoted.escapes || quoted.broken;
        return;
    }
    attribute.value = std::string(cursor.take_until(";"));
    attribute.doubtful = attribute.value.find_first_of("\"\\(),") != std::string::npos;
}

/// Reads up to the next ";"; sets `garbage` when there is more than one attribute.
std::optional<Attribute> take_attribute(Cursor& cursor, bool& garbage) {
    garbage |= cursor.skip_cfws().comment;
    if (cursor.at_end() || cursor.peek() == ';') return std::nullopt;
    Attribute attribute;
    attribute.name = lower_ascii(cursor.take_until("=;"));
    garbage |= cursor.skip_cfws().comment;
    if (!cursor.take_if('=')) {
        garbage = true;
    } else {
        garbage |= cursor.skip_cfws().comment;
        take_value(cursor, attribute);
        garbage |= cursor.skip_cfws().comment;
    }
    while (!cursor.at_end() && cursor.peek() != ';') {
        garbage = true;
        if (cursor.take_until(";").empty()) cursor.take();
    }
    return attribute;
}

}  // namespace

Parameters read_parameters(Cursor cursor) {
    Parameters parameters;
    std::map<std::string, Collected> all;
    while (!cursor.at_end()) {
        if (auto attribute = take_attribute(cursor, parameters.ambiguous)) {
            collect(std::move(*attribute), all);
        }
        cursor.take_if(';');
    }
    for (const auto& [name, collected] : all) {
        auto [value, doubtful] = settle(collected);
        if (doubtful && is_structural(name)) parameters.ambiguous = true;
        parameters.values.emplace_back(name, std::move(value));
    }
    return parameters;
}

}  // namespace sealwright::mail
