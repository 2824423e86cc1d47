#include <doctest/doctest.h>

#include "base/period.hpp"

using namespace itss;

namespace {

using Kind = Period::Kind;

const Zone& shanghai() {
  static const Zone kZone = *Zone::find("Asia/Shanghai");
  return kZone;
}

// Tuesday, the first of a quarter's second month.
Instant now() { return *parse_instant("2026-11-24T09:15:00+08:00"); }

std::string name_of(std::string_view text) {
  const auto period = parse_period(text, now(), shanghai());
  return period ? period->name : "refused";
}

std::string name_of(std::string_view text, Kind kind) {
  const auto period = parse_period(text, kind, now(), shanghai());
  return period ? period->name : "refused";
}

std::string ends_of(const Period& period) { return to_string(period.window.from) + " " + to_string(period.window.to); }

Period named(std::string_view text) { return *parse_period(text, now(), shanghai()); }

}  // namespace

TEST_CASE("a period is known by its name, or by a word relative to today") {
  for (const char* text : {"2026-11-24", "2026-W48", "2026-11", "2026-Q4", "2026"}) CHECK(name_of(text) == text);
  CHECK(name_of("today") == "2026-11-24");
  CHECK(name_of("yesterday") == "2026-11-23");
  CHECK(name_of("tue") == "2026-11-24");
  CHECK(name_of("wed") == "2026-11-18");
  CHECK(name_of("this-week") == "2026-W48");
  CHECK(name_of("last-week") == "2026-W47");
  CHECK(name_of("this-month") == "2026-11");
  CHECK(name_of("last-month") == "2026-10");
  CHECK(name_of("last-quarter") == "2026-Q3");
  CHECK(name_of("last-year") == "2025");
  for (const char* text :
       {"", "now", "2026-13", "2026-W60", "2026-Q5", "2026-11-31", "month", "this-", "last-fortnight", "26"})
    CHECK_MESSAGE(name_of(text) == "refused", text);
}

TEST_CASE("an option for one kind takes its names, this, last and steps back, and nothing of another kind") {
  CHECK(name_of("2026-11", Kind::month) == "2026-11");
  CHECK(name_of("this", Kind::month) == "2026-11");
  CHECK(name_of("last", Kind::month) == "2026-10");
  CHECK(name_of("-2", Kind::month) == "2026-09");
  CHECK(name_of("-11", Kind::month) == "2025-12");
  CHECK(name_of("-1", Kind::week) == "2026-W47");
  CHECK(name_of("last", Kind::quarter) == "2026-Q3");
  CHECK(name_of("-4", Kind::quarter) == "2025-Q4");
  CHECK(name_of("last", Kind::year) == "2025");
  for (const char* text : {"2026-Q4", "2026", "2026-11-24", "2026-W48", "last-week", "next", "-", "-x", "-99999999999"})
    CHECK_MESSAGE(name_of(text, Kind::month) == "refused", text);
  CHECK(parse_period("2026-Q4", Kind::month, now(), shanghai()).error() ==
        "'2026-Q4' is not a month; use one such as 2026-11, this, last or -2");
}

TEST_CASE("a week begins on Monday and belongs to the year of its Thursday") {
  CHECK(ends_of(named("2026-W01")) == "2025-12-29T00:00:00+08:00 2026-01-05T00:00:00+08:00");
  CHECK(period_around(Kind::week, Date{std::chrono::year(2026) / 1 / 1}, shanghai()).name == "2026-W01");
  CHECK(period_around(Kind::week, Date{std::chrono::year(2027) / 1 / 3}, shanghai()).name == "2026-W53");
}

TEST_CASE("the periods before and after are of the same kind and touch it") {
  const auto before = [](std::string_view text) { return shifted(named(text), -1, shanghai()); };
  CHECK(before("2026-03").name == "2026-02");
  CHECK(ends_of(before("2026-03")) == "2026-02-01T00:00:00+08:00 2026-03-01T00:00:00+08:00");
  CHECK(before("2026-01").name == "2025-12");
  CHECK(before("2026-W01").name == "2025-W52");
  CHECK(before("2026-Q1").name == "2025-Q4");
  CHECK(before("2026").name == "2025");
  CHECK(before("2026-03-01").name == "2026-02-28");
  CHECK(shifted(named("2026-11"), 2, shanghai()).name == "2027-01");
}

TEST_CASE("a span of whole days is followed by one of as many days, others by as many seconds") {
  const auto at = [](const char* text) { return *parse_instant(text); };
  const Period days = span_of({at("2026-11-01T00:00:00+08:00"), at("2026-11-11T00:00:00+08:00")}, shanghai());
  CHECK(days.name == "2026-11-01..2026-11-10");
  CHECK(shifted(days, -1, shanghai()).name == "2026-10-22..2026-10-31");
  const Period hours = span_of({at("2026-11-01T08:00:00+08:00"), at("2026-11-01T12:00:00+08:00")}, shanghai());
  CHECK(hours.name == "2026-11-01 08:00..2026-11-01 12:00");
  CHECK(shifted(hours, -1, shanghai()).name == "2026-11-01 04:00..2026-11-01 08:00");
}

TEST_CASE("a span of days over a change of the clocks keeps its days") {
  const Zone berlin = *Zone::find("Europe/Berlin");
  const Period week = span_of({berlin.at(berlin.start_of(Date{std::chrono::year(2026) / 3 / 30})),
                               berlin.at(berlin.start_of(Date{std::chrono::year(2026) / 4 / 6}))},
                              berlin);
  const Period before = shifted(week, -1, berlin);
  CHECK(ends_of(before) == "2026-03-23T00:00:00+01:00 2026-03-30T00:00:00+02:00");
}
