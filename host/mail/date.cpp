// SPDX-License-Identifier: MPL-2.0
#include "base/text.hpp"
#include "mail/addresses.hpp"
#include "mail/syntax.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace sealwright::mail {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};

struct NamedZone {
    std::string_view name;
    int hours;
};
constexpr std::array kZones = {
    NamedZone{"ut", 0},   NamedZone{"gmt", 0},  NamedZone{"utc", 0},  NamedZone{"z", 0},
    NamedZone{"edt", -4}, NamedZone{"est", -5}, NamedZone{"cdt", -5}, NamedZone{"cst", -6},
    NamedZone{"mdt", -6}, NamedZone{"mst", -7}, NamedZone{"pdt", -7}, NamedZone{"pst", -8},
};

/// All digits, within `least` and `most` characters; -1 otherwise.
int number(std::string_view text, std::size_t least, std::size_t most) {
    if (text.size() < least || text.size() > most) return -1;
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all_digits = end == text.data() + text.size() && text.front() != '-';
    return error == std::errc() && all_digits ? value : -1;
}

/// The next word of the date; comments and folds between words are allowed (RFC 5322 §3.3).
std::string word(Cursor& cursor, std::string_view stops) {
    cursor.skip_cfws();
    std::string out = lower_ascii(cursor.take_until(stops));
    cursor.skip_cfws();
    return out;
}

// RFC 5322 §4.3: two digits from 50 and all three digits count from 1900.
int full_year(std::string_view text) {
    const int year = number(text, 2, 4);
    if (year < 0 || text.size() == 4) return year;
    return year + (text.size() == 2 && year < 50 ? 2000 : 1900);
}

/// Seconds of a clock time; 60 is a leap second.
std::optional<int> time_of_day(Cursor& cursor) {
    const int hour = number(word(cursor, ":("), 1, 2);
    if (!cursor.take_if(':')) return std::nullopt;
    const int minute = number(word(cursor, ":("), 2, 2);
    const int second = cursor.take_if(':') ? number(word(cursor, "("), 2, 2) : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
        return std::nullopt;
    }
    return hour * 3600 + minute * 60 + second;
}

/// Seconds east of UTC. Unknown letters mean nothing sure and are taken as UTC (RFC 5322 §4.3).
std::optional<int> zone(std::string_view text) {
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        const int value = number(text.substr(1), 4, 4);
        if (value < 0 || value % 100 > 59) return std::nullopt;
        const int seconds = value / 100 * 3600 + value % 100 * 60;
        return text.front() == '-' ? -seconds : seconds;
    }
    const auto* named = std::find_if(kZones.begin(), kZones.end(),
                                     [&](const NamedZone& known) { return known.name == text; });
    if (named != kZones.end()) return named->hours * 3600;
    const bool letters =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return letters && !text.empty() ? std::optional(0) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_date(std::string_view value) {
    Cursor cursor(value);
    std::string day = word(cursor, ",(");
    if (cursor.take_if(',')) day = word(cursor, "(");
    const std::string month = word(cursor, "(");
    const int year = full_year(word(cursor, "("));
    const auto seconds = time_of_day(cursor);
    const auto offset = zone(word(cursor, "("));
    if (!seconds || !offset || year < 1900 || !cursor.at_end()) return std::nullopt;
    const auto* named = std::find(kMonths.begin(), kMonths.end(), month);
    const int day_number = number(day, 1, 2);
    if (named == kMonths.end() || day_number < 1) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year(year),
        std::chrono::month(static_cast<unsigned>(named - kMonths.begin()) + 1),
        std::chrono::day(static_cast<unsigned>(day_number))};
    if (!date.ok()) return std::nullopt;
    const std::chrono::sys_seconds midnight = std::chrono::sys_days(date);
    return midnight.time_since_epoch().count() + *seconds - *offset;
}

}  // namespace sealwright::mail
