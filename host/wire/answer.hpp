// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "wire/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sealwright::wire {

/// What a request gives: an object, and the transfers it names, sent right behind it.
struct Answer {
    struct Body {
        std::uint64_t transfer = 0;
        std::variant<Bytes, SecretBytes> bytes;

        [[nodiscard]] View view() const;
    };
    Json object = Json::object();
    std::vector<Body> bodies;
};

/// {code, text, args, retry}; `text` is for logs, clients word the code themselves.
Json error_object(const Error& error);
std::string answer_frame(std::uint64_t id, const Json& object);
/// A notice between request and answer: somebody is asked, or no more.
std::string waiting_frame(std::uint64_t id, bool for_person);
/// A notice on the way: so many octets of the message went to a mail server.
std::string sent_frame(std::uint64_t id, std::size_t octets);
/// Without an id when the error belongs to no request that could be told.
std::string error_frame(std::optional<std::uint64_t> id, const Error& error);

}  // namespace sealwright::wire
