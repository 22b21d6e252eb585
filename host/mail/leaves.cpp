// SPDX-License-Identifier: MPL-2.0
#include "mail/leaves.hpp"

#include "mail/charset.hpp"
#include "mail/content_type.hpp"
#include "mail/file_name.hpp"
#include "mail/structure.hpp"
#include "mail/syntax.hpp"
#include "mail/transfer.hpp"

#include <openssl/crypto.h>

#include <algorithm>

namespace sealwright::mail {
namespace {

std::string disposition_of(const Entity& entity) {
    const Field* field = entity.first("Content-Disposition");
    return field ? parse_disposition(field->value).type : std::string();
}

std::string content_id_of(const Entity& entity) {
    const Field* field = entity.first("Content-ID");
    if (!field) return {};
    std::string_view id = trimmed(field->value);
    if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
    return std::string(id);
}

LeafKind kind_of(const Entity& entity, std::string_view disposition) {
    if (disposition == "attachment" || entity.encoding == TransferEncoding::unknown) {
        return LeafKind::attachment;
    }
    if (entity.type.is("text/plain")) return LeafKind::text;
    return entity.type.is("text/html") ? LeafKind::html : LeafKind::attachment;
}

void wipe(std::string& text) {
    OPENSSL_cleanse(text.data(), text.size());
}

SecretBytes utf8_text(const SecretBytes& body, const Entity& entity) {
    std::string text = to_utf8(body.view(), entity.type.parameter("charset").value_or(""));
    SecretBytes out(as_view(text));
    wipe(text);
    return out;
}

/// The walk over a payload's tree; its depth is bounded by limits::kMimeDepth.
class Collector {
  public:
    explicit Collector(const Message& message) : message_(message) {}

    void visit(const Entity& entity, bool signature_expected = false) {
        if (signature_expected && layer_kind(entity) == LayerKind::pkcs7_signature) return;
        if (!entity.is_multipart()) return add(entity);
        const std::size_t first = leaves.size();
        const bool is_signed = entity.type.is("multipart/signed");
        for (const Entity& part : entity.parts) visit(part, is_signed);
        if (entity.type.is("multipart/alternative")) {
            keep_last(first, LeafKind::text);
            keep_last(first, LeafKind::html);
        }
    }

    std::vector<Leaf> leaves;

  private:
    void add(const Entity& entity) {
        const std::string disposition = disposition_of(entity);
        Leaf leaf;
        leaf.kind = kind_of(entity, disposition);
        leaf.range = entity.whole;
        leaf.type = entity.type.type + '/' + entity.type.subtype;
        leaf.name = safe_file_name(entity);
        leaf.content_id = content_id_of(entity);
        leaf.in_line =
            disposition != "attachment" && (leaf.kind != LeafKind::attachment ||
                                            disposition == "inline" || !leaf.content_id.empty());
        leaf.bytes = secret_body(message_, entity);
        if (leaf.kind != LeafKind::attachment) leaf.bytes = utf8_text(leaf.bytes, entity);
        leaves.push_back(std::move(leaf));
    }

    /// Drops all but the last leaf of `kind` from `first` on: the author's best version.
    void keep_last(std::size_t first, LeafKind kind) {
        const auto begin = leaves.begin() + static_cast<std::ptrdiff_t>(first);
        const auto is_kind = [kind](const Leaf& leaf) { return leaf.kind == kind; };
        const auto last = std::find_if(leaves.rbegin(), std::make_reverse_iterator(begin), is_kind);
        if (last.base() == begin) return;
        const auto keep = std::prev(last.base());
        const auto end = std::remove_if(begin, keep, is_kind);
        leaves.erase(end, keep);
    }

    const Message& message_;
};

}  // namespace

LeafKind leaf_kind(const Entity& entity) {
    return kind_of(entity, disposition_of(entity));
}

std::vector<Leaf> leaves(const Message& message, const Entity& root) {
    Collector collector(message);
    collector.visit(root);
    return std::move(collector.leaves);
}

}  // namespace sealwright::mail
