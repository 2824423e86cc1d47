#pragma once
// What a calendar file says about dates, after reading: pure data and the question "which shifts has this date?".
// Nothing here knows a zone.

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/calendar.hpp"

namespace itss::calendar {

using Day = std::chrono::sys_days;

// Minutes after 00:00 of the date on which the shift starts, to which it belongs; past 24:00 over midnight.
struct Shift {
  int from = 0;
  int to = 0;
  friend bool operator==(const Shift&, const Shift&) = default;
};
using Shifts = std::vector<Shift>;  // in order, without overlaps

inline constexpr int kMinutesPerDay = 24 * 60;
inline constexpr unsigned kDaysPerWeek = 7;

// One date or a range of dates, of one year or of every year.
struct Dates {
  bool yearly = false;
  int first = 0;  // days since 1970-01-01; yearly: month * 32 + day
  int last = 0;   // included; a yearly range with last < first crosses New Year
  bool single() const { return first == last; }
  bool contains(Day day) const;
};

struct Holiday {
  Dates dates;
  std::string name;
};

// A make-up day works like a weekday; a special day has shifts of its own (none: closed).
struct Workday {
  Dates dates;
  std::optional<unsigned> like;  // weekday, Sunday = 0
  Shifts shifts;
};

// One version of a calendar.
struct Hours {
  SysSeconds from{};  // of the first version: no meaning, it holds from the beginning
  std::optional<std::pair<Day, Day>> covers;
  std::array<Shifts, kDaysPerWeek> weekly;  // Sunday = 0
  std::vector<Holiday> holidays;
  std::vector<Workday> workdays;

  struct Plan {
    const Shifts* shifts;  // never null
    Interval::Why why;     // shift, make_up, special, closed or holiday
    std::string_view name;
  };
  // What is worked on this date: make-up days before holidays before the week; among make-up days a single date before
  // a range before a yearly one.
  Plan plan(Day day) const;
  // Whether every second of every date is open, so that arithmetic needs no calendar.
  bool always_open() const;
  bool covered(Day day) const { return !covers || (covers->first <= day && day <= covers->second); }
};

// `mon`..`sun`, Sunday = 0.
std::optional<unsigned> parse_weekday(std::string_view text);
std::string_view weekday_name(unsigned weekday);

// `09:00-12:00`, `22:00-06:00` (over midnight), `18:00-24:00`.
std::optional<Shift> parse_shift(std::string_view text);
std::string to_string(const Shift& shift);

// `2026-02-14`, `2026-02-15..2026-02-23`, `12-25`, `12-24..01-02`.
std::optional<Dates> parse_dates(std::string_view text);
std::string to_string(const Dates& dates);

}  // namespace itss::calendar
