// SPDX-License-Identifier: MPL-2.0
#include "mail/fit_body.hpp"

#include "mail/scan.hpp"
#include "mail/syntax.hpp"

#include <algorithm>

namespace sealwright::mail {
namespace {

bool is_fit_line(std::string_view line, std::size_t most) {
    if (line.size() > most || line.starts_with("From ")) return false;
    if (!line.empty() && is_white(line.back())) return false;
    return std::all_of(line.begin(), line.end(),
                       [](char c) { return (c & 0x80) == 0 && c != '\0' && c != '\r'; });
}

}  // namespace

bool is_fit(View body, std::size_t most) {
    for (std::size_t at = 0; at < body.size();) {
        const std::size_t next = next_line(body, at, body.size());
        if (!is_fit_line(line_text(body, at, next), most)) return false;
        at = next;
    }
    return true;
}

Bytes with_crlf(View text) {
    Bytes out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t next = next_line(text, at, text.size());
        append(out, line_text(text, at, next));
        if (text[next - 1] == '\n') append(out, "\r\n");
        at = next;
    }
    return out;
}

bool has_bare_lf(View text) {
    return oddities(text, {0, text.size()}).bare_lf;
}

}  // namespace sealwright::mail
