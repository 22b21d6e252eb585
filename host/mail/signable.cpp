// SPDX-License-Identifier: MPL-2.0
#include "mail/signable.hpp"

#include "base/base64.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "mail/content_type.hpp"
#include "mail/fit_body.hpp"
#include "mail/scan.hpp"
#include "mail/syntax.hpp"
#include "mail/transfer.hpp"

#include <algorithm>

namespace sealwright::mail {
namespace {

bool is_content_field(std::string_view name) {
    return equal_ignoring_case(name.substr(0, 8), "Content-") ||
           equal_ignoring_case(name, "MIME-Version");
}

bool is_binary(const Entity& entity) {
    const Field* field = entity.first("Content-Transfer-Encoding");
    return field && parse_encoding(field->value).binary;
}

/// Whether somebody's signature covers octets of this entity.
bool holds_signature(const Entity& entity) {
    return entity.type.is("multipart/signed") ||
           std::any_of(entity.parts.begin(), entity.parts.end(), holds_signature);
}

bool is_fit_leaf(const Entity& entity, View body) {
    if (entity.encoding != TransferEncoding::identity) return is_fit(body, kEncodedLineOctets);
    return is_fit(body, kLineOctets) && !(is_binary(entity) && has_bare_lf(body));
}

}  // namespace

Result<void> SignableWriter::write(const Entity& entity, Keep keep) {
    // What stands under somebody's signature must stay as it was signed.
    if (entity.type.is("multipart/signed")) return write_as_is(entity, keep);
    if (entity.is_multipart()) return write_multipart(entity, keep);
    if (is_fit_leaf(entity, body_of(entity))) return write_fit(entity, keep);
    if (entity.type.is("message/rfc822")) return write_message(entity, keep);
    return write_encoded(entity, keep);
}

Result<void> SignableWriter::write_multipart(const Entity& entity, Keep keep) {
    const std::string delimiter = "--" + entity.type.parameter("boundary").value_or("");
    if (auto written = write_fields(entity, keep, ""); !written) return written;
    for (const Entity& part : entity.parts) {
        append(out_, delimiter + "\r\n");
        if (auto written = write(part, Keep::all_fields); !written) return written;
        append(out_, "\r\n");
    }
    append(out_, delimiter + "--\r\n");
    return {};
}

Result<void> SignableWriter::write_as_is(const Entity& entity, Keep keep) {
    if (auto written = write_fields(entity, keep, std::nullopt); !written) return written;
    append(out_, with_crlf(body_of(entity)));
    return {};
}

/// "8bit" or "binary" would invite a transport to change what is 7-bit by now.
Result<void> SignableWriter::write_fit(const Entity& entity, Keep keep) {
    if (entity.encoding != TransferEncoding::identity) return write_as_is(entity, keep);
    if (auto written = write_fields(entity, keep, ""); !written) return written;
    append(out_, with_crlf(body_of(entity)));
    return {};
}

Result<void> SignableWriter::write_encoded(const Entity& entity, Keep keep) {
    if (entity.encoding == TransferEncoding::unknown) {
        return Error{ErrorCode::mail_unreadable, "unknown transfer encoding"};
    }
    const Bytes body = decoded_body(message_, entity);
    const bool as_text = entity.type.type == "text" && !is_binary(entity) &&
                         entity.encoding != TransferEncoding::base64;
    const auto* name = as_text ? "quoted-printable" : "base64";
    if (auto written = write_fields(entity, keep, name); !written) return written;
    if (as_text) {
        append(out_, encode_quoted_printable(with_crlf(body)));
    } else {
        append(out_, encode_base64_lines(body));
    }
    return {};
}

/// RFC 2046 §5.2.1 allows no encoding of a message, so its own leaves are brought into the form.
/// One that holds a signature, or cannot be rewritten, keeps its octets in base64 all the same.
Result<void> SignableWriter::write_message(const Entity& entity, Keep keep) {
    if (depth_ == limits::kMimeDepth) return write_encoded(entity, keep);
    const auto inner = parse_message(body_of(entity));
    if (!inner || !is_certain(*inner) || holds_signature(inner->root)) {
        return write_encoded(entity, keep);
    }
    SignableWriter writer(*inner, depth_ + 1);
    if (!writer.write(inner->root, Keep::all_fields)) return write_encoded(entity, keep);
    if (auto written = write_fields(entity, keep, ""); !written) return written;
    append(out_, writer.take());
    return {};
}

/// `encoding` replaces the Content-Transfer-Encoding; an empty one leaves it out, which is 7bit.
Result<void> SignableWriter::write_fields(const Entity& entity, Keep keep,
                                          std::optional<std::string_view> encoding) {
    for (const Field& field : entity.fields) {
        if (keep == Keep::content_fields && !is_content_field(field.name)) continue;
        if (encoding && equal_ignoring_case(field.name, "Content-Transfer-Encoding")) continue;
        if (auto written = write_field(field); !written) return written;
    }
    if (encoding && !encoding->empty()) {
        append(out_, "Content-Transfer-Encoding: " + std::string(*encoding) + "\r\n");
    }
    append(out_, "\r\n");
    return {};
}

/// Line by line, since the folds are part of what was written; white space at line ends is not.
Result<void> SignableWriter::write_field(const Field& field) {
    const View bytes = message_.bytes;
    for (std::size_t at = field.whole.begin; at < field.whole.end;) {
        const std::size_t next = next_line(bytes, at, field.whole.end);
        std::string_view line = line_text(bytes, at, next);
        line = line.substr(0, line.find_last_not_of(" \t") + 1);
        if (!is_fit(as_view(line), kLineOctets)) {
            return Error{ErrorCode::mail_unreadable,
                         "header field " + field.name + " is not 7-bit"};
        }
        if (!line.empty()) append(out_, std::string(line) + "\r\n");
        at = next;
    }
    return {};
}

bool is_certain(const Message& message) {
    const auto& list = message.findings.list();
    return std::all_of(list.begin(), list.end(), [](const Finding& finding) {
        return finding.outcome != Outcome::failed || finding.reason == Reason::mail_nul ||
               finding.reason == Reason::mail_bare_cr;
    });
}

}  // namespace sealwright::mail
