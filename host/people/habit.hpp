// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "people/ledger.hpp"

#include <chrono>
#include <span>

namespace sealwright::people {

// What makes a habitual signer (B.5).

/// Verified signatures there must be at least, on so many days, so long apart …
inline constexpr std::size_t kHabitSignatures = 5;
inline constexpr std::size_t kHabitDays = 3;
inline constexpr std::chrono::hours kHabitSpan{14 * 24};
/// … and so large a part of the latest messages must carry one.
inline constexpr std::size_t kHabitLatest = 10;
inline constexpr std::size_t kHabitPercent = 80;

/// A habit has ended when that many signatures, on as many days as it took to begin, were missed
/// over so long a time without a single one coming: four times what makes a habit, so that the
/// person has been warned of each of them and had two months to ask the sender. One signed message
/// in between, and it lives: whoever writes in somebody's name cannot keep that one silent.
inline constexpr std::chrono::hours kHabitEnds{4 * kHabitSpan};

/// Whether that message had a signature that was proven (S-1 … S-3).
bool was_signed(const LedgerRow& row);

/// Whether whoever wrote these, the newest first, normally signs.
bool signs_habitually(std::span<const LedgerRow> rows);

/// Whether a habit has ended with signatures missed at those times since the last one that came.
bool has_ended(std::span<const UnixTime> missed);

/// Whether two different addresses are so alike that one may be taken for the other: one character
/// more, less or another, or two neighbours swapped.
bool look_alike(const Address& a, const Address& b);

}  // namespace sealwright::people
