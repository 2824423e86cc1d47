#pragma once
// Instants, dates and durations. An instant is a second of UTC together with the offset in which it was written, so
// that a record shows the time as its author saw it. Nothing here reads the clock.

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace itss {

using Seconds = std::chrono::seconds;
using SysSeconds = std::chrono::sys_seconds;
using Date = std::chrono::year_month_day;

struct Instant {
  SysSeconds utc{};
  Seconds offset{0};  // east of Greenwich; only for writing: two instants of one second are equal

  friend bool operator==(const Instant& a, const Instant& b) { return a.utc == b.utc; }
  friend std::strong_ordering operator<=>(const Instant& a, const Instant& b) {
    return a.utc.time_since_epoch().count() <=> b.utc.time_since_epoch().count();
  }
};

// RFC 3339 with an offset, to the second: `2026-11-24T09:15:00+08:00`, `...Z`; a blank instead of the T is taken too.
// A text without offset, with fractions of a second, or with a date or time that does not exist is a failure.
Result<Instant> parse_instant(std::string_view text);
// `2026-11-24T09:15:00+08:00`; offset 0 as `+00:00`.
std::string to_string(const Instant& instant);
// For a reader who knows the zone: `2026-11-24 09:15`, and `2026-11-24 09:15:30` where it is no whole minute.
std::string short_text(const Instant& instant);

// `2026-11-24`.
Result<Date> parse_date(std::string_view text);
std::string to_string(Date date);
std::string month_text(Date date);  // `2026-11`

// The date in the instant's own offset.
Date local_date(const Instant& instant);

// Working-time amounts: `90s`, `15m`, `4h`, `1h30m`, `2d`, `1d2h`, `-30m`; a bare number is refused. Days are working
// days of a calendar and are never converted into hours, so they are kept apart.
struct Duration {
  long days = 0;
  Seconds seconds{0};
  bool negative = false;  // of the whole amount; distinguishes `-0s` from `0s`
  friend bool operator==(const Duration&, const Duration&) = default;
};
Result<Duration> parse_duration(std::string_view text);
std::string to_string(const Duration& duration);  // canonical: `1d2h`, `90m` as `1h30m`, `0s`

// For a reader, without days: `3h 05m 10s`, `45s`, `-1h 00m 00s`.
std::string clock_text(Seconds seconds);

}  // namespace itss
