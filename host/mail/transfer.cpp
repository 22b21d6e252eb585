// SPDX-License-Identifier: MPL-2.0
#include "mail/transfer.hpp"

#include "base/base64.hpp"
#include "mail/entity.hpp"
#include "mail/scan.hpp"

#include <algorithm>

namespace sealwright::mail {
namespace {

constexpr std::size_t kLineLength = 76;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

std::uint8_t* copy(std::string_view text, std::uint8_t* out) {
    return std::copy(text.begin(), text.end(), out);
}

/// Decodes one line without its line end; `soft` tells that it goes on in the next (soft break).
std::uint8_t* decode_line(std::string_view line, std::uint8_t* out, bool& soft, bool& junk) {
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    for (std::size_t i = 0; i < line.size(); ++i) {
        const int high = i + 1 < line.size() ? hex_value(line[i + 1]) : -1;
        const int low = i + 2 < line.size() ? hex_value(line[i + 2]) : -1;
        if (line[i] != '=') {
            *out++ = static_cast<std::uint8_t>(line[i]);
        } else if (high >= 0 && low >= 0) {
            *out++ = static_cast<std::uint8_t>(high * 16 + low);
            i += 2;
        } else if (i + 1 == line.size()) {
            soft = true;
        } else {
            junk = true;
            *out++ = '=';
        }
    }
    return out;
}

std::size_t decode_quoted_printable(View text, std::uint8_t* out, bool& junk) {
    std::uint8_t* to = out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t next = next_line(text, at, text.size());
        const std::string_view line = line_text(text, at, next);
        bool soft = false;
        to = decode_line(line, to, soft, junk);
        if (!soft) to = copy(as_text(Range{at + line.size(), next}.of(text)), to);
        at = next;
    }
    return static_cast<std::size_t>(to - out);
}

/// `out` has room for the body and three octets.
std::size_t decode(const Entity& entity, View body, std::uint8_t* out, bool& junk) {
    switch (entity.encoding) {
        case TransferEncoding::base64:
            return decode_base64_mail(body, out, junk);
        case TransferEncoding::quoted_printable:
            return decode_quoted_printable(body, out, junk);
        case TransferEncoding::unknown:
            junk = true;
            break;
        case TransferEncoding::identity:
            break;
    }
    copy(as_text(body), out);
    return body.size();
}

/// Builds one line of the text, broken softly where it grows too long.
class LineEncoder {
  public:
    explicit LineEncoder(Bytes& out) : out_(out) {}

    void line(std::string_view text) {
        used_ = 0;
        for (std::size_t i = 0; i < text.size(); ++i) put(text, i);
    }

  private:
    void put(std::string_view text, std::size_t i) {
        const bool encode = must_encode(text, i);
        const std::size_t size = encode ? 3 : 1;
        const bool last = i + 1 == text.size();
        if (used_ + size > kLineLength - (last ? 0 : 1)) {
            append(out_, "=\r\n");
            used_ = 0;
        }
        // The start of a line, soft or hard, is where these do harm.
        const bool escape = encode || (used_ == 0 && is_unsafe_start(text.substr(i)));
        if (escape) {
            put_escape(static_cast<std::uint8_t>(text[i]));
        } else {
            out_.push_back(static_cast<std::uint8_t>(text[i]));
        }
        used_ += escape ? 3 : 1;
    }

    static bool must_encode(std::string_view text, std::size_t i) {
        const auto octet = static_cast<unsigned char>(text[i]);
        if (octet == ' ' || octet == '\t') return i + 1 == text.size();
        return octet < 33 || octet > 126 || octet == '=';
    }
    static bool is_unsafe_start(std::string_view rest) {
        return rest.starts_with("From ") || rest.starts_with("--") || rest.front() == '.';
    }
    void put_escape(std::uint8_t octet) {
        constexpr char digits[] = "0123456789ABCDEF";
        out_.push_back('=');
        out_.push_back(static_cast<std::uint8_t>(digits[octet >> 4]));
        out_.push_back(static_cast<std::uint8_t>(digits[octet & 15u]));
    }

    Bytes& out_;
    std::size_t used_ = 0;
};

}  // namespace

Bytes decode_quoted_printable(View text, bool& junk) {
    Bytes out(text.size());
    out.resize(decode_quoted_printable(text, out.data(), junk));
    return out;
}

Bytes encode_quoted_printable(View text) {
    Bytes out;
    LineEncoder encoder(out);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t next = next_line(text, at, text.size());
        const std::string_view line = line_text(text, at, next);
        encoder.line(line);
        append(out, text.subspan(at + line.size(), next - at - line.size()));
        at = next;
    }
    return out;
}

namespace {

/// Room that the decoders are promised for what they write.
std::size_t decoded_at_most(const Entity& entity, View body) {
    const bool base64 = entity.encoding == TransferEncoding::base64;
    return (base64 ? body.size() / 4 * 3 : body.size()) + 3;
}

bool is_base64_digit(std::uint8_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

}  // namespace

bool decodes_beyond(const Message& message, const Entity& entity, std::size_t most) {
    const View body = entity.body.of(message.bytes);
    if (decoded_at_most(entity, body) - 3 <= most) return false;
    if (entity.encoding != TransferEncoding::base64) return true;
    // Line ends are a fortieth of the body and would make a message just within the limit too
    // large.
    const auto digits = static_cast<std::size_t>(std::ranges::count_if(body, is_base64_digit));
    return digits / 4 * 3 > most;
}

Bytes decoded_body(const Message& message, const Entity& entity, bool* junk) {
    const View body = entity.body.of(message.bytes);
    bool found = false;
    Bytes out(decoded_at_most(entity, body));
    out.resize(decode(entity, body, out.data(), found));
    if (junk) *junk = found;
    return out;
}

SecretBytes secret_body(const Message& message, const Entity& entity) {
    const View body = entity.body.of(message.bytes);
    bool junk = false;
    SecretBytes out(decoded_at_most(entity, body));
    out.shrink(decode(entity, body, out.writable().data(), junk));
    return out;
}

}  // namespace sealwright::mail
