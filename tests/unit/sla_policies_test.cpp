#include <doctest/doctest.h>

#include "sla_desk.hpp"

namespace itss::sla {

namespace {

const char* const kDeskDefault =
    "{targets: {response: {calendar: B, P1: 15m, P2: 30m, P3: 2h, P4: 2h, unclassified: 2h}, progress: {calendar: B, "
    "every: 24h},"
    " resolution: {calendar: B, P1: 4h, P2: 8h, P3: 24h, P4: 72h, unclassified: 24h}}}";

}  // namespace

TEST_CASE("a clock that ran into the end of a hold's pause is breached because the hold expired") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto clock = Case("03-02 09:00").hold("03-02 10:00", "03-02 12:00").resolution(desk, "03-02 16:00");
  CHECK(at(clock.due) == "03-02 15:00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(clock.cause == "hold_expired");
  CHECK(clock.hold_lapsed);
  CHECK_FALSE(clock.paused);
}

TEST_CASE("a hold pauses no longer than the agreement's limit") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h", "expires: 1h"));
  CHECK(at(Case("03-02 09:00").hold("03-02 10:00", "03-09 00:00").resolution(desk, "03-02 10:30").due) ==
        "03-02 14:00:00");
}

TEST_CASE("a hold for a reason that the agreement does not name does not pause") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto due = [&](const char* why) {
    return at(
        Case("03-02 09:00").hold("03-02 10:00", "03-02 12:00", "zhang.san", why).resolution(desk, "03-02 10:30").due);
  };
  CHECK(due("waiting_vendor") == "03-02 13:00:00");
  CHECK(due("agreed_date") == "03-02 15:00:00");
  desk.agreement("p", resolves("B", "every: 4h", "pauses: [waiting_vendor]"));
  CHECK(due("waiting_vendor") == "03-02 15:00:00");
  CHECK(due("agreed_date") == "03-02 13:00:00");
  desk.agreement("p", resolves("B", "every: 4h", "pauses: []"));
  CHECK(due("agreed_date") == "03-02 13:00:00");
}

TEST_CASE("consent that is given during a hold pauses from then on") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  auto held = Case("03-02 09:00").hold("03-02 10:00", "03-02 20:00", "");
  held.event("03-02 11:00", "edit", {{"consent", "zhang.san"}}).resume("03-02 13:00");
  CHECK(at(held.resolution(desk, "03-02 13:00").due) == "03-02 15:00:00");
}

TEST_CASE("resolving from a hold ends its pause") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto clock =
      Case("03-02 09:00").hold("03-02 10:00", "03-02 20:00").resolve("03-02 12:00").resolution(desk, "03-03 00:00");
  CHECK(clock.elapsed == std::chrono::hours(1));
  CHECK(clock.verdict == Verdict::met);
  CHECK_FALSE(clock.paused);
}

TEST_CASE("progress is promised anew by each update, and the reply that accepts the record is none") {
  Desk desk;
  desk.agreement("desk", kDeskDefault);
  Case open("03-02 09:00");
  open.accept("03-02 09:10", "P3");
  CHECK(at(open.clock(desk, "progress", "03-02 10:00").due) == "03-03 09:00:00");
  open.told("03-02 15:00");
  const auto clock = open.clock(desk, "progress", "03-02 16:00");
  CHECK(at(clock.due) == "03-03 15:00:00");
  CHECK(clock.promises.size() == 2);
  CHECK(clock.promises.back().policy == "told");
  CHECK(open.clock(desk, "response", "03-02 16:00").verdict == Verdict::met);
}

