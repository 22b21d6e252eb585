// SPDX-License-Identifier: MPL-2.0
#include "mail/tree.hpp"

#include "base/limits.hpp"
#include "mail/content_type.hpp"
#include "mail/field_rules.hpp"
#include "mail/header.hpp"

#include <algorithm>

namespace sealwright::mail {

Result<void> TreeBuilder::build() {
    if (auto opened = open(begin_); !opened) return opened;
    const View bytes = message_.bytes;
    std::size_t from = line_end_before(open_.back().entity.body.begin);
    while (from < bytes.size()) {
        Oddities odd;
        const std::size_t line = find_dash_line(bytes, from, odd);
        if (!open_.back().binary) note_octets(odd);
        from = line;
        if (line == bytes.size()) break;
        const auto delimiter = delimiter_at(line);
        if (!delimiter) continue;
        if (auto handled = handle(*delimiter, line); !handled) return handled;
        from =
            line_end_before(delimiter->closing ? delimiter->next : open_.back().entity.body.begin);
    }
    close_down_to(0, bytes.size());
    return {};
}

Result<void> TreeBuilder::handle(const Delimiter& delimiter, std::size_t line) {
    close_down_to(delimiter.owner + 1, before_line_break(message_.bytes, line, begin_));
    if (!delimiter.closing) return open(delimiter.next);
    boundaries_.end(open_.back().boundary);
    open_.back().entity.closed = true;
    return {};
}

/// Only whole lines count: "--ab" is not a delimiter of "a", even though RFC 2046 §5.1.1 would let
/// it pass; such lines take away the certainty (V-05) but not the ranges.
std::optional<TreeBuilder::Delimiter> TreeBuilder::delimiter_at(std::size_t line) {
    const std::size_t next = next_line(message_.bytes, line, message_.bytes.size());
    const Boundaries::Line read = boundaries_.read(line_text(message_.bytes, line, next));
    if (read.doubtful) fail(Check::V_05, Reason::mail_ambiguous_boundary);
    if (!read.owner) return std::nullopt;
    return Delimiter{*read.owner, read.closing, next};
}

Result<void> TreeBuilder::open(std::size_t at) {
    if (!open_.empty() && ++parts_ > limits::kParts) {
        return Error{ErrorCode::mail_limit, "too many MIME parts"};
    }
    Open opened;
    Entity& entity = opened.entity;
    entity.whole.begin = entity.header.begin = at;
    entity.header.end = header_end(at, entity.body.begin);
    entity.whole.end = entity.body.end = message_.bytes.size();
    if (auto read = read_header(opened); !read) return read;
    open_.push_back(std::move(opened));
    return {};
}

/// The header block ends at an empty line, at a delimiter of a multipart around it, or where the
/// limit says that this is none.
std::size_t TreeBuilder::header_end(std::size_t at, std::size_t& body) {
    const View bytes = message_.bytes;
    const std::size_t most = limits::kHeaderBytes - header_octets_;
    const std::size_t end = at + std::min(bytes.size() - at, most + 2);
    std::size_t line = at;
    while (line < end) {
        const std::size_t next = next_line(bytes, line, end);
        const bool empty = line_text(bytes, line, next).empty();
        if (empty || (as_text(bytes.subspan(line)).starts_with("--") && delimiter_at(line))) {
            body = empty ? next : line;
            return line;
        }
        line = next;
    }
    body = line;
    return line;
}

Result<void> TreeBuilder::read_header(Open& opened) {
    Entity& entity = opened.entity;
    header_octets_ += entity.header.size();
    if (header_octets_ > limits::kHeaderBytes) {
        return Error{ErrorCode::mail_limit, "header blocks are too large"};
    }
    const std::size_t from = open_.empty() ? begin_ : entity.header.begin - 1;
    note_octets(oddities(message_.bytes, {from, entity.body.begin}));
    auto block = read_fields(message_.bytes, entity.header);
    if (!block) return block.error();
    entity.fields = std::move(block->fields);
    if (block->malformed) fail(Check::V_02, Reason::mail_bad_header);
    read_structure(opened);
    check_fields(entity, open_.empty() ? Place::root : Place::part, message_.findings);
    return entity.is_multipart() ? take_boundary(opened) : Result<void>();
}

void TreeBuilder::read_structure(Open& opened) {
    Entity& entity = opened.entity;
    if (!open_.empty() && open_.back().entity.type.is("multipart/digest")) {
        entity.type.type = "message";
        entity.type.subtype = "rfc822";
    }
    if (const Field* field = entity.first("Content-Type")) {
        auto type = parse_content_type(field->value);
        if (!type) fail(Check::V_02, Reason::mail_bad_header, {"content-type"});
        entity.type = type ? std::move(*type) : ContentType{};
    }
    if (const Field* field = entity.first("Content-Transfer-Encoding")) {
        const Encoding encoding = parse_encoding(field->value);
        entity.encoding = encoding.kind;
        opened.binary = encoding.binary && !entity.is_multipart();
        const bool forbidden = entity.is_multipart() && encoding.kind != TransferEncoding::identity;
        if (encoding.malformed || forbidden) fail(Check::V_02, Reason::mail_bad_encoding);
    }
}

/// A boundary that begins another open one (or equals it) makes lines that two readers see
/// differently (E-62); white space at its end is lost on the way (RFC 2046 §5.1.1).
Result<void> TreeBuilder::take_boundary(Open& opened) {
    if (open_.size() >= limits::kMimeDepth) {
        return Error{ErrorCode::mail_limit, "multiparts are nested too deeply"};
    }
    opened.entity.closed = false;
    std::string boundary = opened.entity.type.parameter("boundary").value_or("");
    const std::size_t length = boundary.find_last_not_of(" \t") + 1;
    bool doubtful = length != boundary.size();
    boundary.resize(length);
    if (!boundary.empty() && !boundaries_.open(boundary, open_.size())) doubtful = true;
    if (doubtful) fail(Check::V_05, Reason::mail_ambiguous_boundary);
    opened.boundary = std::move(boundary);
    return {};
}

void TreeBuilder::close_down_to(std::size_t size, std::size_t end) {
    while (open_.size() > size) {
        Entity entity = std::move(open_.back().entity);
        if (!open_.back().boundary.empty()) boundaries_.close(open_.back().boundary);
        open_.pop_back();
        if (!entity.closed) fail(Check::V_05, Reason::mail_unclosed);
        // Two delimiters in a row share a line break: the part between them is empty.
        end = std::max(end, entity.whole.begin);
        end_entity(entity, end);
        Entity& into = open_.empty() ? message_.root : open_.back().entity.parts.emplace_back();
        into = std::move(entity);
    }
}

/// Also draws in a header block that runs up to a delimiter: its last line break is not its own.
void TreeBuilder::end_entity(Entity& entity, std::size_t end) {
    entity.whole.end = entity.body.end = end;
    entity.body.begin = std::min(entity.body.begin, end);
    entity.header.end = std::min(entity.header.end, end);
    for (Field& field : entity.fields) field.whole.end = std::min(field.whole.end, end);
}

/// The LF before `line`, from where a search for the next line may start.
std::size_t TreeBuilder::line_end_before(std::size_t line) const {
    return std::max(line, begin_ + 1) - 1;
}

void TreeBuilder::note_octets(const Oddities& odd) {
    if (odd.nul) fail(Check::V_02, Reason::mail_nul);
    if (odd.bare_cr) fail(Check::V_02, Reason::mail_bare_cr);
    message_.has_bare_lf |= odd.bare_lf;
}

void TreeBuilder::fail(Check check, Reason reason, std::vector<std::string> args) {
    fail_once(message_.findings, check, reason, std::move(args));
}

}  // namespace sealwright::mail
