// SPDX-License-Identifier: MPL-2.0
#include "support/mail_rules.hpp"

#include "base/digest.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "mail/compose.hpp"
#include "mail/early.hpp"
#include "mail/structure.hpp"

#include <algorithm>

namespace sealwright::support {
namespace {

using mail::Entity;
using mail::Leaf;
using mail::Message;

bool lies_in(Range inner, Range outer) {
    return outer.begin <= inner.begin && inner.begin <= inner.end && inner.end <= outer.end;
}

std::string broken_entity_rule(const Entity& entity) {
    if (entity.header.begin != entity.whole.begin) return "the header block begins the entity";
    if (entity.body.end != entity.whole.end) return "the body ends the entity";
    if (!lies_in(entity.header, {entity.whole.begin, entity.body.begin}))
        return "header before body";
    if (!lies_in(entity.body, entity.whole)) return "the body lies in the entity";
    std::size_t from = entity.header.begin;
    for (const mail::Field& field : entity.fields) {
        if (!lies_in(field.whole, {from, entity.header.end}))
            return "fields in order in the header";
        from = field.whole.end;
    }
    return {};
}

std::string broken_tree_rule(const Entity& entity, std::size_t& entities) {
    ++entities;
    std::string broken = broken_entity_rule(entity);
    std::size_t from = entity.body.begin;
    for (const Entity& part : entity.parts) {
        if (!lies_in(part.whole, {from, entity.body.end})) return "parts in order in the body";
        from = part.whole.end;
        if (broken.empty()) broken = broken_tree_rule(part, entities);
    }
    return broken;
}

bool is_certain(const Message& message) {
    return !message.findings.failed(Check::V_02) && !message.findings.failed(Check::V_05);
}

bool holds_signed(const Entity& entity) {
    return entity.type.is("multipart/signed") ||
           std::any_of(entity.parts.begin(), entity.parts.end(), holds_signed);
}

std::string without_cr(View bytes) {
    std::string text(as_text(bytes));
    text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
    return text;
}

std::string broken_line_rule(std::string_view line) {
    if (line.starts_with("From ")) return "no line begins with From";
    if (line.ends_with(' ') || line.ends_with('\t')) return "no line ends with white space";
    if (line.size() > 998) return "no line is too long";
    const bool octets =
        std::all_of(line.begin(), line.end(), [](char c) { return c > 0 && c != '\r'; });
    return octets ? "" : "7-bit without NUL and bare CR";
}

std::string broken_lines_rule(std::string_view text) {
    while (!text.empty()) {
        const std::size_t lf = text.find('\n');
        std::string_view line = text.substr(0, lf);
        if (lf != std::string_view::npos && !line.ends_with('\r')) return "lines end with CRLF";
        if (lf != std::string_view::npos) line.remove_suffix(1);
        if (std::string broken = broken_line_rule(line); !broken.empty()) return broken;
        text = lf == std::string_view::npos ? std::string_view() : text.substr(lf + 1);
    }
    return {};
}

/// Forwarded messages are rewritten inside; line ends may have become CRLF.
bool shows_the_same(const std::vector<Leaf>& before, const std::vector<Leaf>& after) {
    return std::equal(before.begin(), before.end(), after.begin(), after.end(),
                      [](const Leaf& a, const Leaf& b) {
                          return a.kind == b.kind && a.type == b.type && a.name == b.name &&
                                 (a.type == "message/rfc822" ||
                                  without_cr(a.bytes.view()) == without_cr(b.bytes.view()));
                      });
}

}  // namespace

std::string broken_rule(const Message& message) {
    if (!lies_in(message.root.whole, {0, message.bytes.size()}))
        return "the root lies in the bytes";
    std::size_t entities = 0;
    std::string broken = broken_tree_rule(message.root, entities);
    if (entities > limits::kParts + 1) return "no more parts than the limit";
    return broken;
}

std::string broken_leaf_rule(const Message& message, const std::vector<Leaf>& leaves) {
    for (const Leaf& leaf : leaves) {
        if (!lies_in(leaf.range, message.root.whole)) return "leaves lie in the message";
        const bool is_text = leaf.kind != mail::LeafKind::attachment;
        if (is_text && !is_valid_utf8(as_text(leaf.bytes.view()))) return "shown text is UTF-8";
        if (leaf.name.find_first_of("/\\") != std::string::npos) return "file names hold no path";
        if (leaf.name != shown(leaf.name)) return "file names are fit to show";
    }
    return {};
}

std::string broken_early_rule(View bytes) {
    mail::EarlyDigest early;
    const std::size_t step = bytes.size() / 7 + 1;
    for (std::size_t size = 0; size < bytes.size(); size += step)
        early.update(bytes.subspan(0, size));
    early.update(bytes);
    if (early.whole_sha256() != sha256(bytes)) return "the digest of the whole";
    const auto message = mail::parse_message(bytes);
    if (!message || message->root.parts.empty()) return {};
    const Range range = message->root.parts[0].whole;
    const auto digest = early.digest(range, "SHA256");
    if (digest && *digest != sha256(range.of(bytes))) return "the digest of the part";
    const bool expected = message->root.type.is("multipart/signed") && is_certain(*message) &&
                          mail::micalg(message->root).empty();
    return expected && !digest ? "a certain part is hashed" : "";
}

std::string broken_form_rule(View original, const Bytes& entity) {
    const auto before = mail::parse_entity(original);
    const auto after = mail::parse_entity(entity);
    if (!before || !after) return "an entity that can be parsed";
    if (after->findings.failed(Check::V_05)) return "a certain structure";
    if (!shows_the_same(leaves(*before, before->root), leaves(*after, after->root))) {
        return "the same leaves";
    }
    const auto again = mail::entity_to_sign(entity);
    if (!again || *again != entity) return "nothing left to change";
    return holds_signed(after->root) ? "" : broken_lines_rule(as_text(entity));
}

}  // namespace sealwright::support
