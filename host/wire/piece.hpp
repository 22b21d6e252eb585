// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace sealwright::wire {

enum class Position { inside, last };

/// One piece of a transfer, still in base64. Points into the frame.
struct Piece {
    std::uint64_t transfer = 0;
    std::uint64_t number = 0;
    View base64;
    Position position = Position::inside;
};

/// Recognises a piece octet by octet, in exactly the form PROTOCOL.md gives: pieces are the bulk of
/// all traffic, and a general JSON parser would be slower than everything behind it. Anything else
/// is nothing; whether the base64 is right shows when it is decoded.
std::optional<Piece> match_piece(View frame);

/// The frame of an outgoing piece.
std::string piece_frame(std::uint64_t transfer, std::uint64_t number, View bytes,
                        Position position);

}  // namespace sealwright::wire
