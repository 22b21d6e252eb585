// SPDX-License-Identifier: MPL-2.0
#include "mail/addresses.hpp"

#include "base/text.hpp"
#include "mail/encoded_word.hpp"
#include "mail/syntax.hpp"

#include <algorithm>

namespace sealwright::mail {
namespace {

/// An atom (dots included), a quoted-string, a domain literal, or one special character.
struct Token {
    enum class Kind { atom, quoted, literal, special } kind = Kind::atom;
    std::string text;  ///< what it says; of a quoted-string the content
    std::string raw;   ///< as written
    bool gap = false;  ///< white space or a comment stands before it

    [[nodiscard]] bool is(char c) const { return kind == Kind::special && text[0] == c; }
};
using Tokens = std::vector<Token>;

/// What a comment says, without the parentheses and escapes of all its levels.
std::string words_of(std::string_view comment) {
    std::string words;
    for (const char c : comment) {
        if (c != '\\') words += c == '(' || c == ')' ? ' ' : c;
    }
    return decode_encoded_words(words);
}

/// Cuts a field value into tokens; comments are set aside, and what fits nowhere makes the list
/// unclean.
class Lexer {
  public:
    Lexer(std::string_view value, MailboxList& list) : cursor_(value), list_(list) {}

    Tokens all() {
        Tokens tokens;
        for (;;) {
            const auto skipped = cursor_.skip_cfws();
            if (skipped.broken) list_.clean = false;
            if (skipped.comment) list_.beside.push_back(words_of(skipped.text));
            if (cursor_.at_end()) return tokens;
            Token token = next();
            token.gap = skipped.white || skipped.comment;
            tokens.push_back(std::move(token));
        }
    }

  private:
    Token next() {
        constexpr std::string_view kSpecials = "()<>[]:;@\\,\"";
        const char c = cursor_.peek();
        if (c == '"') return quoted();
        if (c == '[') return literal();
        const std::string atom(cursor_.take_until(kSpecials));
        if (std::any_of(atom.begin(), atom.end(), [](char o) { return o >= 0 && o < 32; })) {
            list_.clean = false;
        }
        if (!atom.empty()) return {Token::Kind::atom, atom, atom};
        const std::string special(1, cursor_.take());
        if (special == ")" || special == "\\" || special == "]") list_.clean = false;
        return {Token::Kind::special, special, special};
    }
    Token quoted() {
        auto quoted = cursor_.take_quoted();
        if (quoted.broken) list_.clean = false;
        return {Token::Kind::quoted, std::move(quoted.content), std::string(quoted.raw)};
    }
    Token literal() {
        std::string text(cursor_.take_until("]"));
        if (cursor_.take_if(']')) {
            text += ']';
        } else {
            list_.clean = false;
        }
        return {Token::Kind::literal, text, text};
    }

    Cursor cursor_;
    MailboxList& list_;
};

/// Puts mailboxes together from the tokens between two commas.
class MailboxReader {
  public:
    explicit MailboxReader(MailboxList& list) : list_(list) {}

    void read(const Tokens& tokens) {
        for (const Token& token : tokens) take(token);
        if (in_group_) list_.clean = false;
        end_mailbox();
    }

  private:
    void take(const Token& token) {
        const bool inside = angle_ == Angle::open;
        if (token.is(',') && !inside) return end_element();
        if (token.is(':') && !inside) return begin_group();
        if (token.is(';') && !inside) return end_group();
        if (token.is('<')) return open_angle();
        if (token.is('>')) return close_angle();
        if (angle_ == Angle::closed) list_.clean = false;  // something after "<…>"
        (inside ? inner_ : outer_).push_back(token);
    }

    void end_element() {
        // RFC 5322 §4.4 allows empty elements; nobody honest writes them.
        if (outer_.empty() && angle_ == Angle::none) list_.clean = false;
        end_mailbox();
    }
    void begin_group() {
        if (in_group_ || outer_.empty() || angle_ != Angle::none) list_.clean = false;
        in_group_ = list_.grouped = true;
        list_.beside.push_back(phrase(outer_));
        outer_.clear();
    }
    void end_group() {
        if (!in_group_) list_.clean = false;
        end_mailbox();
        in_group_ = false;
    }
    void open_angle() {
        if (angle_ != Angle::none) list_.clean = false;
        if (angle_ == Angle::closed) end_mailbox();
        angle_ = Angle::open;
    }
    void close_angle() {
        if (angle_ != Angle::open) list_.clean = false;
        angle_ = Angle::closed;
    }

