// SPDX-License-Identifier: MPL-2.0
#include "mail/encoded_word.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "mail/addresses.hpp"
#include "mail/charset.hpp"
#include "mail/transfer.hpp"

#include <algorithm>
#include <optional>

namespace sealwright::mail {
namespace {

struct EncodedWord {
    std::string charset;
    Bytes bytes;
    std::size_t size = 0;  ///< characters it takes in the source
};

Bytes decode_b(std::string_view text) {
    Bytes out(text.size() / 4 * 3 + 3);
    bool junk = false;
    out.resize(decode_base64_mail(as_view(text), out.data(), junk));
    return out;
}

/// The "Q" encoding is quoted-printable with "_" for the space (RFC 2047 §4.2).
Bytes decode_q(std::string_view text) {
    std::string spaced;
    for (const char c : text) {
        if (c == '_') {
            spaced += "=20";
        } else {
            spaced += c;
        }
    }
    bool junk = false;
    return decode_quoted_printable(as_view(spaced), junk);
}

/// Reads `=?charset?encoding?text?=` at the front of `text`.
std::optional<EncodedWord> read_word(std::string_view text) {
    if (!text.starts_with("=?")) return std::nullopt;
    const std::size_t after_charset = text.find('?', 2);
    if (after_charset == std::string_view::npos || text.size() < after_charset + 3 ||
        text[after_charset + 2] != '?') {
        return std::nullopt;
    }
    const std::size_t begin = after_charset + 3;
    const std::size_t end = text.find('?', begin);
    if (end == std::string_view::npos || !text.substr(end).starts_with("?=")) return std::nullopt;
    const std::string_view encoded = text.substr(begin, end - begin);
    if (encoded.find_first_of(" \t") != std::string_view::npos) return std::nullopt;
    EncodedWord word;
    const std::string_view charset = text.substr(2, after_charset - 2);
    word.charset = lower_ascii(charset.substr(0, charset.find('*')));  // RFC 2231 §5 language
    const char encoding = text[after_charset + 1];
    if (encoding == 'b' || encoding == 'B') {
        word.bytes = decode_b(encoded);
    } else if (encoding == 'q' || encoding == 'Q') {
        word.bytes = decode_q(encoded);
    } else {
        return std::nullopt;
    }
    word.size = end + 2;
    return word;
}

/// Collects words of one charset, so that a character split between two of them survives.
class Output {
  public:
    void word(EncodedWord word) {
        if (word.charset != charset_) flush();
        charset_ = std::move(word.charset);
        append(pending_, word.bytes);
        after_word_ = true;
    }
    /// Text between words; white space alone is held back until it is known what follows.
    void plain(std::string_view text) {
        if (text.empty()) return;
        flush();
        out_ += to_utf8(as_view(text), "utf-8");
        after_word_ = false;
    }
    [[nodiscard]] bool after_word() const { return after_word_; }
    std::string finish() {
        flush();
        return std::move(out_);
    }

  private:
    void flush() {
        out_ += to_utf8(pending_, charset_);
        pending_.clear();
    }

    std::string out_;
    Bytes pending_;
    std::string charset_;
    bool after_word_ = false;
};

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t") == std::string_view::npos;
}

}  // namespace

std::string decode_encoded_words(std::string_view text) {
    Output out;
    std::size_t plain = 0;  // where the text not yet given out begins
    for (std::size_t at = 0; (at = text.find("=?", at)) != std::string_view::npos;) {
        auto word = read_word(text.substr(at));
        if (!word) {
            at += 2;
            continue;
        }
        const std::string_view between = text.substr(plain, at - plain);
        if (!(out.after_word() && is_blank(between))) out.plain(between);
        at += word->size;
        plain = at;
        out.word(std::move(*word));
    }
    out.plain(text.substr(plain));
    return out.finish();
}

std::string decoded_text(std::string_view value) {
    return shown(decode_encoded_words(value));
}

}  // namespace sealwright::mail
