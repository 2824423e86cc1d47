#include <doctest/doctest.h>

#include "base/time.hpp"
#include "base/zone.hpp"

using namespace itss;

TEST_CASE("an instant is read back as it was written, with its offset") {
  for (const char* text : {"2026-11-24T09:15:00+08:00", "2024-02-29T23:59:59-03:30", "1970-01-01T00:00:00+00:00"}) {
    REQUIRE(parse_instant(text));
    CHECK(to_string(*parse_instant(text)) == text);
  }
}

TEST_CASE("an instant without offset, with fractions, or that does not exist is refused") {
  for (const char* text : {"2026-11-24T09:15:00", "2026-11-24", "2026-02-29T00:00:00Z", "2026-11-24T24:00:00Z",
                           "2026-11-24T09:15:00.5Z", "2026-11-24T09:15Z", "2026-11-24T09:15:00+8:00", "", "x"})
    CHECK_FALSE(parse_instant(text));
}

TEST_CASE("for a reader an instant is short, and loses no second") {
  CHECK(short_text(*parse_instant("2026-11-24T09:15:00+08:00")) == "2026-11-24 09:15");
  CHECK(short_text(*parse_instant("2026-11-24T09:15:07+08:00")) == "2026-11-24 09:15:07");
}

TEST_CASE("instants of one second are equal whatever their offsets") {
  CHECK(*parse_instant("2026-11-24T09:15:00+08:00") == *parse_instant("2026-11-24T01:15:00Z"));
}

TEST_CASE("durations have one canonical text; bare numbers and mixed orders are refused") {
  CHECK(to_string(*parse_duration("90m")) == "1h30m");
  CHECK(to_string(*parse_duration("1d2h")) == "1d2h");
  CHECK(to_string(*parse_duration("-30m")) == "-30m");
  CHECK(to_string(*parse_duration("0s")) == "0s");
  for (const char* text : {"", "90", "h", "1h1d", "1h1h", "-", "1.5h", "1h 30m", "--1h"})
    CHECK_FALSE(parse_duration(text));
}

TEST_CASE("a skipped local time is the first instant after the gap, a repeated one either occurrence") {
  const auto zone = *Zone::find("America/New_York");
  const auto local = [](const char* text) { return LocalSeconds(parse_instant(text)->utc.time_since_epoch()); };
  CHECK(to_string(zone.at(zone.to_utc(local("2026-03-08T02:30:00Z")))) == "2026-03-08T03:00:00-04:00");
  CHECK(to_string(zone.at(zone.to_utc(local("2026-11-01T01:30:00Z")))) == "2026-11-01T01:30:00-04:00");
  CHECK(to_string(zone.at(zone.to_utc(local("2026-11-01T01:30:00Z"), Zone::Repeated::second))) ==
        "2026-11-01T01:30:00-05:00");
}

TEST_CASE("a person may write a time in many ways; what is not one is refused, not guessed") {
  const auto zone = *Zone::find("Asia/Shanghai");
  const Instant now = *parse_instant("2026-11-24T10:00:00+08:00");  // a Tuesday
  const auto when = [&](const char* text) { return to_string(*parse_when(text, now, zone)); };
  CHECK(when("now") == "2026-11-24T10:00:00+08:00");
  CHECK(when("today") == "2026-11-24T00:00:00+08:00");
  CHECK(when("mon") == "2026-11-23T00:00:00+08:00");
  CHECK(when("tue") == "2026-11-24T00:00:00+08:00");
  CHECK(when("wed") == "2026-11-18T00:00:00+08:00");
  CHECK(when("-3d") == "2026-11-21T10:00:00+08:00");
  CHECK(when("-2h30m") == "2026-11-24T07:30:00+08:00");
  CHECK(when("+1d4h") == "2026-11-25T14:00:00+08:00");
  CHECK(when("09:15") == "2026-11-24T09:15:00+08:00");
  CHECK(when("2026-11-20 09:15") == "2026-11-20T09:15:00+08:00");
  CHECK(when("2026-W12") == "2026-03-16T00:00:00+08:00");
  CHECK(when("2026-03-08T01:00-05:00") == "2026-03-08T01:00:00-05:00");
  for (const char* text : {"24:00", "2026-13-01", "tomorow", "9", "2026-W54", "-3", ""})
    CHECK_FALSE(parse_when(text, now, zone));
}

TEST_CASE("a period is half-open in the zone") {
  const auto zone = *Zone::find("Asia/Shanghai");
  const auto month = *parse_window("2026-02", zone);
  CHECK(month.contains(*parse_instant("2026-01-31T16:10:00Z")));  // 2026-02-01 00:10 in Shanghai
  CHECK_FALSE(month.contains(*parse_instant("2026-02-28T16:00:00Z")));
  CHECK(to_string(parse_window("2026-Q4", zone)->from) == "2026-10-01T00:00:00+08:00");
  CHECK(to_string(parse_window("2026-W53", zone)->to) == "2027-01-04T00:00:00+08:00");
  CHECK_FALSE(parse_window("2026-Q5", zone));
  CHECK_FALSE(parse_window("2025-W53", zone));
}
