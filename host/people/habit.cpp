// SPDX-License-Identifier: MPL-2.0
#include "people/habit.hpp"

#include <algorithm>
#include <set>

namespace sealwright::people {
namespace {

/// Of two texts of which the first is not longer.
bool differ_by_one(std::string_view shorter, std::string_view longer) {
    const auto [at, there] =
        std::mismatch(shorter.begin(), shorter.end(), longer.begin(), longer.end());
    const auto rest = static_cast<std::size_t>(at - shorter.begin());
    std::string_view a = shorter.substr(rest), b = longer.substr(rest);
    if (b.empty()) return false;
    if (a.size() < b.size()) return a == b.substr(1);
    if (a.substr(1) == b.substr(1)) return true;
    return a.size() > 1 && a[0] == b[1] && a[1] == b[0] && a.substr(2) == b.substr(2);
}

/// Whether what happened at `times`, the latest first, is no accident.
bool lasts(std::span<const UnixTime> times, std::chrono::hours span) {
    std::set<std::chrono::sys_days> days;
    for (const UnixTime time : times) days.insert(std::chrono::floor<std::chrono::days>(time));
    return times.size() >= kHabitSignatures && days.size() >= kHabitDays &&
           times.front() - times.back() >= span;
}

}  // namespace

bool was_signed(const LedgerRow& row) {
    return row.state == SignatureState::verified ||
           row.state == SignatureState::verified_revocation_unknown ||
           row.state == SignatureState::verified_past;
}

bool signs_habitually(std::span<const LedgerRow> rows) {
    std::vector<UnixTime> times;
    for (const LedgerRow& row : rows)
        if (was_signed(row)) times.push_back(row.time);
    if (!lasts(times, kHabitSpan)) return false;
    const auto latest = rows.first(std::min(rows.size(), kHabitLatest));
    const auto signed_latest =
        static_cast<std::size_t>(std::count_if(latest.begin(), latest.end(), was_signed));
    return signed_latest * 100 >= kHabitPercent * latest.size();
}

bool has_ended(std::span<const UnixTime> missed) {
    return lasts(missed, kHabitEnds);
}

bool look_alike(const Address& a, const Address& b) {
    const std::string first = a.text(), second = b.text();
    const std::size_t shorter = std::min(first.size(), second.size());
    if (std::max(first.size(), second.size()) - shorter > 1) return false;
    return first.size() == shorter ? differ_by_one(first, second) : differ_by_one(second, first);
}

}  // namespace sealwright::people
