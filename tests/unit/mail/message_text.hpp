// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace sealwright::mail {

/// Each "\n" of a test's text as the CRLF of a message.
inline std::string crlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

/// A parsed message together with the text that it points into.
struct Parsed {
    explicit Parsed(std::string source)
        : text(std::move(source)), result(parse_message(as_view(text))) {}
    Parsed(const Parsed&) = delete;

    std::string text;
    Result<Message> result;

    const Message& message() const { return result.value(); }
    const Entity& root() const { return message().root; }
    const Findings& findings() const { return message().findings; }
    std::string_view at(Range range) const { return as_text(range.of(message().bytes)); }
    std::string_view body(const Entity& entity) const { return at(entity.body); }
    std::string_view whole(const Entity& entity) const { return at(entity.whole); }
};

}  // namespace sealwright::mail
