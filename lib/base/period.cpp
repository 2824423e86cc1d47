#include "base/period.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/translate.hpp"

namespace itss {

namespace {

namespace chrono = std::chrono;
using Kind = Period::Kind;

constexpr int kFarthest = 10'000;  // steps back that a number may ask for

struct KindWord {
  std::string_view word;
  Kind kind;
  const char* refusal;
};
constexpr std::array<KindWord, 5> kKinds = {
    {{"day", Kind::day, ITSS_TR_NOOP("'{}' is not a day; use one such as 2026-11-24, this, last or -2")},
     {"week", Kind::week, ITSS_TR_NOOP("'{}' is not a week; use one such as 2026-W48, this, last or -2")},
     {"month", Kind::month, ITSS_TR_NOOP("'{}' is not a month; use one such as 2026-11, this, last or -2")},
     {"quarter", Kind::quarter, ITSS_TR_NOOP("'{}' is not a quarter; use one such as 2026-Q4, this, last or -2")},
     {"year", Kind::year, ITSS_TR_NOOP("'{}' is not a year; use one such as 2026, this, last or -2")}}};
constexpr std::array<std::string_view, 9> kDays = {"today", "yesterday", "mon", "tue", "wed",
                                                   "thu",   "fri",       "sat", "sun"};

chrono::sys_days monday_of(Date date) {
  const chrono::sys_days day(date);
  return day - (chrono::weekday(day) - chrono::Monday);
}

chrono::month quarter_start(chrono::month month) {
  return chrono::month((static_cast<unsigned>(month) - 1) / 3 * 3 + 1);
}

Date first_day(Kind kind, Date date) {
  switch (kind) {
    case Kind::week:
      return monday_of(date);
    case Kind::month:
      return date.year() / date.month() / 1;
    case Kind::quarter:
      return date.year() / quarter_start(date.month()) / 1;
    case Kind::year:
      return date.year() / chrono::January / 1;
    case Kind::day:
    case Kind::span:
      break;
  }
  return date;
}

// The first day of the period so many steps after the one that begins with `first`.
Date step(Kind kind, Date first, int steps) {
  switch (kind) {
    case Kind::week:
      return chrono::sys_days(first) + chrono::days(7 * steps);
    case Kind::month:
      return first + chrono::months(steps);
    case Kind::quarter:
      return first + chrono::months(3 * steps);
    case Kind::year:
      return first + chrono::years(steps);
    case Kind::day:
    case Kind::span:
      break;
  }
  return chrono::sys_days(first) + chrono::days(steps);
}

// The ISO week is that of its Thursday.
std::string week_name(Date monday) {
  const chrono::sys_days thursday = chrono::sys_days(monday) + chrono::days(3);
  const chrono::year year = Date(thursday).year();
  const auto week = (thursday - chrono::sys_days(year / 1 / 1)).count() / 7 + 1;
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), week);
}

std::string name_of(Kind kind, Date first) {
  switch (kind) {
    case Kind::week:
      return week_name(first);
    case Kind::month:
      return month_text(first);
    case Kind::quarter:
      return fmt::format("{:04}-Q{}", static_cast<int>(first.year()), (static_cast<unsigned>(first.month()) + 2) / 3);
    case Kind::year:
      return fmt::format("{:04}", static_cast<int>(first.year()));
    case Kind::day:
    case Kind::span:
      break;
  }
  return to_string(first);
}

bool is_midnight(const Instant& at, const Zone& zone) { return zone.start_of(zone.date_at(at.utc)) == at.utc; }

bool is_of_days(const Window& window, const Zone& zone) {
  return is_midnight(window.from, zone) && is_midnight(window.to, zone);
}

Instant days_later(const Instant& at, chrono::days days, const Zone& zone) {
  return zone.at(zone.start_of(Date(chrono::sys_days(zone.date_at(at.utc)) + days)));
}

Window shifted_span(const Window& window, int steps, const Zone& zone) {
  if (is_of_days(window, zone)) {
    const auto length = chrono::sys_days(zone.date_at(window.to.utc)) - chrono::sys_days(zone.date_at(window.from.utc));
    return {days_later(window.from, steps * length, zone), days_later(window.to, steps * length, zone)};
  }
  const Seconds length = window.to.utc - window.from.utc;
  return {zone.at(window.from.utc + steps * length), zone.at(window.to.utc + steps * length)};
}

// The kind of period that a name of parse_window has.
Kind kind_of(std::string_view name) {
  if (name.size() == 4) return Kind::year;
  if (name.find('W') != std::string_view::npos) return Kind::week;
  if (name.find('Q') != std::string_view::npos) return Kind::quarter;
  return name.size() == 7 ? Kind::month : Kind::day;
}

// `-2`: 2.
std::optional<int> steps_back(std::string_view text) {
  int steps = 0;
  if (text.size() < 2 || text[0] != '-') return std::nullopt;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), steps);
  if (error != std::errc() || end != text.data() + text.size() || steps > kFarthest) return std::nullopt;
  return steps;
}

}  // namespace

Period period_around(Kind kind, Date date, const Zone& zone) {
  const Date first = first_day(kind, date);
  return {kind, {zone.at(zone.start_of(first)), zone.at(zone.start_of(step(kind, first, 1)))}, name_of(kind, first)};
}

Period span_of(const Window& window, const Zone& zone) {
  if (!is_of_days(window, zone))
    return {Kind::span, window, fmt::format("{}..{}", short_text(window.from), short_text(window.to))};
  const Date first = zone.date_at(window.from.utc);
  const Date last = chrono::sys_days(zone.date_at(window.to.utc)) - chrono::days(1);
  return {Kind::span, window, fmt::format("{}..{}", to_string(first), to_string(last))};
}

Period shifted(const Period& period, int steps, const Zone& zone) {
  if (period.kind == Kind::span) return span_of(shifted_span(period.window, steps, zone), zone);
  return period_around(period.kind, step(period.kind, zone.date_at(period.window.from.utc), steps), zone);
}

Result<Period> parse_period(std::string_view text, const Instant& now, const Zone& zone) {
  const Date today = zone.date_at(now.utc);
  if (std::find(kDays.begin(), kDays.end(), text) != kDays.end())
    return period_around(Kind::day, zone.date_at(parse_when(text, now, zone)->utc), zone);
  for (const std::string_view which : {"this-", "last-"})
    for (const auto& each : kKinds)
      if (text.substr(0, which.size()) == which && text.substr(which.size()) == each.word)
        return shifted(period_around(each.kind, today, zone), which == "this-" ? 0 : -1, zone);
  const auto window = parse_window(text, zone);
  if (!window) return failure(window.error());
  return period_around(kind_of(text), zone.date_at(window->from.utc), zone);
}

Result<Period> parse_period(std::string_view text, Kind kind, const Instant& now, const Zone& zone) {
  const Period present = period_around(kind, zone.date_at(now.utc), zone);
  if (text == "this") return present;
  if (text == "last") return shifted(present, -1, zone);
  if (const auto steps = steps_back(text)) return shifted(present, -*steps, zone);
  const auto named = parse_period(text, now, zone);
  if (named && named->kind == kind) return *named;
  const auto word = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindWord& each) { return each.kind == kind; });
  return failure(fmt::format(fmt::runtime(tr(word->refusal)), text));
}

}  // namespace itss
