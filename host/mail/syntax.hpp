// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

namespace sealwright::mail {

// The lexical pieces that the structured fields of RFC 5322 §3.2 and RFC 2045 §5.1 share.

inline bool is_white(char c) {
    return c == ' ' || c == '\t';
}
std::string_view trimmed(std::string_view text);

/// Walks over the value of a structured field, from left to right, never back.
class Cursor {
  public:
    explicit Cursor(std::string_view text) : text_(text) {}

    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
    char take() { return text_[at_++]; }
    bool take_if(char c);
    /// The longest run of characters that are not among `stops` nor white space.
    std::string_view take_until(std::string_view stops);

    /// White space and comments (RFC 5322 §3.2.2 CFWS); tells what was there.
    struct Skipped {
        std::string_view text;  ///< as written
        bool white = false;
        bool comment = false;
        bool broken = false;  ///< a comment without its end
    };
    Skipped skip_cfws();

    /// A quoted-string (RFC 5322 §3.2.4) at whose opening quote the cursor stands.
    struct Quoted {
        std::string content;   ///< without quotes and escapes
        std::string_view raw;  ///< as written
        bool escapes = false;
        bool broken = false;  ///< without its closing quote
    };
    Quoted take_quoted();

  private:
    bool skip_comment();

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace sealwright::mail
