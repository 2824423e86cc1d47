// Where other engines of service levels go wrong, one trap each.
#include <doctest/doctest.h>

#include "sla_desk.hpp"

namespace itss::sla {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

}  // namespace

TEST_CASE("trap: pauses are cut to whole minutes") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 1h"));
  const auto clock = Case("03-02 09:00:00")
                         .hold("03-02 09:10:59", "03-03 00:00")
                         .resume("03-02 09:20:01")
                         .resolve("03-02 10:09:02")
                         .resolution(desk, "03-03 00:00");
  CHECK(clock.elapsed == hours(1));
  CHECK(clock.verdict == Verdict::met);
  CHECK(at(clock.due) == "03-02 10:09:02");
}

TEST_CASE("trap: of two pauses within one minute only one counts") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 1h"));
  const auto clock = Case("03-02 09:00")
                         .hold("03-02 09:10:05", "03-03 00:00")
                         .resume("03-02 09:10:15")
                         .hold("03-02 09:10:30", "03-03 00:00")
                         .resume("03-02 09:10:55")
                         .resolution(desk, "03-02 09:11");
  CHECK(clock.elapsed == minutes(11) - Seconds(35));
  CHECK(clock.pauses.size() == 2);
}

TEST_CASE("trap: a day is a step of 24 hours, over a change of clocks too") {
  Desk desk;
  const auto due = [&](const char* calendar, const char* target, const char* opened) {
    desk.agreement("p", resolves(calendar, std::string("every: ") + target));
    const Instant start = on(opened);
    return to_string(
        desk.calendar(calendar)->zone().at(Case(opened).resolution(desk, to_string(start)).due.value().utc));
  };
  CHECK(due("N", "24h", "2026-03-07T12:00:00-05:00") == "2026-03-08T13:00:00-04:00");
  CHECK(due("N", "1d", "2026-03-07T12:00:00-05:00") == "2026-03-08T12:00:00-04:00");
  CHECK(due("N", "1d", "2026-10-31T12:00:00-04:00") == "2026-11-01T12:00:00-05:00");
  desk.calendar("shop", "zone: America/New_York\nweekly: {mon-sun: [09:00-17:00]}\n");
  CHECK(due("shop", "2h", "2026-03-07T16:00:00-05:00") == "2026-03-08T10:00:00-04:00");
  CHECK(due("shop", "2h", "2026-10-31T16:00:00-04:00") == "2026-11-01T10:00:00-05:00");
  // No date is left out or taken twice: a week has seven early half hours, whatever its Sunday is like.
  desk.calendar("early", "zone: America/New_York\nweekly: {mon-sun: [00:00-00:30]}\n");
  CHECK(due("early", "210m", "2026-03-05T00:00:00-05:00") == "2026-03-11T00:30:00-04:00");
  CHECK(due("early", "210m", "2026-10-29T00:00:00-04:00") == "2026-11-04T00:30:00-05:00");
}

TEST_CASE("trap: holidays that cross New Year end in December, or begin in January") {
  Desk desk;
  desk.agreement("p", resolves("rest", "every: 2h"));
  const auto due = [&](const char* opened) { return to_string(*Case(opened).resolution(desk, opened).due); };
  for (const char* days : {"2026-12-24..2027-01-02: year end", "12-24..01-02: year end"}) {
    CAPTURE(days);
    desk.calendar("rest",
                  std::string("zone: Asia/Shanghai\nweekly: {mon-fri: [09:00-18:00]}\nholidays: {") + days + "}\n");
    CHECK(due("2026-12-23T17:00:00+08:00") == "2027-01-04T10:00:00+08:00");
    CHECK(due("2026-12-31T10:00:00+08:00") == "2027-01-04T11:00:00+08:00");
    CHECK(due("2027-01-01T10:00:00+08:00") == "2027-01-04T11:00:00+08:00");
  }
}

TEST_CASE("trap: what is used up at closing time is due the next morning, or a second later") {
  Desk desk;
  desk.agreement("p", resolves("A", "every: 3h"));
  CHECK(at(Case("03-02 09:00").resolution(desk, "03-02 09:00").due) == "03-02 12:00:00");
  CHECK(at(Case("03-06 15:00").resolution(desk, "03-06 15:00").due) == "03-06 18:00:00");
}

TEST_CASE("trap: past its due time a clock is overdue, though nobody worked since") {
  Desk desk;
  desk.agreement("p", resolves("A", "every: 3h"));
  const Case open("03-06 15:00");
  for (const char* now : {"03-06 18:00:01", "03-07 12:00", "03-09 09:00:00"}) {
    CAPTURE(now);
    CHECK(open.resolution(desk, now).verdict == Verdict::running);
    CHECK(clock_answers(open.record(), desk, on(now)).overdue("resolution") == false);
  }
  CHECK(open.resolution(desk, "03-09 09:00:01").verdict == Verdict::breached);
  CHECK(clock_answers(open.record(), desk, on("03-09 09:00:01")).overdue("resolution") == true);
}

TEST_CASE("trap: a new priority forgets the pauses, or the pause that runs") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 2h, P3: 8h"));
  Case changed("03-02 09:00", {{"priority", "P3"}});
  changed.hold("03-02 09:30", "03-03 00:00").resume("03-02 12:30").priority("03-02 12:45", "P1");
  CHECK(at(changed.resolution(desk, "03-02 13:00").due) == "03-02 14:00:00");
  CHECK(changed.resolution(desk, "03-02 13:00").verdict == Verdict::running);
  Case held("03-02 09:00", {{"priority", "P3"}});
  held.hold("03-02 09:30", "03-02 13:00").priority("03-02 12:00", "P1");
  CHECK(held.resolution(desk, "03-02 12:30").paused);
  CHECK(at(held.resolution(desk, "03-02 12:30").due) == "03-02 14:30:00");
  CHECK(held.resolution(desk, "03-02 12:30").elapsed == minutes(30));
}

