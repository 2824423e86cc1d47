#include <doctest/doctest.h>

#include "sla_desk.hpp"

namespace itss::sla {

TEST_CASE("what is left is left of the last promise, whenever it began to count") {
  Desk desk;
  const Case changed = Case("03-02 09:00", {{"priority", "P3"}}).priority("03-02 14:00", "P1");
  const auto left = [&](const char* policy, const char* now) {
    desk.agreement("p", resolves("B", "P1: 2h, P3: 8h", std::string("on_change: ") + policy));
    return changed.resolution(desk, now).left();
  };
  CHECK(left("from_change", "03-02 15:00") == std::chrono::hours(1));
  CHECK(left("from_change", "03-02 17:00") == -std::chrono::hours(1));
  CHECK(left("proportional", "03-02 14:15") == std::chrono::minutes(30));
  CHECK(left("retroactive", "03-02 15:00") == -std::chrono::hours(4));
}

TEST_CASE("a proportional change and the change back leave what was left before") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 2h, P3: 8h", "on_change: proportional"));
  const auto back = [&](const char* when) {
    return Case("03-02 09:00", {{"priority", "P3"}})
        .priority("03-02 13:00", "P1")
        .priority(when, "P3")
        .resolution(desk, when);
  };
  CHECK(back("03-02 13:00").left() == std::chrono::hours(4));
  CHECK(at(back("03-02 13:00").due) == "03-02 17:00:00");
  CHECK(back("03-02 13:30").left() == std::chrono::hours(2));  // half of the hour that was left
  CHECK(back("03-02 14:00").left() == Seconds(0));
}

TEST_CASE("the time between resolving and reopening is no share of a proportional target") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 2h, P3: 8h", "on_change: proportional"));
  const auto clock = Case("03-02 09:00", {{"priority", "P3"}})
                         .resolve("03-02 10:00")
                         .priority("03-02 10:30", "P1")
                         .reopen("03-02 13:00")
                         .resolution(desk, "03-02 13:00");
  CHECK(at(clock.due) == "03-02 14:45:00");
}

TEST_CASE("the move that accepts a record is no progress, whatever the requester was told before") {
  Desk desk;
  desk.agreement("p", "{targets: {progress: {calendar: B, every: 24h}}}");
  const auto due = [&](Case record) { return at(record.clock(desk, "progress", "03-02 13:00").due); };
  const auto told_opening = [] { return Case("03-02 09:00").telling("phone"); };
  CHECK(due(Case("03-02 09:00").accept("03-02 11:00", "P3")) == "03-03 09:00:00");
  CHECK(due(Case("03-02 09:00").told("03-02 10:00").accept("03-02 11:00", "P3")) == "03-03 10:00:00");
  CHECK(due(told_opening().accept("03-02 11:00", "P3")) == "03-03 09:00:00");
  CHECK(due(told_opening().told("03-02 10:00").accept("03-02 11:00", "P3")) == "03-03 10:00:00");
  // Another move that tells, once it is accepted, is progress.
  const auto moves_on = [](Case record) {
    return record.event("03-02 12:00", "wait", {{"status", "waiting"}}, "phone");
  };
  CHECK(due(moves_on(Case("03-02 09:00").accept("03-02 11:00", "P3"))) == "03-03 12:00:00");
  // In a history that begins later, the first move that tells is the reply.
  CHECK(due(moves_on(Case("03-02 09:00", {{"status", "busy"}}))) == "03-03 09:00:00");
}

TEST_CASE("a new cycle and new progress keep the calendar version with which the clock started") {
  Desk desk;
  desk.calendar("A",
                std::string(calendar::kShanghaiOffice) +
                    "versions: [{from: 2026-03-03T00:00:00+08:00, weekly: {mon-fri: [09:00-12:00, 13:00-20:00]}}]\n");
  const auto due = [&](const std::string& more) {
    desk.agreement(
        "p", "{targets: {progress: {calendar: A, every: 2h}, resolution: {calendar: A, every: 2h}}, " + more + "}");
    const auto reopened = Case("03-02 15:00").resolve("03-02 16:00").reopen("03-03 17:00");
    const auto told = Case("03-02 16:00").told("03-03 17:00");
    return at(reopened.resolution(desk, "03-03 17:30").due) + " " + at(told.clock(desk, "progress", "03-03 17:30").due);
  };
  CHECK(due("on_reopen: new_cycle") == "03-04 10:00:00 03-04 10:00:00");
  CHECK(due("on_reopen: new_cycle, calendar_change: follow") == "03-03 19:00:00 03-03 19:00:00");
}

TEST_CASE("a clock without a promise has nothing left") { CHECK(Clock().left() == Seconds(0)); }

TEST_CASE("a pause is told with the person who put the record on hold, whoever wrote during it") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 8h"));
  const auto clock = Case("03-02 09:00")
                         .hold("03-02 10:00", "03-02 16:00")
                         .by("li.na")
                         .event("03-02 11:00", "update")
                         .resolution(desk, "03-02 16:30");
  REQUIRE(clock.stretches.size() == 4);
  for (const std::size_t paused : {1, 2}) {
    CHECK(clock.stretches[paused].why == "paused");
    CHECK(clock.stretches[paused].detail == "waiting_user (li.na)");
  }
  CHECK(clock.stretches[3].why == "hold_lapsed");
}

}  // namespace itss::sla