TEST_CASE("progress that came too late once is breached, whatever came after") {
  Desk desk;
  desk.agreement("desk", kDeskDefault);
  const auto clock = Case("03-02 09:00")
                         .told("03-03 09:00:01")
                         .told("03-03 10:00")
                         .resolve("03-03 11:00")
                         .clock(desk, "progress", "03-04 00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(at(clock.breached_at) == "03-03 09:00:00");
}

TEST_CASE("a reopened record promises progress anew but no new reply") {
  Desk desk;
  desk.agreement("desk", kDeskDefault);
  const auto reopened = Case("03-02 09:00").resolve("03-02 09:10").reopen("03-05 09:00");
  CHECK(at(reopened.clock(desk, "progress", "03-05 10:00").due) == "03-06 09:00:00");
  CHECK(reopened.clock(desk, "response", "03-05 10:00").verdict == Verdict::met);
  CHECK(at(reopened.clock(desk, "response", "03-05 10:00").stopped) == "03-02 09:10:00");
}

TEST_CASE("a reopening may start a new cycle, or be none of the agreement's business") {
  Desk desk;
  const auto reopened = Case("03-02 09:00").resolve("03-02 11:00").reopen("03-03 09:00");
  desk.agreement("p", resolves("B", "every: 4h", "on_reopen: new_cycle"));
  const auto cycle = reopened.resolution(desk, "03-03 10:00");
  CHECK(at(cycle.due) == "03-03 13:00:00");
  CHECK(cycle.elapsed == std::chrono::hours(1));
  desk.agreement("p", resolves("B", "every: 4h", "on_reopen: first_only"));
  const auto first = reopened.resolution(desk, "03-09 10:00");
  CHECK(first.verdict == Verdict::met);
  CHECK(at(first.stopped) == "03-02 11:00:00");
}

TEST_CASE("a record dropped after a breach stays breached") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto clock = Case("03-02 09:00").drop("03-02 14:00").resolution(desk, "03-03 00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(clock.cancelled);
  CHECK(clock.overrun() == std::chrono::hours(1));
}

TEST_CASE("a stop recorded after the due time is met and flagged, or a breach if the agreement says so") {
  Desk desk;
  const auto backdated = Case("03-02 09:00").resolve("03-02 12:00").recorded("03-02 15:00");
  desk.agreement("p", resolves("B", "every: 4h"));
  auto clock = backdated.resolution(desk, "03-03 00:00");
  CHECK(clock.verdict == Verdict::met);
  CHECK(clock.late_entry);
  CHECK(backdated.clock(desk, "resolution", "03-03 00:00", on("03-02 14:00")).verdict == Verdict::breached);
  desk.agreement("p", resolves("B", "every: 4h", "late_entry: breach"));
  clock = backdated.resolution(desk, "03-03 00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(clock.cause == "late_entry");
  CHECK(at(clock.breached_at) == "03-02 13:00:00");
}

TEST_CASE("a stop recorded a little later but before the due time is an ordinary one") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto clock = Case("03-02 09:00").resolve("03-02 12:00").recorded("03-02 12:30").resolution(desk, "03-03 00:00");
  CHECK(clock.verdict == Verdict::met);
  CHECK_FALSE(clock.late_entry);
}

TEST_CASE("a hold entered only after the breach is told apart") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto clock = Case("03-02 09:00")
                         .hold("03-02 10:00", "03-02 20:00")
                         .recorded("03-02 15:00")
                         .resolve("03-02 16:00")
                         .resolution(desk, "03-03 00:00");
  CHECK(clock.verdict == Verdict::met);
  CHECK(clock.late_entry);
}

TEST_CASE("a record whose whole history was entered late is breached at entry by any promise that was broken in it") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 4h, P3: 24h"));
  const auto clock = Case("03-02 09:00", {{"priority", "P1"}})
                         .recorded("03-04 10:00")
                         .priority("03-02 14:00", "P3")
                         .recorded("03-04 10:01")
                         .resolve("03-02 15:00")
                         .recorded("03-04 10:02")
                         .resolution(desk, "03-05 00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(at(clock.breached_at) == "03-04 10:00:00");
  CHECK(clock.cause == "late_entry");
}

TEST_CASE("a record entered late but in time is breached by its work alone") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto clock = Case("03-02 09:00").recorded("03-02 10:00").resolution(desk, "03-03 00:00");
  CHECK(at(clock.breached_at) == "03-02 13:00:00");
  CHECK(clock.cause == "work");
}

TEST_CASE("a breach known before a retraction stays listed as corrected") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 1h, P3: 24h"));
  const auto wrong = Case("03-02 09:00", {{"priority", "P3"}}).priority("03-02 09:30", "P1").retract("03-02 12:00", 1);
  const auto clock = wrong.resolution(desk, "03-02 13:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(clock.cause == "corrected");
  CHECK(at(clock.breached_at) == "03-02 10:00:00");
  CHECK(Case("03-02 09:00", {{"priority", "P3"}})
            .priority("03-02 09:30", "P1")
            .retract("03-02 09:40", 1)
            .resolution(desk, "03-02 13:00")
            .verdict == Verdict::running);
}

TEST_CASE("what an import takes back was never true, so no breach of it stays") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 1h, P3: 24h"));
  Case wrong("03-02 09:00", {{"priority", "P3"}});
  wrong.imported().priority("03-02 09:30", "P1").imported().retract("03-02 12:00", 1).from("servicenow");
  CHECK(wrong.resolution(desk, "03-02 13:00").verdict == Verdict::running);
}

TEST_CASE("an imported record whose reply is unknown has no response clock, but a resolution") {
  Desk desk;
  desk.agreement("desk", kDeskDefault);
  Case imported("03-02 09:00");
  imported.imported().event("03-05 09:00", "import", {{"status", "solved"}});
  CHECK(imported.clock(desk, "response", "03-06 00:00").verdict == Verdict::none);
  const auto resolution = imported.resolution(desk, "03-06 00:00");
  CHECK(resolution.verdict == Verdict::breached);
  CHECK(at(resolution.breached_at) == "03-03 09:00:00");
}

