#include "calendar/hours.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace itss::calendar {

namespace chrono = std::chrono;

namespace {

constexpr std::array<std::string_view, kDaysPerWeek> kWeekdays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
const Shifts kNoShifts;

int month_day(unsigned month, unsigned day) { return static_cast<int>(month * 32 + day); }

// The whole text as a number of up to two digits.
std::optional<int> parse_two_digits(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 2) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// `9:00` or `09:00` as minutes; up to 24:00.
std::optional<int> parse_minutes(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || text.size() - colon != 3) return std::nullopt;
  const auto hour = parse_two_digits(text.substr(0, colon));
  const auto minute = parse_two_digits(text.substr(colon + 1));
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const int all = *hour * 60 + *minute;
  return all <= kMinutesPerDay ? std::optional(all) : std::nullopt;
}

int days_since_epoch(Day day) { return static_cast<int>(day.time_since_epoch().count()); }

// One end of a range: a date, or a yearly date.
std::optional<Dates> parse_one(std::string_view text) {
  if (const auto date = parse_date(text)) {
    const int day = days_since_epoch(Day(*date));
    return Dates{.first = day, .last = day};
  }
  if (text.size() != 5 || text[2] != '-') return std::nullopt;
  const auto month = parse_two_digits(text.substr(0, 2));
  const auto day = parse_two_digits(text.substr(3));
  if (!month || !day) return std::nullopt;
  const auto m = static_cast<unsigned>(*month);
  const auto d = static_cast<unsigned>(*day);
  if (!(chrono::month(m) / chrono::day(d)).ok()) return std::nullopt;
  return Dates{.yearly = true, .first = month_day(m, d), .last = month_day(m, d)};
}

int rank(const Dates& dates) { return dates.yearly ? 2 : dates.single() ? 0 : 1; }

}  // namespace

bool Dates::contains(Day day) const {
  if (!yearly) {
    const int count = days_since_epoch(day);
    return first <= count && count <= last;
  }
  const Date date(day);
  const int at = month_day(unsigned(date.month()), unsigned(date.day()));
  return first <= last ? first <= at && at <= last : at >= first || at <= last;
}

Hours::Plan Hours::plan(Day day) const {
  const Workday* workday = nullptr;
  for (const auto& entry : workdays)
    if (entry.dates.contains(day) && (workday == nullptr || rank(entry.dates) < rank(workday->dates))) workday = &entry;
  if (workday != nullptr && workday->like)
    return {&weekly.at(*workday->like), Interval::Why::make_up, weekday_name(*workday->like)};
  if (workday != nullptr) return {&workday->shifts, Interval::Why::special, {}};

  const Holiday* holiday = nullptr;
  for (const auto& entry : holidays)
    if (entry.dates.contains(day) && (holiday == nullptr || rank(entry.dates) < rank(holiday->dates))) holiday = &entry;
  if (holiday != nullptr) return {&kNoShifts, Interval::Why::holiday, holiday->name};

  const Shifts& shifts = weekly.at(chrono::weekday(day).c_encoding());
  return {&shifts, shifts.empty() ? Interval::Why::closed : Interval::Why::shift, {}};
}

bool Hours::always_open() const {
  const auto whole_day = [](const Shifts& shifts) {
    return shifts.size() == 1 && shifts.front().from == 0 && shifts.front().to == kMinutesPerDay;
  };
  return !covers && holidays.empty() && workdays.empty() && std::all_of(weekly.begin(), weekly.end(), whole_day);
}

std::optional<unsigned> parse_weekday(std::string_view text) {
  const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), text);
  if (found == kWeekdays.end()) return std::nullopt;
  return static_cast<unsigned>(found - kWeekdays.begin());
}

std::string_view weekday_name(unsigned weekday) { return kWeekdays.at(weekday); }

std::optional<Shift> parse_shift(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = parse_minutes(text.substr(0, dash));
  const auto to = parse_minutes(text.substr(dash + 1));
  if (!from || !to || *from == *to || *from == kMinutesPerDay) return std::nullopt;
  return Shift{*from, *to < *from ? *to + kMinutesPerDay : *to};
}

std::string to_string(const Shift& shift) {
  const int to = shift.to > kMinutesPerDay ? shift.to - kMinutesPerDay : shift.to;
  return fmt::format("{:02}:{:02}-{:02}:{:02}", shift.from / 60, shift.from % 60, to / 60, to % 60);
}

std::optional<Dates> parse_dates(std::string_view text) {
  const auto dots = text.find("..");
  auto first = parse_one(text.substr(0, dots));
  if (!first || dots == std::string_view::npos) return first;
  const auto last = parse_one(text.substr(dots + 2));
  if (!last || first->yearly != last->yearly) return std::nullopt;
  if (!first->yearly && last->first < first->first) return std::nullopt;
  first->last = last->first;
  return first;
}

std::string to_string(const Dates& dates) {
  const auto one = [&](int day) {
    return dates.yearly ? fmt::format("{:02}-{:02}", day / 32, day % 32)
                        : itss::to_string(Date(Day(chrono::days(day))));
  };
  return dates.single() ? one(dates.first) : one(dates.first) + ".." + one(dates.last);
}

}  // namespace itss::calendar
