// SPDX-License-Identifier: MPL-2.0
#include "mail/header.hpp"

#include "base/text.hpp"
#include "mail/content_type.hpp"
#include "mail/scan.hpp"
#include "mail/syntax.hpp"

#include <algorithm>

namespace sealwright::mail {
namespace {

bool is_name_character(char c) {
    return c > 32 && c < 127 && c != ':';
}

/// Reads "Name:" and the first line of the value; nothing when the line is no field.
std::optional<Field> begin_field(std::string_view line, HeaderBlock& block) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view name = trimmed(line.substr(0, colon));
    if (name.size() != colon) block.malformed = true;
    if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_character)) {
        return std::nullopt;
    }
    return Field{{}, std::string(name), std::string(line.substr(colon + 1))};
}

/// Takes in the lines of a header block one after the other.
class FieldReader {
  public:
    void line(std::string_view text, Range range) {
        const bool folded = !text.empty() && is_white(text.front());
        if (folded && trimmed(text).empty()) block_.malformed = true;
        if (folded) return continue_field(text, range);
        finish_field();
        current_ = begin_field(text, block_);
        if (current_) current_->whole = range;
        if (!current_) block_.malformed = true;
    }
    [[nodiscard]] std::size_t fields() const { return block_.fields.size() + (current_ ? 1 : 0); }
    HeaderBlock finish() {
        finish_field();
        return std::move(block_);
    }

  private:
    void finish_field() {
        if (!current_) return;
        current_->value = std::string(trimmed(current_->value));
        block_.fields.push_back(std::move(*current_));
        current_.reset();
    }
    void continue_field(std::string_view text, Range range) {
        if (!current_) {
            block_.malformed = true;
            return;
        }
        current_->value += text;
        current_->whole.end = range.end;
    }
    HeaderBlock block_;
    std::optional<Field> current_;
};

/// "From " and an envelope sender; "From : x" is a field that V-02 has something to say about.
bool is_mbox_line(std::string_view text) {
    if (!text.starts_with("From ")) return false;
    const std::size_t sender = text.find_first_not_of(" \t", 4);
    return sender != std::string_view::npos && text[sender] != ':';
}

bool is_store_line(std::string_view line) {
    for (const std::string_view name :
         {"X-Mozilla-Status:", "X-Mozilla-Status2:", "X-Mozilla-Keys:"}) {
        if (equal_ignoring_case(line.substr(0, name.size()), name)) return true;
    }
    return false;
}

/// Where the header block that begins at `line` ends, or where the limit ends it.
std::size_t header_end(View bytes, std::size_t line) {
    const std::size_t end = std::min(bytes.size(), line + limits::kHeaderBytes);
    while (line < end) {
        const std::size_t next = next_line(bytes, line, end);
        if (line_text(bytes, line, next).empty()) break;
        line = next;
    }
    return line;
}

}  // namespace

Result<HeaderBlock> read_fields(View bytes, Range header, std::size_t most) {
    FieldReader reader;
    for (std::size_t at = header.begin; at < header.end;) {
        const std::size_t next = next_line(bytes, at, header.end);
        reader.line(line_text(bytes, at, next), {at, next});
        if (reader.fields() > most) {
            return Error{ErrorCode::mail_limit, "too many header fields"};
        }
        at = next;
    }
    return reader.finish();
}

Message parse_header(View bytes) {
    Message message;
    message.bytes = bytes;
    Entity& root = message.root;
    const std::size_t begin = message_begin(bytes);
    root.header = root.whole = {begin, header_end(bytes, begin)};
    root.body = {root.header.end, root.header.end};
    // No field is shorter than an octet.
    if (auto block = read_fields(bytes, root.header, limits::kHeaderBytes))
        root.fields = std::move(block->fields);
    const Field* field = root.first("Content-Type");
    const auto type = field ? parse_content_type(field->value) : std::nullopt;
    if (type) root.type = *type;
    return message;
}

std::size_t message_begin(View bytes) {
    std::size_t at = 0;
    if (is_mbox_line(as_text(bytes))) at = next_line(bytes, 0, bytes.size());
    while (at < bytes.size() && is_store_line(as_text(bytes.subspan(at)))) {
        at = next_line(bytes, at, bytes.size());
    }
    return at;
}

}  // namespace sealwright::mail
