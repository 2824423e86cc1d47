#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "calendar_make.hpp"

namespace itss::calendar {

namespace {

Calendar office() { return make_calendar(kShanghaiOffice); }
Calendar new_york_office() { return make_calendar("zone: America/New_York\nweekly: {mon-fri: [09:00-17:00]}\n"); }
Calendar always(const std::string& zone) { return make_calendar("zone: " + zone + "\nweekly: 24x7\n"); }

}  // namespace

TEST_CASE("work that starts on Friday evening ends on Monday after the lunch break") {
  CHECK(after(office(), "2026-03-06 18:30", "4h") == "2026-03-09T14:00:00+08:00");
}

TEST_CASE("work that starts in the lunch break starts after it") {
  CHECK(after(office(), "2026-03-02 12:30", "30m") == "2026-03-02T13:30:00+08:00");
}

TEST_CASE("an amount used up exactly at closing time ends at closing time") {
  CHECK(after(office(), "2026-03-02 09:00", "8h") == "2026-03-02T18:00:00+08:00");
}

TEST_CASE("a make-up day is worked and the holiday after it is not") {
  CHECK(after(office(), "2026-02-13 17:00", "4h") == "2026-02-14T12:00:00+08:00");
  CHECK(after(office(), "2026-02-14 17:00", "2h") == "2026-02-24T10:00:00+08:00");
}

TEST_CASE("a deadline beyond the declared holidays is provisional") {
  CHECK(after(office(), "2026-12-30 17:00", "16h") == "2027-01-01T17:00:00+08:00 provisional");
  CHECK(after(office(), "2026-12-30 17:00", "9h") == "2026-12-31T18:00:00+08:00");
  CHECK(after(office(), "2026-12-31 19:00", "0s") == "2027-01-01T09:00:00+08:00 provisional");
}

TEST_CASE("the night shift of the last declared date is firm to its end") {
  const auto night =
      make_calendar("zone: Asia/Shanghai\ncovers: 2026-01-01..2026-12-31\nweekly: {mon-fri: [22:00-06:00]}\n");
  CHECK(after(night, "2027-01-01 02:00", "1h") == "2027-01-01T03:00:00+08:00");
  CHECK(after(night, "2027-01-01 02:00", "-1h") == "2027-01-01T01:00:00+08:00");
  CHECK(after(night, "2027-01-01 02:00", "-1d") == "2026-12-31T02:00:00+08:00");
  CHECK(after(night, "2027-01-01 02:00", "5h") == "2027-01-01T23:00:00+08:00 provisional");
  CHECK(after(night, "2027-01-01 02:00", "1d") == "2027-01-02T02:00:00+08:00 provisional");
  CHECK(after(night, "2027-01-01 07:00", "0s") == "2027-01-01T22:00:00+08:00 provisional");
}

TEST_CASE("a deadline on the last day of February in a leap year") {
  const auto calendar = make_calendar("zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-12:00, 13:00-18:00]}\n");
  CHECK(after(calendar, "2028-02-28 17:00", "2h") == "2028-02-29T10:00:00+08:00");
}

TEST_CASE("round the clock, one hour from 23:30 ends after midnight") {
  CHECK(after(always("Asia/Shanghai"), "2026-03-02 23:30", "1h") == "2026-03-03T00:30:00+08:00");
}

TEST_CASE("round the clock, the hour that spring skips is not worked") {
  const auto calendar = always("America/New_York");
  const auto end = calendar.add(utc("2026-03-08T01:00:00-05:00"), std::chrono::hours(2));
  CHECK(shown(calendar, end) == "2026-03-08T04:00:00-04:00");
}

TEST_CASE("a weekend with a clock change moves the next office day's offset only") {
  CHECK(after(new_york_office(), "2026-03-06 16:00", "2h") == "2026-03-09T10:00:00-04:00");
}

TEST_CASE("the start may come from another zone than the calendar's") {
  const auto calendar = new_york_office();
  const auto end = calendar.add(utc("2026-03-03T06:00:00+08:00"), std::chrono::hours(1));
  REQUIRE(end);
  CHECK(end->at == utc("2026-03-03T23:00:00+08:00"));
}

TEST_CASE("adding nothing gives the first open instant at or after the start") {
  CHECK(after(office(), "2026-03-02 08:00", "0s") == "2026-03-02T09:00:00+08:00");
  CHECK(after(office(), "2026-03-02 09:30", "0s") == "2026-03-02T09:30:00+08:00");
  CHECK(after(office(), "2026-03-02 12:00", "0s") == "2026-03-02T13:00:00+08:00");
}

TEST_CASE("taking nothing away gives the latest open instant at or before the start") {
  CHECK(after(office(), "2026-03-02 12:30", "-0s") == "2026-03-02T12:00:00+08:00");
  CHECK(after(office(), "2026-03-02 09:00", "-0s") == "2026-03-02T09:00:00+08:00");
  CHECK(after(office(), "2026-03-02 08:59:59", "-0s") == "2026-02-28T18:00:00+08:00");
}

TEST_CASE("a negative amount counts back to the latest instant") {
  CHECK(after(office(), "2026-03-03 10:00", "-2h") == "2026-03-02T17:00:00+08:00");
  CHECK(after(office(), "2026-03-03 10:00", "-1h") == "2026-03-03T09:00:00+08:00");
  CHECK(after(office(), "2026-03-02 18:00", "-8h") == "2026-03-02T09:00:00+08:00");
}

TEST_CASE("working time between two instants counts open seconds only") {
  const auto calendar = office();
  const auto count = [&](const char* from, const char* to) {
    return calendar.between(local(calendar, from), local(calendar, to)).count();
  };
  CHECK(count("2026-03-02 11:59:30", "2026-03-02 13:00:15") == 45);
  CHECK(count("2026-03-07 00:00", "2026-03-09 00:00") == 0);
  CHECK(count("2026-03-02 09:00", "2026-03-02 09:00") == 0);
  CHECK(count("2026-02-09 00:00", "2026-02-16 00:00") == 6 * 8 * 3600);
}

TEST_CASE("working time over forty years is found at once") {
  const auto calendar = make_calendar("zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-17:00]}\n");
  const auto from = local(calendar, "2000-01-03 00:00");
  const auto to = from + std::chrono::weeks(52 * 40);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 20'000; ++i) CHECK_EQ(calendar.between(from, to).count(), 52L * 40 * 40 * 3600);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("an amount that no calendar reaches within a hundred years has no end") {
  const auto once = make_calendar("zone: UTC\nweekly: {}\nworkdays: {2026-03-02: [09:00-12:00]}\n");
  CHECK(after(once, "2026-03-01 00:00", "3h") == "2026-03-02T12:00:00+00:00");
  CHECK(after(once, "2026-03-01 00:00", "4h") == "never");
  CHECK(after(once, "2026-03-03 00:00", "0s") == "never");
  CHECK(after(once, "2026-03-03 00:00", "1d") == "never");
  CHECK(after(always("UTC"), "2026-03-01 00:00", "900000h") == "never");
}

TEST_CASE("working days keep the clock time of the start") {
  CHECK(after(office(), "2026-03-02 10:15", "1d") == "2026-03-03T10:15:00+08:00");
  CHECK(after(office(), "2026-03-06 10:15", "2d") == "2026-03-10T10:15:00+08:00");
  CHECK(after(office(), "2026-02-13 17:00", "1d") == "2026-02-14T17:00:00+08:00");
  CHECK(after(office(), "2026-02-13 17:00", "2d") == "2026-02-24T17:00:00+08:00");
}

TEST_CASE("working days from closed time start with the next open instant") {
  CHECK(after(office(), "2026-03-06 18:30", "1d") == "2026-03-10T09:00:00+08:00");
  CHECK(after(office(), "2026-03-02 12:30", "1d") == "2026-03-03T13:00:00+08:00");
}

TEST_CASE("working days that end in a break, before or after the shifts are moved to a shift's edge") {
  const auto calendar =
      make_calendar("zone: UTC\nweekly: {mon: [07:00-20:00], tue: [09:00-12:00, 14:00-18:00], wed: [09:00-12:00]}\n");
  CHECK(after(calendar, "2026-03-02 13:00", "1d") == "2026-03-03T12:00:00+00:00");
  CHECK(after(calendar, "2026-03-02 19:00", "1d") == "2026-03-03T18:00:00+00:00");
  CHECK(after(calendar, "2026-03-02 07:30", "1d") == "2026-03-03T09:00:00+00:00");
}

TEST_CASE("days are counted before hours") {
  CHECK(after(office(), "2026-03-02 17:00", "1d2h") == "2026-03-04T10:00:00+08:00");
}

TEST_CASE("eight hours and one day are different amounts") {
  const auto calendar = make_calendar("zone: UTC\nweekly: {mon-fri: [09:00-12:00]}\n");
  CHECK(after(calendar, "2026-03-02 10:00", "1d") == "2026-03-03T10:00:00+00:00");
  CHECK(after(calendar, "2026-03-02 10:00", "8h") == "2026-03-04T12:00:00+00:00");
}

TEST_CASE("working days count back too") {
  CHECK(after(office(), "2026-03-10 10:15", "-2d") == "2026-03-06T10:15:00+08:00");
  CHECK(after(office(), "2026-03-09 08:00", "-1d") == "2026-03-05T18:00:00+08:00");
}

TEST_CASE("a target in days means the working seconds to where it leads") {
  const auto calendar = office();
  const auto target = [&](const char* start, const char* amount) {
    return calendar.target_seconds(local(calendar, start), parse_duration(amount).value()).count();
  };
  CHECK(target("2026-03-02 10:00", "1d") == 8 * 3600);
  CHECK(target("2026-03-02 10:00", "1d2h") == 10 * 3600);
  CHECK(target("2026-03-02 10:00", "90m") == 90 * 60);
}

TEST_CASE("round the clock, a day is the same clock time on the next date") {
  const auto calendar = always("America/New_York");
  CHECK(after(calendar, "2026-03-07 12:00", "1d") == "2026-03-08T12:00:00-04:00");
  CHECK(after(calendar, "2026-03-07 12:00", "24h") == "2026-03-08T13:00:00-04:00");
}

TEST_CASE("a shift over midnight belongs to the date on which it starts") {
  const auto calendar =
      make_calendar("zone: Asia/Shanghai\nweekly: {mon-fri: [22:00-06:00]}\nholidays: {2026-03-03: off}\n");
  const auto open = [&](const char* at) { return calendar.is_open(local(calendar, at)); };
  CHECK(open("2026-03-03 05:59:59"));  // Monday's shift, though Tuesday is a holiday
  CHECK_FALSE(open("2026-03-03 06:00"));
  CHECK_FALSE(open("2026-03-03 22:00"));
  CHECK_FALSE(open("2026-03-04 01:00"));  // Tuesday's shift does not start
  CHECK(open("2026-03-07 05:00"));        // Friday's shift on Saturday morning
  CHECK(after(calendar, "2026-03-03 02:00", "1d") == "2026-03-05T02:00:00+08:00");
}

TEST_CASE("a shift may end at 24:00 and the next start at 00:00") {
  const auto calendar = make_calendar("zone: UTC\nweekly: {mon: [20:00-24:00], tue: [00:00-04:00]}\n");
  CHECK(after(calendar, "2026-03-02 22:00", "4h") == "2026-03-03T02:00:00+00:00");
}

TEST_CASE("a shift's edge in a skipped hour moves to the first instant after it") {
  const auto calendar = make_calendar("zone: America/New_York\nweekly: {sun: [02:30-05:00]}\n");
  CHECK(after(calendar, "2026-03-08 00:00", "0s") == "2026-03-08T03:00:00-04:00");
  CHECK(after(calendar, "2026-03-08 00:00", "2h") == "2026-03-08T05:00:00-04:00");
}

TEST_CASE("in a repeated hour a start is its first and an end its second occurrence") {
  const auto calendar = make_calendar("zone: America/New_York\nweekly: {sun: [01:30-04:00]}\n");
  const auto night = make_calendar("zone: America/New_York\nweekly: {sat: [22:00-01:30]}\n");
  const auto from = utc("2026-10-31T00:00:00-04:00");
  const auto to = utc("2026-11-02T00:00:00-05:00");
  CHECK(calendar.between(from, to) == std::chrono::minutes(150 + 60));
  CHECK(night.between(from, to) == std::chrono::minutes(210 + 60));
}

TEST_CASE("no second counts twice where midnight itself is repeated") {
  const auto calendar =
      make_calendar("zone: America/Havana\nweekly: {mon-sun: [00:00-24:00]}\nholidays: {2020-01-01: off}\n");
  const auto from = utc("2026-10-31T00:00:00Z");
  CHECK(calendar.between(from, from + std::chrono::days(3)) == std::chrono::days(3));
}

TEST_CASE("threads may share a calendar") {
  const auto calendar = office();
  const auto start = local(calendar, "2026-03-02 09:00");
  const auto count = [&](int from, int to) {
    Seconds sum{0};
    for (int year = from; year != to; year += from < to ? 1 : -1)
      sum += calendar.between(start, start + std::chrono::days(365 * year));
    return sum;
  };
  Seconds up{0}, down{0};
  std::thread rising([&] { up = count(1, 40); });
  std::thread falling([&] { down = count(39, 0); });
  rising.join();
  falling.join();
  CHECK(up == down);
}

}  // namespace itss::calendar