    void end_mailbox() {
        if (angle_ == Angle::open) list_.clean = false;
        const bool named = angle_ != Angle::none;
        if (named || !outer_.empty()) add(named ? name() : "", named ? inner_ : outer_);
        angle_ = Angle::none;
        outer_.clear();
        inner_.clear();
    }

    void add(std::string name, const Tokens& tokens) {
        Mailbox mailbox;
        mailbox.name = std::move(name);
        mailbox.addr_spec = addr_spec(tokens);
        if (auto address = parse_address(mailbox.addr_spec)) mailbox.address = *address;
        if (!mailbox.address) list_.clean = false;
        list_.mailboxes.push_back(std::move(mailbox));
    }

    std::string name() { return repeats_address() ? shown(text_of(outer_)) : phrase(outer_); }

    /// Many programs write an address as its own name and leave out the quotes. Whichever of the
    /// two a reader takes is the same.
    bool repeats_address() {
        const auto name = parse_address(text_of(outer_));
        const auto address = parse_address(addr_spec(inner_));
        return name && address && *name == *address;
    }

    /// As written, with one space for each gap.
    static std::string text_of(const Tokens& tokens) {
        std::string text;
        for (const Token& token : tokens) {
            if (token.gap && !text.empty()) text += ' ';
            text += token.raw;
        }
        return text;
    }

    /// A display name. An "@" that is not in quotes may be read as an address by others (E-41).
    std::string phrase(const Tokens& tokens) {
        std::string text;
        for (const Token& token : tokens) {
            if (token.kind == Token::Kind::special || token.kind == Token::Kind::literal) {
                list_.clean = false;
            }
            if (token.gap && !text.empty()) text += ' ';
            text += token.text;
        }
        return shown(decode_encoded_words(text));
    }

    /// Without a route (RFC 5322 §4.4) and without white space or comments inside.
    std::string addr_spec(const Tokens& tokens) {
        auto from = tokens.begin();
        const auto colon = std::find_if(tokens.begin(), tokens.end(),
                                        [](const Token& token) { return token.is(':'); });
        if (colon != tokens.end()) {
            list_.clean = false;
            from = colon + 1;
        }
        std::string text;
        for (auto token = from; token != tokens.end(); ++token) {
            if (token != from && token->gap) list_.clean = false;
            text += token->raw;
        }
        return text;
    }

    enum class Angle { none, open, closed };
    MailboxList& list_;
    Tokens outer_, inner_;
    Angle angle_ = Angle::none;
    bool in_group_ = false;
};

}  // namespace

MailboxList parse_mailboxes(std::string_view value) {
    MailboxList list;
    const Tokens tokens = Lexer(value, list).all();
    MailboxReader(list).read(tokens);
    return list;
}

std::vector<Address> addresses_among(std::string_view text) {
    constexpr std::string_view kSeparators = " \t\"'<>()[]{},;:|";
    std::vector<Address> all;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(kSeparators), text.size());
        const std::string_view word = text.substr(0, end);
        const bool likely = word.find('@') != std::string_view::npos;
        if (auto address = parse_address(likely ? word : "")) all.push_back(*std::move(address));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return all;
}

MailboxList mailboxes_in(const Entity& entity, std::string_view name) {
    MailboxList all;
    all.clean = entity.count(name) <= 1;
    for (const Field& field : entity.fields) {
        if (!equal_ignoring_case(field.name, name)) continue;
        MailboxList list = parse_mailboxes(field.value);
        all.clean = all.clean && list.clean;
        all.grouped = all.grouped || list.grouped;
        std::move(list.mailboxes.begin(), list.mailboxes.end(), std::back_inserter(all.mailboxes));
        std::move(list.beside.begin(), list.beside.end(), std::back_inserter(all.beside));
    }
    return all;
}

}  // namespace sealwright::mail
