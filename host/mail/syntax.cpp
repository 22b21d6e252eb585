// SPDX-License-Identifier: MPL-2.0
#include "mail/syntax.hpp"

namespace sealwright::mail {

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

bool Cursor::take_if(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
}

std::string_view Cursor::take_until(std::string_view stops) {
    const std::size_t begin = at_;
    while (!at_end() && !is_white(peek()) && stops.find(peek()) == std::string_view::npos) ++at_;
    return text_.substr(begin, at_ - begin);
}

Cursor::Skipped Cursor::skip_cfws() {
    Skipped skipped;
    const std::size_t begin = at_;
    while (!at_end()) {
        if (is_white(peek())) {
            ++at_;
            skipped.white = true;
        } else if (peek() == '(') {
            skipped.comment = true;
            if (!skip_comment()) skipped.broken = true;
        } else {
            break;
        }
    }
    skipped.text = text_.substr(begin, at_ - begin);
    return skipped;
}

// Comments nest; the depth is counted, since hostile ones nest a million deep.
bool Cursor::skip_comment() {
    std::size_t depth = 0;
    while (!at_end()) {
        const char c = take();
        if (c == '\\' && !at_end()) {
            ++at_;
        } else if (c == '(') {
            ++depth;
        } else if (c == ')' && --depth == 0) {
            return true;
        }
    }
    return false;
}

Cursor::Quoted Cursor::take_quoted() {
    const std::size_t begin = at_++;
    Quoted quoted;
    quoted.broken = true;
    while (!at_end()) {
        char c = take();
        if (c == '"') {
            quoted.broken = false;
            break;
        }
        if (c == '\\' && !at_end()) {
            quoted.escapes = true;
            c = take();
        }
        quoted.content += c;
    }
    quoted.raw = text_.substr(begin, at_ - begin);
    return quoted;
}

}  // namespace sealwright::mail
