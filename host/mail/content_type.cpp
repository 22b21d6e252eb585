// SPDX-License-Identifier: MPL-2.0
#include "mail/content_type.hpp"

#include "base/text.hpp"
#include "mail/parameters.hpp"

namespace sealwright::mail {
namespace {

void take_parameters(const Cursor& cursor, ContentType& type) {
    Parameters parameters = read_parameters(cursor);
    type.parameters = std::move(parameters.values);
    type.ambiguous |= parameters.ambiguous;
}

}  // namespace

std::optional<ContentType> parse_content_type(std::string_view value) {
    Cursor cursor(value);
    ContentType type;
    type.ambiguous |= cursor.skip_cfws().comment;
    type.type = lower_ascii(cursor.take_until("/;("));
    const auto before = cursor.skip_cfws();
    if (type.type.empty() || !cursor.take_if('/')) return std::nullopt;
    const auto after = cursor.skip_cfws();
    type.subtype = lower_ascii(cursor.take_until("/;("));
    if (type.subtype.empty()) return std::nullopt;
    type.ambiguous |= before.white || before.comment || after.white || after.comment;
    type.ambiguous |= cursor.skip_cfws().comment || (!cursor.at_end() && cursor.peek() != ';');
    take_parameters(cursor, type);
    return type;
}

ContentType parse_disposition(std::string_view value) {
    Cursor cursor(value);
    ContentType disposition;
    cursor.skip_cfws();
    disposition.type = lower_ascii(cursor.take_until(";("));
    disposition.subtype.clear();
    take_parameters(cursor, disposition);
    return disposition;
}

Encoding parse_encoding(std::string_view value) {
    Cursor cursor(value);
    Encoding encoding;
    encoding.malformed = cursor.skip_cfws().comment;
    const std::string word = lower_ascii(cursor.take_until(";("));
    encoding.malformed |= cursor.skip_cfws().comment || !cursor.at_end();
    encoding.binary = word == "binary";
    if (word == "base64") {
        encoding.kind = TransferEncoding::base64;
    } else if (word == "quoted-printable") {
        encoding.kind = TransferEncoding::quoted_printable;
    } else if (word != "7bit" && word != "8bit" && !encoding.binary) {
        encoding.kind = TransferEncoding::unknown;
    }
    return encoding;
}

}  // namespace sealwright::mail
