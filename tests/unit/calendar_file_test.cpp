#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "calendar_make.hpp"

namespace itss::calendar {

namespace {

// The findings about a calendar file, one line each, without caret and hint.
std::string findings_of(const std::string& text) {
  Diagnostics findings;
  const auto calendar = try_calendar(text, findings);
  CHECK(calendar.has_value() == findings.empty());
  std::string out;
  for (auto finding : findings) {
    finding.source_line.clear();
    finding.hint.clear();
    out += to_text(finding) + "\n";
  }
  return out;
}

std::string file(const std::string& path) {
  std::ifstream in(path);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

Date date(const char* text) { return parse_date(text).value(); }

}  // namespace

TEST_CASE("a defect of a calendar file is named with its place") {
  struct Row {
    const char* text;
    const char* finding;
  };
  const Row rows[] = {
      {"weekly: 24x7\n", ":1:1: error: the field 'zone' is missing [MISSING_FIELD]"},
      {"zone: UTC\n", ":1:1: error: the field 'weekly' is missing [MISSING_FIELD]"},
      {"- a\n", ":1:1: error: expected 'key: value' lines [NOT_A_MAPPING]"},
      {"zone: Asia/Pekin\nweekly: 24x7\n", ":1:7: error: 'Asia/Pekin' is not a time zone [CALENDAR_ZONE]"},
      {"zone: UTC\nweekly: 24x7\nholiday: {}\n", ":3:1: error: 'holiday' is not a word of a calendar [CALENDAR_KEY]"},
      {"zone: UTC\nweekly: always\n", ":2:9: error: 'weekly' is not 24x7, or shifts by weekday [WRONG_TYPE]"},
      {"zone: UTC\nweekly: {mon: [09:00-09:00]}\n", ":2:16: error: '09:00-09:00' is not a shift [CALENDAR_SHIFT]"},
      {"zone: UTC\nweekly: {mon: [24:00-25:00]}\n", ":2:16: error: '24:00-25:00' is not a shift [CALENDAR_SHIFT]"},
      {"zone: UTC\nweekly: {mon: [9-12]}\n", ":2:16: error: '9-12' is not a shift [CALENDAR_SHIFT]"},
      {"zone: UTC\nweekly: {mon: {a: b}}\n",
       ":2:15: error: 'shifts' is not a list of shifts such as [09:00-12:00, 13:00-18:00] [WRONG_TYPE]"},
      {"zone: UTC\nweekly: {mon: [09:00-12:00, 11:00-13:00]}\n",
       ":2:15: error: the shift 11:00-13:00 overlaps 09:00-12:00 [CALENDAR_OVERLAP]"},
      {"zone: UTC\nweekly: {mon: [22:00-06:00], tue: [05:00-09:00]}\n",
       ":2:9: error: the shift 22:00-06:00 overlaps 05:00-09:00 [CALENDAR_OVERLAP]"},
      {"zone: UTC\nweekly: {fri: [22:00-06:00]}\nworkdays: {2026-02-14: [05:00-09:00]}\n",
       ":3:12: error: the shift 22:00-06:00 overlaps 05:00-09:00 [CALENDAR_OVERLAP]"},
      {"zone: UTC\nweekly: {fri: [09:00-12:00]}\nworkdays: {2026-03-10..2026-03-14: [00:00-08:00, 22:00-06:00]}\n",
       ":3:12: error: the shift 22:00-06:00 overlaps 00:00-08:00 [CALENDAR_OVERLAP]"},
      {"zone: UTC\nweekly: {fri: [09:00-12:00]}\nworkdays: {12-30..01-02: [00:00-08:00, 22:00-06:00]}\n",
       ":3:12: error: the shift 22:00-06:00 overlaps 00:00-08:00 [CALENDAR_OVERLAP]"},
      {"zone: UTC\nweekly: {fri: [05:00-12:00]}\nworkdays: {12-30..01-02: [22:00-06:00]}\n",
       ":3:12: error: the shift 22:00-06:00 overlaps 05:00-12:00 [CALENDAR_OVERLAP]"},
      {"zone: UTC\nweekly: {fri: [22:00-06:00]}\nworkdays: {02-29: [05:00-09:00]}\n",
       ":3:12: error: the shift 22:00-06:00 overlaps 05:00-09:00 [CALENDAR_OVERLAP]"},
      {"zone: UTC\nweekly: {montag: [09:00-12:00]}\n", ":2:10: error: 'montag' is not a weekday [CALENDAR_WEEKDAY]"},
      {"zone: UTC\nweekly: {mon-fri: [09:00-12:00], wed: []}\n",
       ":2:34: error: 'wed' is given hours twice [CALENDAR_DAY_TWICE]"},
      {"zone: UTC\nweekly: {}\n", ":2:9: error: the calendar has no working time at all [CALENDAR_EMPTY]"},
      {"zone: UTC\nweekly: 24x7\nholidays: {01-01..12-31: never}\n",
       ":2:9: error: the calendar has no working time at all [CALENDAR_EMPTY]"},
      {"zone: UTC\nweekly: 24x7\nholidays: {2026-02-30: x}\n",
       ":3:12: error: '2026-02-30' is not a date that a calendar understands [CALENDAR_DATE]"},
      {"zone: UTC\nweekly: 24x7\nholidays: {2026-02-03..2026-02-01: x}\n",
       ":3:12: error: '2026-02-03..2026-02-01' is not a date that a calendar understands [CALENDAR_DATE]"},
      {"zone: UTC\nweekly: 24x7\nholidays: {2026-12-24..01-02: x}\n",
       ":3:12: error: '2026-12-24..01-02' is not a date that a calendar understands [CALENDAR_DATE]"},
      {"zone: UTC\nweekly: 24x7\nholidays: [2026-02-03]\n", ":3:11: error: 'holidays' is not a mapping [WRONG_TYPE]"},
      {"zone: UTC\nweekly: 24x7\ncovers: 2026\n",
       ":3:9: error: '2026' is not a date that a calendar understands [CALENDAR_DATE]"},
      {"zone: UTC\nweekly: {mon: [09:00-12:00]}\nholidays: {2026-02-14: x}\nworkdays: {2026-02-14: mon}\n",
       ":4:12: error: '2026-02-14' is both a holiday and a working day [CALENDAR_CONFLICT]"},
      {"zone: UTC\nweekly: {mon: [09:00-12:00]}\nworkdays: {2026-02-14: sat}\n",
       ":3:12: error: '2026-02-14' is worked like 'sat', which has no hours [CALENDAR_NO_HOURS]"},
      {"zone: UTC\nweekly: {mon: [09:00-12:00]}\nholidays: {2026-02-14..2026-02-14: x}\nworkdays: {2026-02-14: mon}\n",
       ":4:12: error: '2026-02-14' is both a holiday and a working day [CALENDAR_CONFLICT]"},
      {"zone: UTC\nweekly: {mon: [09:00-12:00]}\nholidays: {02-14: x}\nworkdays: {02-14: mon}\n",
       ":4:12: error: '02-14' is both a holiday and a working day [CALENDAR_CONFLICT]"},
      {"zone: UTC\nweekly: {mon: [09:00-12:00]}\nworkdays: {2027-02-14: mon}\n"
       "versions: [{from: 2027-01-01, holidays: {2027-01-01: x, 2027-02-14: y}}]\n",
       ":4:12: error: '2027-02-14' is both a holiday and a working day [CALENDAR_CONFLICT]"},
      {"zone: UTC\nweekly: {mon: [09:00-12:00]}\nworkdays: {2027-02-14: mon}\n"
       "versions: [{from: 2027-01-01, weekly: {tue: [09:00-12:00]}}]\n",
       ":4:12: error: '2027-02-14' is worked like 'mon', which has no hours [CALENDAR_NO_HOURS]"},
      {"zone: UTC\nweekly: {mon: [09:00-12:00]}\nversions: [{from: 2027-01-01, holidays: {01-01..12-31: x}}]\n",
       ":3:12: error: the calendar has no working time at all [CALENDAR_EMPTY]"},
      {"zone: UTC\nweekly: 24x7\nversions: [{from: 2027-01-01 09:00, weekly: 24x7}]\n",
       ":3:19: error: '2027-01-01 09:00' is not a date that a calendar understands [CALENDAR_DATE]"},
      {"zone: UTC\nweekly: 24x7\nversions: [{from: 2027-01-01}, {from: 2027-01-01T00:00:00Z}]\n",
       ":3:39: error: the version from 2027-01-01T00:00:00Z does not start after the one before it "
       "[CALENDAR_VERSION_ORDER]"},
      {"zone: UTC\nweekly: 24x7\nversions: [{weekly: 24x7}]\n",
       ":3:12: error: the field 'from' is missing [MISSING_FIELD]"},
      {"zone: UTC\nweekly: 24x7\nversions: [{from: 2027-01-01}, {from: 2026-01-01}]\n",
       ":3:39: error: the version from 2026-01-01 does not start after the one before it [CALENDAR_VERSION_ORDER]"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(findings_of(row.text) == std::string("calendars/test.yaml") + row.finding + "\n");
  }
}

TEST_CASE("night shifts of a range of days that end before the next one's begin are accepted") {
  for (const char* dates : {"2026-03-10..2026-03-14", "12-30..01-02", "02-29", "12-25"}) {
    CAPTURE(dates);
    CHECK(findings_of("zone: UTC\nweekly: {mon-fri: [06:00-12:00]}\nworkdays: {" + std::string(dates) +
                      ": [06:00-12:00, 22:00-06:00]}\n") == "");
  }
}

TEST_CASE("holidays of many years leave working time behind them") {
  CHECK(findings_of("zone: UTC\nweekly: {mon: [09:00-12:00]}\nholidays: {2020-01-01..2060-12-31: x}\n") == "");
  CHECK(findings_of("zone: UTC\nweekly: {}\nworkdays: {2026-03-02: [09:00-12:00]}\n") == "");
}

TEST_CASE("a calendar file's defects are all named at once") {
  const auto findings = findings_of("zone: UTC\nweekly: {mon: [9-12], foo: [09:00-12:00]}\nholidays: {x: y}\n");
  CHECK(std::count(findings.begin(), findings.end(), '\n') == 3);
}

TEST_CASE("a misspelt word of a calendar gets a suggestion") {
  Diagnostics findings;
  try_calendar("zone: UTC\nweekly: 24x7\nholiday: {}\n", findings);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().hint == "did you mean 'holidays'?");
}

TEST_CASE("weekdays may be single, a range, a range over Sunday or a list") {
  const auto calendar = make_calendar("zone: UTC\nweekly: {'sat-mon': [09:00-12:00], 'wed,thu': 10:00-11:00}\n");
  const auto hours = [&](const char* day) {
    const auto from = local(calendar, day);
    return calendar.between(from, from + std::chrono::days(1)) / std::chrono::hours(1);
  };
  CHECK(hours("2026-02-28") == 3);  // Saturday
  CHECK(hours("2026-03-01") == 3);
  CHECK(hours("2026-03-02") == 3);
  CHECK(hours("2026-03-03") == 0);
  CHECK(hours("2026-03-04") == 1);
  CHECK(hours("2026-03-05") == 1);
  CHECK(hours("2026-03-06") == 0);
}

TEST_CASE("a make-up day wins over a holiday range, a holiday over the week, a special day has its own shifts") {
  const auto calendar = make_calendar(
      "zone: UTC\nweekly: {mon-fri: [09:00-17:00]}\nholidays: {2026-03-02..2026-03-04: x, 12-24..01-02: year end}\n"
      "workdays: {2026-03-03: fri, 2026-03-07: [10:00-11:00], 2026-03-05: []}\n");
  CHECK_FALSE(calendar.is_workday(date("2026-03-02")));
  CHECK(calendar.is_workday(date("2026-03-03")));
  CHECK_FALSE(calendar.is_workday(date("2026-03-05")));
  CHECK(calendar.is_workday(date("2026-03-06")));
  CHECK(calendar.is_workday(date("2026-03-07")));
  for (const char* day : {"2025-12-24", "2025-12-31", "2026-01-01", "2026-01-02", "2029-12-25"})
    CHECK_FALSE(calendar.is_workday(date(day)));
  CHECK(calendar.is_workday(date("2026-12-23")));
  CHECK(after(calendar, "2026-03-06 17:00", "1h") == "2026-03-07T11:00:00+00:00");
}

TEST_CASE("intervals name the holiday, the make-up day and closed time, without gaps") {
  const auto calendar = make_calendar(kShanghaiOffice);
  const auto parts = calendar.intervals(local(calendar, "2026-02-14 17:00"), local(calendar, "2026-02-24 10:00"));
  REQUIRE(parts.size() == 5);
  CHECK(parts[0].why == Interval::Why::make_up);
  CHECK(parts[0].name == "fri");
  CHECK(parts[1].why == Interval::Why::closed);
  CHECK(parts[2].why == Interval::Why::holiday);
  CHECK(parts[2].name == "春节");
  CHECK(parts[2].to - parts[2].from == std::chrono::days(9));
  CHECK(parts[3].why == Interval::Why::closed);
  CHECK(parts[4].open);
  for (std::size_t i = 1; i < parts.size(); ++i) CHECK(parts[i].from == parts[i - 1].to);
}

TEST_CASE("a version changes the hours from its start; a pinned clock keeps the version it began with") {
  const auto calendar = make_calendar(std::string(kShanghaiOffice) +
                                      "versions:\n  - from: 2026-03-02T19:00:00+08:00\n"
                                      "    weekly: {mon-fri: [09:00-12:00, 13:00-20:00]}\n");
  const auto start = local(calendar, "2026-03-02 17:00");
  CHECK(calendar.version_at(start) == 0);
  CHECK(calendar.version_at(local(calendar, "2026-03-02 19:00")) == 1);
  CHECK(after(calendar, "2026-03-02 17:00", "2h", {0, Versions::pinned}) == "2026-03-03T10:00:00+08:00");
  CHECK(after(calendar, "2026-03-02 17:00", "2h", {0, Versions::follow}) == "2026-03-02T20:00:00+08:00");
  CHECK(after(calendar, "2026-03-02 17:00", "2h", {1, Versions::pinned}) == "2026-03-02T19:00:00+08:00");
  // What the version does not say stays as it was.
  CHECK(after(calendar, "2026-10-01 10:00", "1h", {1, Versions::pinned}) == "2026-10-08T10:00:00+08:00");
}

TEST_CASE("the shipped calendar agrees with the published holidays") {
  const auto text = file(std::string(ITSS_SOURCE_DIR) + "/schemas/init/calendars/office-cn.yaml");
  const auto calendar = make_calendar(text);
  CHECK_FALSE(calendar.is_workday(date("2026-10-01")));
  CHECK(calendar.is_workday(date("2026-10-10")));
  const auto published = file(std::string(ITSS_SOURCE_DIR) + "/../shared/data/holidays-cn.csv");
  std::stringstream lines(published);
  std::map<std::string, std::string> listed;
  for (std::string line; std::getline(lines, line);)
    if (line.size() > 14 && line.front() == '2') listed[line.substr(0, 10)] = line.substr(11, line.find(',', 11) - 11);
  if (listed.empty()) return;
  for (auto day = std::chrono::sys_days(date("2024-01-01")); day <= std::chrono::sys_days(date("2026-12-31"));
       day += std::chrono::days(1)) {
    const auto weekday = std::chrono::weekday(day);
    bool expected = weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
    const auto found = listed.find(to_string(Date(day)));
    if (found != listed.end()) expected = found->second == "work";
    CAPTURE(to_string(Date(day)));
    CHECK(calendar.is_workday(Date(day)) == expected);
  }
}

}  // namespace itss::calendar
