// The numbered cases of itss-sla(7) that concern clocks.
#include <doctest/doctest.h>

#include "sla_desk.hpp"

namespace itss::sla {

TEST_CASE("case 1: elapsed equal to the target is met, one second more is breached") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto met = Case("03-02 09:00").resolve("03-02 13:00:00").resolution(desk, "03-03 00:00");
  CHECK(met.verdict == Verdict::met);
  CHECK(met.elapsed == std::chrono::hours(4));
  CHECK(met.overrun() == Seconds(0));
  const auto late = Case("03-02 09:00").resolve("03-02 13:00:01").resolution(desk, "03-03 00:00");
  CHECK(late.verdict == Verdict::breached);
  CHECK(late.overrun() == Seconds(1));
  CHECK(at(late.breached_at) == "03-02 13:00:00");
  CHECK(late.cause == "work");
  CHECK(Case("03-02 09:00").resolve("03-02 13:00:59").resolution(desk, "03-03 00:00").overrun() == Seconds(59));
}

TEST_CASE("case 2: almost all of the target used is not breached") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 8h"));
  const auto clock = Case("03-02 09:00").resolve("03-02 16:59:46").resolution(desk, "03-03 00:00");
  CHECK(clock.elapsed == Seconds(28'786));
  CHECK(clock.verdict == Verdict::met);
}

TEST_CASE("case 5: resolved in the closed evening is met, one second into the next day is breached by one second") {
  Desk desk;
  desk.agreement("p", resolves("A", "every: 8h"));
  const auto evening = Case("03-02 09:00").resolve("03-02 20:00").resolution(desk, "03-05 00:00");
  CHECK(at(evening.due) == "03-02 18:00:00");
  CHECK(evening.elapsed == std::chrono::hours(8));
  CHECK(evening.verdict == Verdict::met);
  const auto morning = Case("03-02 09:00").resolve("03-03 09:00:01").resolution(desk, "03-05 00:00");
  CHECK(morning.verdict == Verdict::breached);
  CHECK(morning.overrun() == Seconds(1));
  CHECK(at(morning.breached_at) == "03-02 18:00:00");
}

TEST_CASE("a clock that is due at closing time is not overdue before the next opening") {
  Desk desk;
  desk.agreement("p", resolves("A", "every: 8h"));
  const Case open("03-02 09:00");
  CHECK(open.resolution(desk, "03-02 22:00").verdict == Verdict::running);
  CHECK(open.resolution(desk, "03-03 09:00:00").verdict == Verdict::running);
  CHECK(open.resolution(desk, "03-03 09:00:01").verdict == Verdict::breached);
}

TEST_CASE("case 8: a deadline beyond the declared days is provisional") {
  Desk desk;
  desk.agreement("p", resolves("A", "every: 16h"));
  const auto clock = Case("12-30 17:00").resolution(desk, "12-31 00:00");
  CHECK(to_string(*clock.due) == "2027-01-01T17:00:00+08:00");
  CHECK(clock.provisional);
}

TEST_CASE("cases 9 and 10: only working time inside a hold moves the deadline") {
  Desk desk;
  desk.agreement("p", resolves("A", "every: 8h"));
  CHECK(at(Case("03-02 09:00")
               .hold("03-02 10:00", "03-09 00:00")
               .resume("03-02 15:00")
               .resolution(desk, "03-02 16:00")
               .due) == "03-03 14:00:00");
  desk.agreement("p", resolves("A", "every: 2h"));
  CHECK(at(Case("03-02 17:00")
               .hold("03-02 20:00", "03-09 00:00")
               .resume("03-02 22:00")
               .resolution(desk, "03-02 23:00")
               .due) == "03-03 10:00:00");
}

TEST_CASE("case 11: a changed priority counts from the start and keeps the pauses") {
  Desk desk;
  desk.agreement("p", resolves("A", "P1: 2h, P3: 8h"));
  const auto clock = Case("03-02 09:00", {{"priority", "P3"}})
                         .hold("03-02 09:15", "03-09 00:00")
                         .resume("03-02 10:15")
                         .priority("03-02 10:30", "P1")
                         .resolution(desk, "03-02 10:30");
  CHECK(at(clock.due) == "03-02 12:00:00");
  CHECK(clock.verdict == Verdict::running);
}

TEST_CASE("case 12: the three policies for a changed priority") {
  const auto changed = [](const std::string& policy) {
    Desk desk;
    desk.agreement("p", resolves("A", "P1: 2h, P3: 8h", "on_change: " + policy));
    return Case("03-02 09:00", {{"priority", "P3"}}).priority("03-02 14:00", "P1").resolution(desk, "03-02 14:00");
  };
  const auto retroactive = changed("retroactive");
  CHECK(at(retroactive.due) == "03-02 11:00:00");
  CHECK(retroactive.verdict == Verdict::breached);
  CHECK(at(retroactive.breached_at) == "03-02 14:00:00");
  CHECK(retroactive.overrun() == std::chrono::hours(2));
  CHECK(retroactive.cause == "priority_change");
  const auto from_change = changed("from_change");
  CHECK(at(from_change.due) == "03-02 16:00:00");
  CHECK(from_change.verdict == Verdict::running);
  const auto proportional = changed("proportional");
  CHECK(at(proportional.due) == "03-02 15:00:00");
  CHECK(proportional.promises.back().target == std::chrono::hours(1));
}

TEST_CASE("case 13: a clock keeps the calendar version with which it started, unless it follows") {
  Desk desk;
  desk.calendar("A",
                std::string(calendar::kShanghaiOffice) +
                    "versions: [{from: 2026-03-02T19:00:00+08:00, weekly: {mon-fri: [09:00-12:00, 13:00-20:00]}}]\n");
  desk.agreement("p", resolves("A", "every: 2h"));
  CHECK(at(Case("03-02 17:00").resolution(desk, "03-02 18:00").due) == "03-03 10:00:00");
  desk.agreement("p", resolves("A", "every: 2h", "calendar_change: follow"));
  CHECK(at(Case("03-02 17:00").resolution(desk, "03-02 18:00").due) == "03-02 20:00:00");
}

TEST_CASE("case 14: the time between resolving and reopening does not count") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto clock = Case("03-02 09:00")
                         .resolve("03-02 11:00")
                         .reopen("03-03 09:00")
                         .resolve("03-03 10:30")
                         .resolution(desk, "03-04 00:00");
  CHECK(clock.elapsed == std::chrono::minutes(210));
  CHECK(clock.verdict == Verdict::met);
  CHECK(at(clock.due) == "03-03 11:00:00");
  CHECK(clock.promises.back().policy == "reopen");
}

