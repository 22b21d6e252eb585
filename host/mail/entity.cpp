// SPDX-License-Identifier: MPL-2.0
#include "mail/entity.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "mail/header.hpp"
#include "mail/structure.hpp"
#include "mail/tree.hpp"

#include <algorithm>

namespace sealwright::mail {
namespace {

Result<Message> parse(View bytes, std::size_t begin) {
    if (bytes.size() > limits::kMessageBytes) {
        return Error{ErrorCode::mail_limit, "the message is too large"};
    }
    Message message;
    message.bytes = bytes;
    if (auto built = TreeBuilder(message, begin).build(); !built) return built.error();
    Findings& findings = message.findings;
    if (message.has_bare_lf) findings.note(Check::V_02, Reason::mail_bare_lf);
    findings.pass(Check::V_01);
    findings.pass(Check::V_02);
    if (layer_kind(message.root) != LayerKind::multipart_signed) findings.pass(Check::V_05);
    return message;
}

}  // namespace

Result<Message> parse_message(View bytes) {
    return parse(bytes, message_begin(bytes));
}

Result<Message> parse_entity(View bytes) {
    return parse(bytes, 0);
}

const Field* Entity::field(std::string_view name) const {
    return count(name) == 1 ? first(name) : nullptr;
}

const Field* Entity::first(std::string_view name) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) {
        return equal_ignoring_case(field.name, name);
    });
    return found == fields.end() ? nullptr : &*found;
}

std::size_t Entity::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(fields.begin(), fields.end(),
                      [&](const Field& field) { return equal_ignoring_case(field.name, name); }));
}

bool ContentType::is(std::string_view full) const {
    const std::size_t slash = full.find('/');
    return type == full.substr(0, slash) && subtype == full.substr(slash + 1);
}

std::optional<std::string> ContentType::parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters) {
        if (key == name) return value;
    }
    return std::nullopt;
}

}  // namespace sealwright::mail
