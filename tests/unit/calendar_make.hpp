#pragma once
// Calendars for tests, written as their files are.

#include <doctest/doctest.h>

#include <string>

#include "calendar/calendar.hpp"

namespace itss::calendar {

// Working hours in Shanghai with the public holidays of 2026 (calendar A of itss-sla(7)).
inline const char* const kShanghaiOffice = R"(zone: Asia/Shanghai
covers: 2026-01-01..2026-12-31
weekly: {mon-fri: [09:00-12:00, 13:00-18:00]}
holidays:
  2026-01-01..2026-01-03: 元旦
  2026-02-15..2026-02-23: 春节
  2026-04-04..2026-04-06: 清明节
  2026-05-01..2026-05-05: 劳动节
  2026-06-19..2026-06-21: 端午节
  2026-09-25..2026-09-27: 中秋节
  2026-10-01..2026-10-07: 国庆节
workdays: {2026-01-04: fri, 2026-02-14: fri, 2026-02-28: fri, 2026-05-09: fri, 2026-09-20: fri, 2026-10-10: fri}
)";

inline std::optional<Calendar> try_calendar(const std::string& text, Diagnostics& findings) {
  const auto document = yaml::Document::parse(text, "calendars/test.yaml", findings);
  if (!document) return std::nullopt;
  return Calendar::read(*document, "test", findings);
}

inline Calendar make_calendar(const std::string& text) {
  Diagnostics findings;
  auto calendar = try_calendar(text, findings);
  for (const auto& finding : findings) MESSAGE(to_text(finding));
  REQUIRE(calendar);
  return std::move(*calendar);
}

inline SysSeconds utc(const std::string& text) { return parse_instant(text).value().utc; }

// `2026-03-02 09:00[:00]` of the calendar's zone.
inline SysSeconds local(const Calendar& calendar, const std::string& text) {
  return parse_when(text, Instant{}, calendar.zone()).value().utc;
}

inline std::string shown(const Calendar& calendar, const std::optional<Calendar::Moment>& moment) {
  if (!moment) return "never";
  return to_string(calendar.zone().at(moment->at)) + (moment->provisional ? " provisional" : "");
}

// The end of `amount` (`4h`, `-1d`) from a local time, as text.
inline std::string after(const Calendar& calendar, const std::string& start, const std::string& amount, Use use = {}) {
  return shown(calendar, calendar.add(local(calendar, start), parse_duration(amount).value(), use));
}

}  // namespace itss::calendar
