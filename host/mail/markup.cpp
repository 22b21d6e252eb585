// SPDX-License-Identifier: MPL-2.0
#include "mail/markup.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace sealwright::mail {
namespace {

constexpr std::string_view kBlank = " \t\r\n\f";

/// Elements whose content is no text.
constexpr std::array<std::string_view, 8> kSilent = {"script",   "style",  "head",     "title",
                                                     "template", "object", "noscript", "select"};
/// Elements that begin and end lines.
constexpr std::array<std::string_view, 22> kBlocks = {
    "address", "blockquote", "br", "center", "dd", "div", "dl", "dt",  "h1", "h2",    "h3",
    "h4",      "h5",         "h6", "hr",     "li", "ol",  "p",  "pre", "ul", "table", "tr"};

template <class Names>
bool is_among(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

void append_utf8(std::string& to, std::uint32_t point) {
    const auto put = [&to](std::uint32_t octet) { to.push_back(static_cast<char>(octet)); };
    if (point < 0x80) return put(point);
    if (point < 0x800) {
        put(0xc0 | point >> 6);
    } else if (point < 0x10000) {
        put(0xe0 | point >> 12);
        put(0x80 | (point >> 6 & 0x3f));
    } else {
        put(0xf0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3f));
        put(0x80 | (point >> 6 & 0x3f));
    }
    put(0x80 | (point & 0x3f));
}

/// What may stand in a text: no control characters, no halves of surrogate pairs.
bool is_text(std::uint32_t point) {
    return point >= 0x20 && (point < 0x7f || point > 0x9f) && point <= 0x10ffff &&
           (point < 0xd800 || point > 0xdfff);
}

/// The character that "#…" or a name stands for; 0 for those we do not know.
std::uint32_t referenced(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::uint32_t>, 6> kNames = {
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xa0}}};
    for (const auto& [known, point] : kNames) {
        if (name == known) return point;
    }
    if (!name.starts_with('#')) return 0;
    name.remove_prefix(1);
    const bool is_hex = name.starts_with('x') || name.starts_with('X');
    if (is_hex) name.remove_prefix(1);
    std::uint32_t point = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), point, is_hex ? 16 : 10);
    const bool whole = error == std::errc() && end == name.data() + name.size();
    return whole && is_text(point) ? point : 0;
}

/// One pass over the text; every step consumes at least one octet.
class Stripper {
  public:
    explicit Stripper(std::string_view html) : rest_(html) {}

    std::string strip() {
        while (!rest_.empty()) step();
        return std::move(out_);
    }

  private:
    void step() {
        if (rest_.starts_with("<!--")) return skip_past("-->");
        if (at_tag()) return take_tag();
        if (rest_.front() == '&') return take_reference();
        const char next = rest_.front();
        rest_.remove_prefix(1);
        if (kBlank.find(next) == std::string_view::npos)
            out_.push_back(next);
        else
            add_blank();
    }

    [[nodiscard]] bool at_tag() const {
        if (rest_.size() < 2 || rest_[0] != '<') return false;
        return is_letter(rest_[1]) || rest_[1] == '/' || rest_[1] == '!' || rest_[1] == '?';
    }

    void take_tag() {
        rest_.remove_prefix(1);
        const bool closes = rest_.front() == '/';
        if (closes) rest_.remove_prefix(1);
        std::size_t length = 0;
        while (length < rest_.size() && (is_letter(rest_[length]) || is_digit(rest_[length])))
            ++length;
        const std::string name = lower_ascii(rest_.substr(0, length));
        skip_tag();
        if (is_among(kBlocks, name)) add_line();
        if (name == "td" || name == "th") add_blank();
        if (!closes && is_among(kSilent, name)) skip_element(name);
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }

    /// To behind the ">" of a tag; one within quotes is part of a value.
    void skip_tag() {
        char quote = 0;
        for (std::size_t at = 0; at < rest_.size(); ++at) {
            const char c = rest_[at];
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return rest_.remove_prefix(at + 1);
            }
        }
        rest_ = {};
    }

    /// To the closing tag of a silent element, which is then taken as any tag is.
    void skip_element(const std::string& name) {
        while (!rest_.empty()) {
            const std::size_t at = rest_.find("</");
            if (at == std::string_view::npos) break;
            rest_.remove_prefix(at);
            if (equal_ignoring_case(rest_.substr(2, name.size()), name)) return;
            rest_.remove_prefix(2);
        }
        rest_ = {};
    }

    void skip_past(std::string_view end) {
        const std::size_t at = rest_.find(end);
        rest_ = at == std::string_view::npos ? std::string_view() : rest_.substr(at + end.size());
    }

    void take_reference() {
        constexpr std::size_t kLongest = 10;
        const std::size_t end = rest_.substr(0, kLongest).find(';');
        const std::uint32_t point =
            end == std::string_view::npos ? 0 : referenced(rest_.substr(1, end - 1));
        if (point == 0) {
            out_.push_back('&');
            return rest_.remove_prefix(1);
        }
        append_utf8(out_, point);
        rest_.remove_prefix(end + 1);
    }

    void add_blank() {
        if (!out_.empty() && out_.back() != ' ' && out_.back() != '\n') out_.push_back(' ');
    }

    void add_line() {
        while (!out_.empty() && out_.back() == ' ') out_.pop_back();
        if (!out_.empty() && out_.back() != '\n') out_.push_back('\n');
    }

    std::string_view rest_;
    std::string out_;
};

}  // namespace

std::string without_markup(std::string_view html) {
    return Stripper(html).strip();
}

}  // namespace sealwright::mail
