// SPDX-License-Identifier: MPL-2.0
#include "mail/plain_text.hpp"

#include "mail/leaves.hpp"
#include "mail/markup.hpp"

#include <openssl/crypto.h>

#include <algorithm>

namespace sealwright::mail {
namespace {

constexpr std::string_view kHead =
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";

void wipe(std::string& text) {
    OPENSSL_cleanse(text.data(), text.size());
}

/// Appends `text` with CRLF line ends and without other control characters, on lines of its own.
void append_lines(std::string& to, std::string_view text) {
    if (text.empty()) return;
    if (to.size() > kHead.size()) to += "\r\n";
    for (const char c : text) {
        if (c == '\n')
            to += "\r\n";
        else if (c == '\t' || static_cast<unsigned char>(c) >= 0x20)
            to.push_back(c);
    }
    if (!to.ends_with('\n')) to += "\r\n";
}

void append_leaf(std::string& to, const Message& message, const Entity& entity) {
    for (const Leaf& leaf : leaves(message, entity)) {
        if (leaf.kind == LeafKind::text) append_lines(to, as_text(leaf.bytes.view()));
        if (leaf.kind != LeafKind::html) continue;
        std::string text = without_markup(as_text(leaf.bytes.view()));
        append_lines(to, text);
        wipe(text);
    }
}

/// The walk over a payload's tree; its depth is bounded by limits::kMimeDepth.
void append_texts(std::string& to, const Message& message, const Entity& entity) {
    if (!entity.is_multipart()) return append_leaf(to, message, entity);
    if (entity.type.is("multipart/alternative") && !entity.parts.empty()) {
        const auto is_plain = [](const Entity& part) { return part.type.is("text/plain"); };
        const auto plain = std::find_if(entity.parts.rbegin(), entity.parts.rend(), is_plain);
        return append_texts(to, message,
                            plain != entity.parts.rend() ? *plain : entity.parts.back());
    }
    for (const Entity& part : entity.parts) append_texts(to, message, part);
}

}  // namespace

SecretBytes as_plain_text(const Message& message, const Entity& root) {
    std::string text(kHead);
    // One allocation: growing would leave copies of the text behind.
    text.reserve(4 * root.whole.size() + kHead.size());
    append_texts(text, message, root);
    SecretBytes entity(as_view(text));
    wipe(text);
    return entity;
}

}  // namespace sealwright::mail