TEST_CASE("history imported long after is judged by when it happened") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  Case imported("03-02 09:00");
  imported.imported()
      .recorded("06-01 00:00")
      .event("03-02 15:00", "import", {{"status", "solved"}})
      .recorded("06-01 00:00");
  const auto clock = imported.resolution(desk, "06-02 00:00");
  CHECK(at(clock.breached_at) == "03-02 13:00:00");
  CHECK(clock.cause == "work");
}

TEST_CASE("a wider calendar counts from the change unless the agreement says otherwise") {
  Desk desk;
  desk.agreement("day", resolves("A", "every: 8h", "covers: {service: day}"));
  desk.agreement("night", resolves("B", "every: 4h", "covers: {service: night}"));
  const auto moved = Case("03-02 09:00", {{"service", "day"}}).event("03-02 10:00", "edit", {{"service", "night"}});
  auto clock = moved.resolution(desk, "03-02 11:00");
  CHECK(at(clock.due) == "03-02 14:00:00");
  CHECK(clock.promises.back().method == "from_change");
  CHECK(clock.promises.back().policy == "agreement_change");
  desk.agreement("night", resolves("B", "every: 4h", "covers: {service: night}, on_change: retroactive"));
  CHECK(at(moved.resolution(desk, "03-02 11:00").due) == "03-02 13:00:00");
}

TEST_CASE("a proportional target is rounded up, and nothing is left when all was spent") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 100s, P3: 300s", "on_change: proportional"));
  const auto changed = [&](const char* when) {
    return Case("03-02 09:00", {{"priority", "P3"}}).priority(when, "P1").resolution(desk, when);
  };
  CHECK(changed("03-02 09:00:01").promises.back().target == Seconds(100));  // 99.67
  CHECK(changed("03-02 09:00:02").promises.back().target == Seconds(100));  // 99.33
  CHECK(changed("03-02 09:00:03").promises.back().target == Seconds(99));
  CHECK(changed("03-02 09:05:00").promises.back().target == Seconds(0));
}

TEST_CASE("a change and a change back in the same second break no promise") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 1h, P3: 8h"));
  const auto clock = Case("03-02 09:00", {{"priority", "P3"}})
                         .priority("03-02 12:00", "P1")
                         .priority("03-02 12:00", "P3")
                         .resolution(desk, "03-02 13:00");
  CHECK(clock.verdict == Verdict::running);
  CHECK(at(clock.due) == "03-02 17:00:00");
}

TEST_CASE("a priority changed while resolved counts as a change when the record is reopened") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 2h, P3: 8h", "on_change: from_change"));
  const auto clock = Case("03-02 09:00", {{"priority", "P3"}})
                         .resolve("03-02 10:00")
                         .priority("03-02 10:30", "P1")
                         .reopen("03-02 11:00")
                         .resolution(desk, "03-02 12:00");
  CHECK(clock.promises.back().policy == "priority_change");
  CHECK(at(clock.due) == "03-02 13:00:00");
}

TEST_CASE("working days of a target are counted from the start and then in seconds") {
  Desk desk;
  desk.agreement("p", resolves("A", "every: 1d"));
  const auto clock =
      Case("03-02 10:00").hold("03-02 11:00", "03-09 00:00").resume("03-02 14:00").resolution(desk, "03-02 15:00");
  CHECK(clock.promises.back().target == std::chrono::hours(8));
  CHECK(at(clock.due) == "03-03 12:00:00");
}

TEST_CASE("warnings tell which share of the target is used") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 100m"));
  const Case open("03-02 09:00");
  CHECK(open.resolution(desk, "03-02 10:14:59").warned == 0);
  CHECK(open.resolution(desk, "03-02 10:15").warned == 75);
  CHECK(open.resolution(desk, "03-02 10:30").warned == 90);
  desk.agreement("p", resolves("B", "every: 100m", "warn_at: [50]"));
  CHECK(open.resolution(desk, "03-02 10:30").warned == 50);
}

TEST_CASE("events after now have not happened") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto solved = Case("03-02 09:00").resolve("03-02 12:00");
  CHECK(solved.resolution(desk, "03-02 11:00").verdict == Verdict::running);
  CHECK(solved.resolution(desk, "03-02 12:00").verdict == Verdict::met);
}

TEST_CASE("conditions ask clocks whether they are overdue or breached") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto open = Case("03-02 09:00");
  const auto solved = Case("03-02 09:00").resolve("03-02 14:00");
  auto answers = clock_answers(open.record(), desk, on("03-02 13:00:00"));
  CHECK(answers.overdue("resolution") == false);
  CHECK(clock_answers(open.record(), desk, on("03-02 13:00:01")).overdue("resolution") == true);
  auto late = clock_answers(solved.record(), desk, on("03-03 00:00"));
  CHECK(late.overdue("resolution") == false);
  CHECK(late.breached("resolution") == true);
  CHECK(late.breached("nothing") == std::nullopt);
  CHECK(late.breached("response") == false);
}

}  // namespace itss::sla