TEST_CASE("trap: a lower priority, a longer target or another agreement erases a breach") {
  Desk desk;
  const auto eased = [] {
    return Case("03-02 09:00", {{"priority", "P1"}, {"service", "mail"}})
        .priority("03-02 11:00:01", "P3")
        .event("03-02 12:00", "edit", {{"service", "chat"}})
        .resolve("03-02 13:00");
  };
  for (const char* policy : {"retroactive", "from_change", "proportional"}) {
    CAPTURE(policy);
    const auto covers = [&](const char* service, const char* targets) {
      desk.agreement(service,
                     resolves("B", targets, std::string("covers: {service: ") + service + "}, on_change: " + policy));
    };
    covers("mail", "P1: 2h, P3: 48h");
    covers("chat", "P1: 96h, P3: 96h");
    const auto clock = eased().resolution(desk, "03-09 00:00");
    CHECK(clock.verdict == Verdict::breached);
    CHECK(at(clock.breached_at) == "03-02 11:00:00");
    CHECK(clock.cause == "work");
  }
}

TEST_CASE("trap: a reopened record has no clock any more, or has its old time for nothing") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const Case reopened = Case("03-02 09:00").resolve("03-02 12:00").reopen("03-05 09:00");
  CHECK(reopened.resolution(desk, "03-05 09:30").verdict == Verdict::running);
  CHECK(reopened.resolution(desk, "03-05 10:00").verdict == Verdict::running);
  CHECK(reopened.resolution(desk, "03-05 10:00:01").verdict == Verdict::breached);
  CHECK(clock_answers(reopened.record(), desk, on("03-05 10:00:01")).overdue("resolution") == true);
}

TEST_CASE("trap: a merged record goes on to be due, overdue and breached") {
  Desk desk;
  desk.agreement("p", "{targets: {response: {calendar: B, every: 1h}, resolution: {calendar: B, every: 4h}}}");
  const Case merged = Case("03-02 09:00").hold("03-02 09:10", "03-02 09:20").drop("03-02 09:30");
  for (const char* now : {"03-02 09:30", "03-02 13:30", "04-01 00:00"}) {
    CAPTURE(now);
    for (const auto& clock : merged.clocks(desk, now)) {
      if (clock.name == "progress") continue;
      CHECK(clock.verdict == Verdict::cancelled);
      CHECK(at(clock.stopped) == "03-02 09:30:00");  // no list of running clocks has it
      CHECK(clock.overrun() == Seconds(0));
      CHECK(clock.warned == 0);
      CHECK_FALSE(clock.counted_at());
      CHECK_FALSE(clock.breached_at);
      CHECK_FALSE(clock.paused);
      CHECK_FALSE(clock.hold_lapsed);
    }
    CHECK(clock_answers(merged.record(), desk, on(now)).overdue("resolution") == false);
    CHECK(clock_answers(merged.record(), desk, on(now)).breached("resolution") == false);
  }
}

TEST_CASE("trap: a negative interval is taken by its absolute value") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 8h"));
  // A hold that was to end before it began pauses nothing; it is no pause of an hour.
  CHECK(Case("03-02 09:00").hold("03-02 10:00", "03-02 09:00").resolution(desk, "03-02 13:00").elapsed == hours(4));
  // An end of the hold that lies before it ends none; the agreed time does.
  const auto backwards = Case("03-02 09:00").hold("03-02 10:00", "03-02 12:00").resume("03-02 09:30");
  CHECK(backwards.resolution(desk, "03-02 13:00").elapsed == hours(2));
  // Reopened before it was resolved: in the order of time it is resolved.
  const auto reopened = Case("03-02 09:00").resolve("03-02 12:00").reopen("03-02 11:00");
  CHECK(reopened.resolution(desk, "03-02 16:00").elapsed == hours(3));
  CHECK(reopened.resolution(desk, "03-02 16:00").verdict == Verdict::met);
  // What is left is negative when too late, and no promise of the past is shorter than nothing.
  const auto late = Case("03-02 09:00").resolution(desk, "03-02 18:00");
  CHECK(late.left() == -hours(1));
  CHECK(late.overrun() == hours(1));
  for (const auto& clock : {backwards.resolution(desk, "03-02 13:00"), reopened.resolution(desk, "03-02 16:00")})
    for (const auto& stretch : clock.stretches) {
      CHECK(stretch.from < stretch.to);
      CHECK(stretch.counted >= Seconds(0));
    }
}

TEST_CASE("trap: 99.951 % is rounded to all of the target") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 8h", "warn_at: [99, 100]"));
  const Case open("03-02 09:00");
  const auto almost = open.resolution(desk, "03-02 16:59:46");
  CHECK(almost.elapsed == Seconds(28'786));
  CHECK(almost.verdict == Verdict::running);
  CHECK(almost.warned == 99);
  CHECK(open.resolution(desk, "03-02 17:00:00").warned == 100);
  CHECK(open.resolution(desk, "03-02 17:00:00").verdict == Verdict::running);
  // Nor the other way: a second more is late, though 100.003 % is 100 %.
  CHECK(open.resolution(desk, "03-02 17:00:01").verdict == Verdict::breached);
}

}  // namespace itss::sla