TEST_CASE("case 15: a late clock that is paused stays late, its overrun stands still") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 2h"));
  const auto clock = Case("03-02 09:00").hold("03-02 11:30", "03-02 12:30").resolution(desk, "03-02 12:20");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(at(clock.breached_at) == "03-02 11:00:00");
  CHECK(clock.paused);
  CHECK(clock.overrun() == std::chrono::minutes(30));
}

TEST_CASE("case 16: a deadline across the start of daylight saving time") {
  Desk desk;
  desk.agreement("p", resolves("N", "every: 2h"));
  const auto due = Case("2026-03-08T01:00:00-05:00").resolution(desk, "2026-03-08T01:00:00-05:00").due;
  REQUIRE(due);
  CHECK(*due == on("2026-03-08T04:00:00-04:00"));
}

TEST_CASE("case 20: a merged record's clocks are cancelled and in no window") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto clock = Case("03-02 08:00").drop("03-02 09:30").resolution(desk, "03-05 00:00");
  CHECK(clock.verdict == Verdict::cancelled);
  CHECK_FALSE(clock.counted_at());
}

TEST_CASE("case 21: a record that was never answered is answered when it is resolved") {
  Desk desk;
  desk.agreement("p", "{targets: {response: {calendar: B, every: 15m}}}");
  const auto clock = Case("03-02 09:30").resolve("03-02 10:00").clock(desk, "response", "03-03 00:00");
  CHECK(at(clock.stopped) == "03-02 10:00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(clock.overrun() == std::chrono::minutes(15));
}

TEST_CASE("case 22: a record entered when already late is breached at entry") {
  Desk desk;
  desk.agreement("p", "{targets: {response: {calendar: B, every: 30m}}}");
  const auto clock = Case("03-02 09:00").recorded("03-02 11:00").clock(desk, "response", "03-02 12:00");
  CHECK(at(clock.due) == "03-02 09:30:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(at(clock.breached_at) == "03-02 11:00:00");
  CHECK(clock.cause == "late_entry");
}

TEST_CASE("case 23: without an agreement a clock is n/a, and a target of 0 is refused") {
  Desk desk;
  const auto clock = Case("03-02 09:00").resolve("03-02 10:00").resolution(desk, "03-03 00:00");
  CHECK(clock.verdict == Verdict::none);
  CHECK(name_of(clock.verdict) == "n/a");
  CHECK_FALSE(clock.counted_at());
  const Fields zero{
      {"targets", Value(Value::Map{{"resolution", Value(Value::Map{{"calendar", "B"}, {"every", "0s"}})}})}};
  const auto problems = problems_of(zero, desk);
  REQUIRE(problems.size() == 2);
  CHECK(problems.front() == "resolution.every: a target of 0s can never be met");
}

TEST_CASE("case 24: the window of a clock is that of the report's zone") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto clock = Case("2026-01-31T12:10:00Z").resolve("2026-02-01T00:10:00+08:00").resolution(desk, "02-02 00:00");
  REQUIRE(clock.counted_at());
  CHECK(parse_window("2026-02", desk.zone())->contains(*clock.counted_at()));
}

TEST_CASE("case 25: a promise that was broken stays broken after a lower priority") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 4h, P3: 24h"));
  const auto clock = Case("03-02 09:00", {{"priority", "P1"}})
                         .priority("03-02 14:00", "P3")
                         .resolve("03-02 15:00")
                         .resolution(desk, "03-03 00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(at(clock.breached_at) == "03-02 13:00:00");
  CHECK(clock.cause == "work");
  CHECK(clock.elapsed < clock.promises.back().target);
}

TEST_CASE(
    "case 26: the first classification counts from the start, before the reply of the same event stops the clock") {
  Desk desk;
  desk.agreement("p", "{targets: {response: {calendar: B, P1: 15m, unclassified: 2h}}, on_change: from_change}");
  const auto clock = Case("03-02 09:00").accept("03-02 09:20", "P1").clock(desk, "response", "03-03 00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(at(clock.breached_at) == "03-02 09:20:00");
  CHECK(clock.overrun() == std::chrono::minutes(5));
  CHECK(clock.cause == "work");
  CHECK(clock.promises.front().level == "unclassified");
  CHECK(clock.promises.back().policy == "classification");
}

TEST_CASE("case 27: a hold pauses the clock only until its end, and only with consent") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 8h"));
  const auto elapsed = [&](const std::string& consent) {
    return Case("03-02 09:00")
        .hold("03-02 10:00", "03-02 12:00", consent)
        .resume("03-02 15:00")
        .resolve("03-02 16:00")
        .resolution(desk, "03-03 00:00")
        .elapsed;
  };
  CHECK(elapsed("zhang.san") == std::chrono::hours(5));
  CHECK(elapsed("") == std::chrono::hours(7));
}

}  // namespace itss::sla
