// SPDX-License-Identifier: MPL-2.0
#include "cms/asn1_time.hpp"

#include "cms/der_writer.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

using namespace std::chrono;

bool is_digit(std::uint8_t octet) {
    return octet >= '0' && octet <= '9';
}

unsigned two_digits(View text, std::size_t at) {
    return static_cast<unsigned>((text[at] - '0') * 10 + (text[at + 1] - '0'));
}

/// MMDDhhmmss of `text` in `year`.
std::optional<UnixTime> read_rest(unsigned year, View text) {
    const auto date = year_month_day(std::chrono::year(static_cast<int>(year)),
                                     month(two_digits(text, 0)), day(two_digits(text, 2)));
    const unsigned hour = two_digits(text, 4);
    const unsigned minute = two_digits(text, 6);
    const unsigned second = two_digits(text, 8);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    return sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
}

void put(std::string& text, unsigned value) {
    text += static_cast<char>('0' + value / 10);
    text += static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<UnixTime> read_time(const der::Element& element) {
    const std::size_t year_digits = element.tag == der::kUtcTime           ? 2
                                    : element.tag == der::kGeneralizedTime ? 4
                                                                           : 0;
    const std::size_t digits = year_digits + 10;
    const View text = element.content;
    if (year_digits == 0 || text.size() != digits + 1 || text[digits] != 'Z' ||
        !std::ranges::all_of(text.first(digits), is_digit)) {
        return std::nullopt;
    }
    if (year_digits == 4) {
        return read_rest(two_digits(text, 0) * 100 + two_digits(text, 2), text.subspan(4));
    }
    const unsigned year = two_digits(text, 0);
    return read_rest(year + (year >= 50 ? 1900 : 2000), text.subspan(2));
}

Bytes write_time(UnixTime time) {
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
    const bool utc_time = year >= 1950 && year < 2050;
    std::string text;
    if (!utc_time) put(text, year / 100);
    put(text, year % 100);
    put(text, static_cast<unsigned>(date.month()));
    put(text, static_cast<unsigned>(date.day()));
    put(text, static_cast<unsigned>(clock.hours().count()));
    put(text, static_cast<unsigned>(clock.minutes().count()));
    put(text, static_cast<unsigned>(clock.seconds().count()));
    text += 'Z';
    return der::write(utc_time ? der::kUtcTime : der::kGeneralizedTime, as_view(text));
}

}  // namespace sealwright::cms
