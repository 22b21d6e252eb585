// SPDX-License-Identifier: MPL-2.0
#include "wire/piece.hpp"

#include "base/base64.hpp"

#include <string_view>

namespace sealwright::wire {
namespace {

constexpr std::string_view kTransfer = R"({"transfer":)";
constexpr std::string_view kNumber = R"(,"seq":)";
constexpr std::string_view kData = R"(,"data":")";
constexpr std::string_view kEnd = R"("})";
constexpr std::string_view kLastEnd = R"(","last":true})";
/// 10^15 is below 2^53: no such number loses anything in JavaScript.
constexpr std::size_t kDigits = 15;

bool take(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

bool take_number(std::string_view& text, std::uint64_t& number) {
    std::size_t digits = 0;
    number = 0;
    while (digits < text.size() && digits <= kDigits && text[digits] >= '0' &&
           text[digits] <= '9') {
        number = number * 10 + static_cast<std::uint64_t>(text[digits++] - '0');
    }
    const bool leading_zero = digits > 1 && text[0] == '0';
    if (digits == 0 || digits > kDigits || leading_zero) return false;
    text.remove_prefix(digits);
    return true;
}

bool take_end(std::string_view& text, std::string_view expected) {
    if (!text.ends_with(expected)) return false;
    text.remove_suffix(expected.size());
    return true;
}

}  // namespace

std::optional<Piece> match_piece(View frame) {
    std::string_view text = as_text(frame);
    Piece piece;
    if (!take(text, kTransfer) || !take_number(text, piece.transfer)) return std::nullopt;
    if (!take(text, kNumber) || !take_number(text, piece.number)) return std::nullopt;
    if (!take(text, kData)) return std::nullopt;
    if (take_end(text, kLastEnd))
        piece.position = Position::last;
    else if (!take_end(text, kEnd))
        return std::nullopt;
    piece.base64 = as_view(text);
    return piece;
}

std::string piece_frame(std::uint64_t transfer, std::uint64_t number, View bytes,
                        Position position) {
    std::string frame(kTransfer);
    frame += std::to_string(transfer);
    frame += kNumber;
    frame += std::to_string(number);
    frame += kData;
    frame += encode_base64(bytes);
    frame += position == Position::last ? kLastEnd : kEnd;
    return frame;
}

}  // namespace sealwright::wire
