#include "calendar/pauses.hpp"
#include "calendar_make.hpp"

namespace itss::calendar {

namespace {

Calendar office() { return make_calendar(kShanghaiOffice); }

// `2026-03-02 10:00/2026-03-02 15:00` of the calendar's zone; nothing behind the stroke: without end.
Pauses pauses(const Calendar& calendar, const std::vector<std::string>& texts) {
  std::vector<Pause> all;
  for (const auto& text : texts) {
    const auto stroke = text.find('/');
    const std::string end = text.substr(stroke + 1);
    all.push_back({local(calendar, text.substr(0, stroke)), end.empty() ? SysSeconds::max() : local(calendar, end)});
  }
  return Pauses(std::move(all));
}

std::string after(const Calendar& calendar, const std::string& start, const std::string& amount,
                  const std::vector<std::string>& texts, Use use = {}) {
  return shown(calendar,
               add(calendar, local(calendar, start), parse_duration(amount).value(), pauses(calendar, texts), use));
}

long worked(const Calendar& calendar, const char* from, const char* to, const std::vector<std::string>& texts) {
  return between(calendar, local(calendar, from), local(calendar, to), pauses(calendar, texts)).count();
}

}  // namespace

TEST_CASE("only the working time inside a pause is not counted") {
  CHECK(after(office(), "2026-03-02 09:00", "8h", {"2026-03-02 10:00/2026-03-02 15:00"}) ==
        "2026-03-03T14:00:00+08:00");
  CHECK(after(office(), "2026-03-02 17:00", "2h", {"2026-03-02 20:00/2026-03-02 22:00"}) ==
        "2026-03-03T10:00:00+08:00");
  CHECK(worked(office(), "2026-03-02 09:00", "2026-03-02 18:00", {"2026-03-02 10:00/2026-03-02 15:00"}) == 4 * 3600);
}

TEST_CASE("pauses that overlap or touch count once, in whatever order") {
  const std::vector<std::string> several = {"2026-03-02 14:00/2026-03-02 15:00", "2026-03-02 10:00/2026-03-02 11:00",
                                            "2026-03-02 10:30/2026-03-02 14:00", "2026-03-02 10:15/2026-03-02 10:20"};
  CHECK(pauses(office(), several).all().size() == 1);
  CHECK(worked(office(), "2026-03-02 09:00", "2026-03-02 18:00", several) == 4 * 3600);
  CHECK(after(office(), "2026-03-02 09:00", "8h", several) == "2026-03-03T14:00:00+08:00");
  CHECK(pauses(office(), {"2026-03-02 10:00/2026-03-02 10:00", "2026-03-02 10:00/2026-03-02 09:00"}).all().empty());
}

TEST_CASE("a pause is exact to the second") {
  CHECK(worked(office(), "2026-03-02 09:00", "2026-03-02 12:00", {"2026-03-02 09:00:01/2026-03-02 09:00:03"}) == 10798);
  CHECK(after(office(), "2026-03-02 09:00", "1h", {"2026-03-02 09:59:59/2026-03-02 10:00:00"}) ==
        "2026-03-02T10:00:01+08:00");
}

TEST_CASE("an amount used up exactly where a pause begins ends there") {
  CHECK(after(office(), "2026-03-02 09:00", "1h", {"2026-03-02 10:00/2026-03-02 11:00"}) ==
        "2026-03-02T10:00:00+08:00");
  CHECK(after(office(), "2026-03-02 12:00", "-1h", {"2026-03-02 10:00/2026-03-02 11:00"}) ==
        "2026-03-02T11:00:00+08:00");
}

TEST_CASE("pauses before the start, around it and behind the end") {
  CHECK(after(office(), "2026-03-02 09:00", "1h",
              {"2026-03-01 09:00/2026-03-02 09:00", "2026-03-02 11:00/2026-03-02 12:00"}) ==
        "2026-03-02T10:00:00+08:00");
  CHECK(after(office(), "2026-03-02 09:30", "1h", {"2026-03-02 09:00/2026-03-02 10:00"}) ==
        "2026-03-02T11:00:00+08:00");
  CHECK(worked(office(), "2026-03-02 09:30", "2026-03-02 11:00", {"2026-03-02 09:00/2026-03-02 10:00"}) == 3600);
}

TEST_CASE("pauses count when time is counted back, too") {
  CHECK(after(office(), "2026-03-03 14:00", "-8h", {"2026-03-02 10:00/2026-03-02 15:00"}) ==
        "2026-03-02T09:00:00+08:00");
  CHECK(after(office(), "2026-03-02 15:30", "-1h", {"2026-03-02 10:00/2026-03-02 15:00"}) ==
        "2026-03-02T09:30:00+08:00");
  CHECK(after(office(), "2026-03-02 11:00", "-1h", {"2026-03-02 10:00/2026-03-02 15:00"}) ==
        "2026-03-02T09:00:00+08:00");
}

TEST_CASE("adding nothing gives the first instant that is open and not in a pause") {
  CHECK(after(office(), "2026-03-02 09:30", "0s", {"2026-03-02 09:30/2026-03-02 10:00"}) ==
        "2026-03-02T10:00:00+08:00");
  CHECK(after(office(), "2026-03-02 08:00", "0s", {"2026-03-02 08:30/2026-03-02 10:00"}) ==
        "2026-03-02T10:00:00+08:00");
  CHECK(after(office(), "2026-03-02 08:00", "0s", {"2026-03-02 10:00/2026-03-02 11:00"}) ==
        "2026-03-02T09:00:00+08:00");
}

TEST_CASE("taking nothing away gives the latest instant that is open and not in a pause") {
  CHECK(after(office(), "2026-03-02 10:30", "-0s", {"2026-03-02 10:00/2026-03-02 11:00"}) ==
        "2026-03-02T10:00:00+08:00");
  CHECK(after(office(), "2026-03-02 11:00", "-0s", {"2026-03-02 10:00/2026-03-02 11:00"}) ==
        "2026-03-02T11:00:00+08:00");
  CHECK(after(office(), "2026-03-02 12:30", "-0s", {"2026-03-02 11:00/2026-03-02 12:15"}) ==
        "2026-03-02T11:00:00+08:00");
  CHECK(after(office(), "2026-03-02 10:30", "-0s", {"2026-03-02 09:00/2026-03-02 11:00"}) ==
        "2026-02-28T18:00:00+08:00");
  CHECK(after(office(), "2026-03-02 09:00", "-0s", {"2026-03-02 09:00/2026-03-02 11:00"}) ==
        "2026-02-28T18:00:00+08:00");
  CHECK(after(office(), "2026-03-02 12:30", "-0s", {"2026-03-02 11:00/2026-03-02 11:30"}) ==
        "2026-03-02T12:00:00+08:00");
}

TEST_CASE("a pause without end in the way leaves no end; behind the end it does not matter") {
  CHECK(after(office(), "2026-03-02 09:00", "2h", {"2026-03-02 10:00/"}) == "never");
  CHECK(after(office(), "2026-03-02 09:00", "1h", {"2026-03-02 10:00/"}) == "2026-03-02T10:00:00+08:00");
  CHECK(worked(office(), "2026-03-02 09:00", "2026-03-02 18:00", {"2026-03-02 10:00/"}) == 3600);
}

TEST_CASE("working days that meet a pause stand for their working seconds") {
  CHECK(after(office(), "2026-03-02 10:00", "1d", {"2026-03-02 11:00/2026-03-02 12:00"}) ==
        "2026-03-03T11:00:00+08:00");
  CHECK(after(office(), "2026-03-02 10:00", "1d2h", {"2026-03-02 11:00/2026-03-02 12:00"}) ==
        "2026-03-03T14:00:00+08:00");
  CHECK(after(office(), "2026-03-03 10:00", "-1d", {"2026-03-02 11:00/2026-03-02 12:00"}) ==
        "2026-03-02T09:00:00+08:00");
  // A pause that is not on the way leaves the days what they are: before the first shift, to its start.
  const auto uneven = make_calendar("zone: UTC\nweekly: {mon: [07:00-18:00], tue: [09:00-18:00]}\n");
  CHECK(after(uneven, "2026-03-02 08:00", "1d", {"2026-03-03 10:00/2026-03-03 11:00"}) == "2026-03-03T09:00:00+00:00");
  CHECK(after(uneven, "2026-03-02 08:00", "1000000d", {"2026-03-03 10:00/2026-03-03 11:00"}) == "never");
}

TEST_CASE("a deadline is provisional if any date on the way lies beyond the declared ones") {
  const auto short_year =
      make_calendar("zone: UTC\ncovers: 2026-03-03..2026-03-31\nweekly: {mon-fri: [09:00-17:00]}\n");
  // Monday the 2nd, before the pause, is not declared.
  CHECK(after(short_year, "2026-03-02 16:00", "2h", {"2026-03-02 17:00/2026-03-03 09:00"}) ==
        "2026-03-03T10:00:00+00:00 provisional");
  CHECK(after(short_year, "2026-03-02 18:00", "1h", {"2026-03-02 17:00/2026-03-03 09:00"}) ==
        "2026-03-03T10:00:00+00:00");
  // April is needed only where it is not in the pause.
  CHECK(after(short_year, "2026-03-31 16:00", "1h", {"2026-03-31 17:00/2026-04-02 09:00"}) ==
        "2026-03-31T17:00:00+00:00");
  CHECK(after(short_year, "2026-04-01 10:00", "-2h", {"2026-03-31 17:00/2026-04-01 09:00"}) ==
        "2026-03-31T16:00:00+00:00 provisional");
  CHECK(after(short_year, "2026-04-01 10:00", "-0s", {"2026-03-31 17:00/2026-04-01 11:00"}) ==
        "2026-03-31T17:00:00+00:00");
}

TEST_CASE("round the clock, too, pauses are left out") {
  const auto always = make_calendar("zone: Asia/Shanghai\nweekly: 24x7\n");
  CHECK(after(always, "2026-03-02 09:00", "2h", {"2026-03-02 10:00/2026-03-02 12:30"}) == "2026-03-02T13:30:00+08:00");
  CHECK(after(always, "2026-03-02 11:00", "-0s", {"2026-03-02 10:00/2026-03-02 12:30"}) == "2026-03-02T10:00:00+08:00");
}

}  // namespace itss::calendar
