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
constexpr std::string_view kLineEnd = "\r\n";

using Texts = std::vector<SecretBytes>;

void wipe(std::string& text) {
    OPENSSL_cleanse(text.data(), text.size());
}

/// `text` with CRLF line ends, the last one too, and without other control characters.
SecretBytes as_lines(std::string_view text) {
    SecretBytes lines(2 * text.size() + kLineEnd.size());
    auto to = lines.writable().begin();
    for (const char c : text) {
        if (c == '\n')
            to = std::ranges::copy(kLineEnd, to).out;
        else if (c == '\t' || static_cast<unsigned char>(c) >= 0x20)
            *to++ = static_cast<std::uint8_t>(c);
    }
    const bool ended = to != lines.writable().begin() && *std::prev(to) == '\n';
    if (!ended) to = std::ranges::copy(kLineEnd, to).out;
    lines.shrink(static_cast<std::size_t>(to - lines.writable().begin()));
    return lines;
}

void append_lines(Texts& texts, std::string_view text) {
    if (!text.empty()) texts.push_back(as_lines(text));
}

void append_leaf(Texts& texts, const Message& message, const Entity& entity) {
    if (leaf_kind(entity) == LeafKind::attachment) return;
    for (const Leaf& leaf : leaves(message, entity)) {
        if (leaf.kind == LeafKind::text) append_lines(texts, as_text(leaf.bytes.view()));
        if (leaf.kind != LeafKind::html) continue;
        std::string text = without_markup(as_text(leaf.bytes.view()));
        append_lines(texts, text);
        wipe(text);
    }
}

/// The walk over a payload's tree; its depth is bounded by limits::kMimeDepth.
void append_texts(Texts& texts, const Message& message, const Entity& entity) {
    if (!entity.is_multipart()) return append_leaf(texts, message, entity);
    if (entity.type.is("multipart/alternative") && !entity.parts.empty()) {
        const auto is_plain = [](const Entity& part) { return part.type.is("text/plain"); };
        const auto plain = std::find_if(entity.parts.rbegin(), entity.parts.rend(), is_plain);
        return append_texts(texts, message,
                            plain != entity.parts.rend() ? *plain : entity.parts.back());
    }
    for (const Entity& part : entity.parts) append_texts(texts, message, part);
}

/// The texts under one header block, each on lines of its own, an empty one between them.
SecretBytes joined(const Texts& texts) {
    std::size_t size = kHead.size();
    for (const SecretBytes& text : texts) size += text.size() + kLineEnd.size();
    SecretBytes entity(size);
    auto to = std::ranges::copy(kHead, entity.writable().begin()).out;
    for (const SecretBytes& text : texts) {
        if (&text != &texts.front()) to = std::ranges::copy(kLineEnd, to).out;
        to = std::ranges::copy(text.view(), to).out;
    }
    entity.shrink(static_cast<std::size_t>(to - entity.writable().begin()));
    return entity;
}

}  // namespace

SecretBytes as_plain_text(const Message& message, const Entity& root) {
    Texts texts;
    append_texts(texts, message, root);
    return joined(texts);
}

}  // namespace sealwright::mail
