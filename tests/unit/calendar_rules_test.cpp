// The rules of calendars where clocks change, versions follow one another, and dates are counted.
#include "calendar_make.hpp"

namespace itss::calendar {

namespace {

Calendar new_york(const std::string& rest) { return make_calendar("zone: America/New_York\n" + rest); }

Date date(const char* text) { return parse_date(text).value(); }

long hours(const Calendar& calendar, const char* from, const char* to) {
  return calendar.between(local(calendar, from), local(calendar, to)) / std::chrono::hours(1);
}

}  // namespace

TEST_CASE("round the clock, the day that spring cuts has 23 hours and that of autumn 25") {
  const auto always = new_york("weekly: 24x7\n");
  const auto with_holiday = new_york("weekly: 24x7\nholidays: {2026-01-01: new year}\n");
  for (const auto* calendar : {&always, &with_holiday}) {
    CHECK(hours(*calendar, "2026-03-08 00:00", "2026-03-09 00:00") == 23);
    CHECK(hours(*calendar, "2026-11-01 00:00", "2026-11-02 00:00") == 25);
    CHECK(after(*calendar, "2026-10-31 12:00", "24h") == "2026-11-01T11:00:00-05:00");
    CHECK(after(*calendar, "2026-11-01 12:00", "-24h") == "2026-10-31T13:00:00-04:00");
  }
}

TEST_CASE("a working day is a date, not 24 hours: clocks may change on the way") {
  const auto always = new_york("weekly: 24x7\n");
  const auto with_holiday = new_york("weekly: 24x7\nholidays: {2026-01-01: new year}\n");
  for (const auto* calendar : {&always, &with_holiday}) {
    CHECK(after(*calendar, "2026-03-07 12:00", "2d") == "2026-03-09T12:00:00-04:00");
    CHECK(after(*calendar, "2026-03-09 12:00", "-2d") == "2026-03-07T12:00:00-05:00");
    CHECK(after(*calendar, "2026-10-31 12:00", "1d") == "2026-11-01T12:00:00-05:00");
    CHECK(after(*calendar, "2026-11-02 12:00", "-1d") == "2026-11-01T12:00:00-05:00");
    // 02:30 does not exist that day.
    CHECK(after(*calendar, "2026-03-07 02:30", "1d") == "2026-03-08T03:00:00-04:00");
    CHECK(after(*calendar, "2026-03-07 02:30", "1d1h") == "2026-03-08T04:00:00-04:00");
    // 23:30 and 00:30 are where a step of 24 hours would land on another date.
    CHECK(after(*calendar, "2026-10-31 00:30", "3d") == "2026-11-03T00:30:00-05:00");
    CHECK(after(*calendar, "2026-03-07 23:30", "1d") == "2026-03-08T23:30:00-04:00");
  }
  CHECK(always.target_seconds(local(always, "2026-03-07 12:00"), parse_duration("1d").value()) ==
        std::chrono::hours(23));
}

TEST_CASE("office days keep their clock time over a weekend in which clocks change") {
  const auto office = new_york("weekly: {mon-fri: [09:00-17:00]}\n");
  CHECK(after(office, "2026-03-06 10:15", "1d") == "2026-03-09T10:15:00-04:00");
  CHECK(after(office, "2026-03-09 10:15", "-1d") == "2026-03-06T10:15:00-05:00");
  CHECK(after(office, "2026-10-30 16:59:59", "1d") == "2026-11-02T16:59:59-05:00");
}

TEST_CASE("a night shift over a change of clocks lasts as long as it really does") {
  const auto night = new_york("weekly: {sat: [22:00-06:00]}\n");
  CHECK(hours(night, "2026-03-07 00:00", "2026-03-09 00:00") == 7);
  CHECK(hours(night, "2026-10-31 00:00", "2026-11-02 00:00") == 9);
  CHECK(after(night, "2026-03-07 22:00", "7h") == "2026-03-08T06:00:00-04:00");
  CHECK(after(night, "2026-10-31 22:00", "9h") == "2026-11-01T06:00:00-05:00");
}

TEST_CASE("both edges of a shift may lie in an hour that is skipped or repeated") {
  const auto end_skipped = new_york("weekly: {sun: [00:30-02:30]}\n");
  CHECK(after(end_skipped, "2026-03-08 00:30", "90m") == "2026-03-08T03:00:00-04:00");
  const auto inside_skipped = new_york("weekly: {sun: [02:15-02:45, 10:00-11:00]}\n");
  CHECK(after(inside_skipped, "2026-03-08 00:00", "0s") == "2026-03-08T10:00:00-04:00");
  CHECK(hours(inside_skipped, "2026-03-08 00:00", "2026-03-09 00:00") == 1);
  const auto inside_repeated = new_york("weekly: {sun: [01:15-01:45]}\n");
  CHECK(inside_repeated.between(utc("2026-11-01T00:00:00-04:00"), utc("2026-11-02T00:00:00-05:00")) ==
        std::chrono::minutes(90));
  // Two shifts that meet in the repeated hour: none of it counts twice.
  const auto meeting = new_york("weekly: {sun: [00:00-01:30, 01:30-03:00]}\n");
  CHECK(hours(meeting, "2026-11-01 00:00", "2026-11-01 03:00") == 4);
}

TEST_CASE("24:00 is the end of a day, and a shift up to 00:00 is the same") {
  for (const char* shift : {"18:00-24:00", "18:00-00:00"}) {
    const auto evening = make_calendar(std::string("zone: UTC\nweekly: {mon-fri: [") + shift + "]}\n");
    CHECK(after(evening, "2026-03-02 18:00", "6h") == "2026-03-03T00:00:00+00:00");
    CHECK(after(evening, "2026-03-03 00:00", "-0s") == "2026-03-03T00:00:00+00:00");
    CHECK(after(evening, "2026-03-03 00:00", "0s") == "2026-03-03T18:00:00+00:00");
    CHECK(hours(evening, "2026-03-02 00:00", "2026-03-03 00:00") == 6);
  }
}

TEST_CASE("what governs the date on which a shift starts governs all of it") {
  const auto night = make_calendar(
      "zone: Asia/Shanghai\nweekly: {mon-fri: [22:00-06:00]}\nholidays: {2026-03-04: off}\n"
      "workdays: {2026-03-07: fri, 2026-03-08: [23:00-01:00]}\n");
  CHECK(night.is_open(local(night, "2026-03-04 03:00")));        // Tuesday's shift, though Wednesday is off
  CHECK_FALSE(night.is_open(local(night, "2026-03-05 03:00")));  // Wednesday's does not start
  CHECK(night.is_open(local(night, "2026-03-08 05:59:59")));     // Saturday's is made up, into Sunday
  CHECK(night.is_open(local(night, "2026-03-09 00:59:59")));     // Sunday's own hours, into Monday
  CHECK_FALSE(night.is_open(local(night, "2026-03-09 01:00")));
  CHECK(after(night, "2026-03-08 02:00", "1d") == "2026-03-09T01:00:00+08:00");
  CHECK(after(night, "2026-03-08 02:00", "2d") == "2026-03-10T02:00:00+08:00");
}

TEST_CASE("a make-up day with any shift counts as one day") {
  const auto office = make_calendar(
      "zone: UTC\nweekly: {mon-fri: [09:00-12:00, 13:00-18:00]}\nworkdays: {2026-03-07: [09:00-10:00]}\n");
  CHECK(after(office, "2026-03-06 15:00", "1d") == "2026-03-07T10:00:00+00:00");
  CHECK(after(office, "2026-03-06 15:00", "2d") == "2026-03-09T15:00:00+00:00");
  CHECK(after(office, "2026-03-09 15:00", "-1d") == "2026-03-07T10:00:00+00:00");
}

TEST_CASE("working days from before the first shift, from a break, from after the last one") {
  const auto office = make_calendar("zone: UTC\nweekly: {mon-fri: [09:00-12:00, 13:00-18:00]}\n");
  CHECK(after(office, "2026-03-02 07:00", "1d") == "2026-03-03T09:00:00+00:00");
  CHECK(after(office, "2026-03-02 12:00", "1d") == "2026-03-03T13:00:00+00:00");
  CHECK(after(office, "2026-03-02 18:00", "1d") == "2026-03-04T09:00:00+00:00");
  CHECK(after(office, "2026-03-02 12:30", "-1d") == "2026-02-27T12:00:00+00:00");
  CHECK(after(office, "2026-03-02 18:00", "-1d") == "2026-02-27T18:00:00+00:00");
  CHECK(after(office, "2026-03-03 07:00", "-1d2h") == "2026-02-27T16:00:00+00:00");
  CHECK(after(office, "2026-03-02 17:00", "1d2h") == "2026-03-04T10:00:00+00:00");
  CHECK(after(office, "2026-03-02 17:00", "0d") == "2026-03-02T17:00:00+00:00");
}

TEST_CASE("a version may begin at a date or at an instant, and both are exact") {
  const auto calendar = make_calendar(
      "zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-17:00]}\nversions:\n"
      "  - {from: 2026-03-03, weekly: {mon-fri: [09:00-18:00]}}\n"
      "  - {from: 2026-03-04T12:00:00+08:00, weekly: {mon-fri: [09:00-20:00]}, holidays: {2026-03-06: x}}\n");
  CHECK(calendar.version_count() == 3);
  CHECK(calendar.version_at(local(calendar, "2026-03-02 23:59:59")) == 0);
  CHECK(calendar.version_at(local(calendar, "2026-03-03 00:00")) == 1);
  CHECK(calendar.version_at(local(calendar, "2026-03-04 11:59:59")) == 1);
  CHECK(calendar.version_at(local(calendar, "2026-03-04 12:00")) == 2);
  const Use follow{0, Versions::follow};
  CHECK(after(calendar, "2026-03-02 16:00", "10h", follow) == "2026-03-03T18:00:00+08:00");
  CHECK(after(calendar, "2026-03-04 16:00", "4h", follow) == "2026-03-04T20:00:00+08:00");
  CHECK(after(calendar, "2026-03-05 19:00", "2h", follow) == "2026-03-09T10:00:00+08:00");
  CHECK(after(calendar, "2026-03-05 19:00", "2h", {1, Versions::pinned}) == "2026-03-06T11:00:00+08:00");
  CHECK(calendar.is_workday(date("2026-03-06"), {1, Versions::pinned}));
  CHECK_FALSE(calendar.is_workday(date("2026-03-06"), follow));
}

TEST_CASE("followed versions make a deadline provisional where one of them declares too little") {
  const auto gap = make_calendar(
      "zone: UTC\ncovers: 2026-01-01..2026-12-31\nweekly: {mon-fri: [09:00-17:00]}\nversions:\n"
      "  - {from: 2027-03-01, covers: 2027-03-01..2027-12-31}\n");
  const Use follow{0, Versions::follow};
  // Both ends are declared, January and February are not.
  CHECK(after(gap, "2026-12-31 09:00", "400h", follow) == "2027-03-10T17:00:00+00:00 provisional");
  CHECK(after(gap, "2027-03-10 17:00", "-400h", follow) == "2026-12-31T09:00:00+00:00 provisional");
  CHECK(after(gap, "2027-03-01 09:00", "8h", follow) == "2027-03-01T17:00:00+00:00");
  const auto seamless = make_calendar(
      "zone: UTC\ncovers: 2026-01-01..2026-12-31\nweekly: {mon-fri: [09:00-17:00]}\nversions:\n"
      "  - {from: 2027-01-01, covers: 2027-01-01..2027-12-31}\n");
  CHECK(after(seamless, "2026-12-31 09:00", "16h", follow) == "2027-01-01T17:00:00+00:00");
  CHECK(after(seamless, "2026-12-31 09:00", "16h") == "2027-01-01T17:00:00+00:00 provisional");
}

TEST_CASE("which dates are declared is asked of the shifts' own dates") {
  const auto night = make_calendar("zone: UTC\ncovers: 2026-01-01..2026-12-31\nweekly: {mon-sun: [22:00-06:00]}\n");
  CHECK(night.declared(local(night, "2026-12-31 12:00"), local(night, "2027-01-01 06:00")));
  CHECK_FALSE(night.declared(local(night, "2026-12-31 12:00"), local(night, "2027-01-01 06:00:01")));
  CHECK_FALSE(night.declared(local(night, "2025-12-31 23:00"), local(night, "2026-01-01 06:00")));
  CHECK(night.declared(local(night, "2027-05-01 00:00"), local(night, "2027-05-01 00:00")));
  CHECK(night.covers(0) == std::pair(date("2026-01-01"), date("2026-12-31")));
}

}  // namespace itss::calendar
