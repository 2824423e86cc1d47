#include <doctest/doctest.h>

#include "store/ics.hpp"

namespace itss::store {

namespace {

using Years = std::optional<std::pair<Date, Date>>;

Years years(const char* first, const char* last) {
  return std::pair(parse_date(first).value(), parse_date(last).value());
}

std::string file(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\n" + events + "END:VCALENDAR\r\n";
}
std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:1@example.cn\r\n" + lines + "END:VEVENT\r\n";
}

// `2027-01-01 name; ...`, or the defect.
std::string days(const std::string& bytes, const Years& within = std::nullopt) {
  const auto read = read_ics(bytes, within);
  if (!read) return read.error();
  std::string text;
  for (const auto& day : read->days) text += (text.empty() ? "" : "; ") + to_string(day.date) + " " + day.summary;
  return text;
}

}  // namespace

TEST_CASE("an event of whole days ends before its DTEND") {
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20270103\r\nSUMMARY:元旦\r\n"))) ==
        "2027-01-01 元旦; 2027-01-02 元旦");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270101\r\nSUMMARY:one\\, two\r\n"))) == "2027-01-01 one, two");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270101\r\nDURATION:P2D\r\nSUMMARY:x\r\n"))) ==
        "2027-01-01 x; 2027-01-02 x");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270101\r\nDURATION:P1W\r\n"))).size() == 7 * 11 + 6 * 2);
  CHECK(days(file(event("DTSTART:20270101\r\nDTEND:20270101\r\nSUMMARY:x\r\n"))) == "2027-01-01 x");
  CHECK(days("\xEF\xBB\xBF" + file(event("DTSTART;VALUE=DATE:20270101\r\nSUMMARY:x\r\n"))) == "2027-01-01 x");
}

TEST_CASE("a yearly event recurs in the years asked for") {
  const auto christmas = file(event("DTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:x\r\n"));
  CHECK(days(christmas, years("2026-01-01", "2027-12-31")) == "2026-12-25 x; 2027-12-25 x");
  CHECK(days(christmas, years("2018-01-01", "2021-12-31")) == "2020-12-25 x; 2021-12-25 x");
  CHECK(days(christmas) == "the event 'x': it recurs for ever");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20261126\r\nDURATION:P2D\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\n"
                        "SUMMARY:x\r\n")),
             years("2027-01-01", "2027-12-31")) == "2027-11-25 x; 2027-11-26 x");
}

TEST_CASE("a recurrence ends by itself, leaves dates out, adds some, and moves some") {
  CHECK(days(file(event("DTSTART;VALUE=DATE:20260501\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nSUMMARY:x\r\n"))) ==
        "2026-05-01 x; 2027-05-01 x");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20260501\r\nRRULE:FREQ=YEARLY;UNTIL=20280501T000000Z\r\n"
                        "EXDATE;VALUE=DATE:20270501\r\nRDATE;VALUE=DATE:20260503\r\nSUMMARY:x\r\n"))) ==
        "2026-05-01 x; 2026-05-03 x; 2028-05-01 x");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20260501\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nSUMMARY:x\r\n") +
                  event("RECURRENCE-ID;VALUE=DATE:20270501\r\nDTSTART;VALUE=DATE:20270502\r\nSUMMARY:moved\r\n"))) ==
        "2026-05-01 x; 2027-05-02 moved");
}

TEST_CASE("events with a time of day and cancelled ones are left out") {
  const auto read = read_ics(file(event("DTSTART:20270101T090000Z\r\nSUMMARY:x\r\n") +
                                  event("DTSTART;VALUE=DATE:20270102\r\nSTATUS:CANCELLED\r\nSUMMARY:y\r\n")),
                             std::nullopt);
  REQUIRE(read);
  CHECK(read->days.empty());
  CHECK(read->timed == 1);
}

TEST_CASE("what is empty or strange elsewhere in an event does not matter") {
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270101\r\nLOCATION:\r\nX-WHAT:ever\r\nSUMMARY:x\r\n"))) ==
        "2027-01-01 x");
  CHECK(days(file("") + file(event("DTSTART;VALUE=DATE:20270101\r\nSUMMARY:x\r\n"))) == "2027-01-01 x");
}

TEST_CASE("a bad file is refused with what is wrong") {
  const char* const kNone = "this is not an iCalendar file, or not a whole one";
  const std::string good = file(event("DTSTART;VALUE=DATE:20270101\r\nSUMMARY:x\r\n"));
  CHECK(days("") == kNone);
  CHECK(days("date,name\n2027-01-01,x\n") == kNone);
  CHECK(days(good.substr(0, good.size() - 20)) == kNone);
  CHECK(days(event("DTSTART;VALUE=DATE:20270101\r\n")) == kNone);
  CHECK(days(good + std::string(1, '\0')) == kNone);
  CHECK(days(file(event("SUMMARY:\xB4\xBA\xBD\xDA\r\n"))) == "the text is not UTF-8");
  CHECK(days(file(event("SUMMARY:x\r\n"))) == "the event 'x': it has no DTSTART that is a date");
  CHECK(days(file("BEGIN:VEVENT\r\nEND:VEVENT\r\n")) == "an event: it has no DTSTART that is a date");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270230\r\n"))) ==
        "the event '1@example.cn': it has no DTSTART that is a date");
  CHECK(days(file(event("DTSTART;VALUE=DATE:soon\r\nSUMMARY:x\r\n"))) ==
        "the event 'x': its DTSTART cannot be understood");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:tomorrow\r\nSUMMARY:x\r\n"))) ==
        "the event 'x': its DTEND cannot be understood");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270102\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:x\r\n"))) ==
        "the event 'x': it ends before it starts");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270101\r\nDTEND;VALUE=DATE:20990101\r\nSUMMARY:x\r\n"))) ==
        "the event 'x': it lasts 26298 days");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270101\r\nRRULE:FREQ=SOMETIMES\r\nSUMMARY:x\r\n"))) ==
        "the event 'x': its RRULE cannot be understood");
  CHECK(days(file(event("DTSTART;VALUE=DATE:20270101\r\nRRULE:FREQ=HOURLY;COUNT=3\r\nSUMMARY:x\r\n"))) ==
        "the event 'x': days do not recur by the hour");
}

}  // namespace itss::store
