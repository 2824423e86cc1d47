#include <doctest/doctest.h>

#include "sla_desk.hpp"

namespace itss::sla {

TEST_CASE("a retraction that has nothing to do with a breach leaves the late entry after it one") {
  Desk desk;
  desk.agreement("p", "{targets: {response: {calendar: B, every: 2h}}}");
  const auto answered = [&](bool retracts) {
    Case late = Case("03-02 09:00").event("03-02 11:30", "comment");
    if (retracts) late.retract("03-02 11:40", 1);
    late.accept("03-02 09:10", "P3").recorded("03-02 12:00");
    return late.clock(desk, "response", "03-02 13:00");
  };
  for (const bool retracts : {false, true}) {
    CAPTURE(retracts);
    const auto clock = answered(retracts);
    CHECK(clock.verdict == Verdict::met);
    CHECK(clock.late_entry);
    CHECK(clock.cause.empty());
  }
}

TEST_CASE("a record entered late with its late stop is breached at entry, in no window that was closed") {
  Desk desk;
  desk.agreement("p", "{targets: {response: {calendar: B, every: 2h}}, late_entry: breach}");
  const auto breached = [&](const char* entered) {
    const auto clock = Case("03-02 09:00")
                           .recorded(entered)
                           .accept("03-02 10:00", "P3")
                           .recorded("03-02 12:00")
                           .clock(desk, "response", "03-02 13:00");
    CHECK(clock.cause == "late_entry");
    CHECK(at(clock.promises.back().broken_at) == at(clock.breached_at));
    return at(clock.breached_at);
  };
  CHECK(breached("03-02 12:00") == "03-02 12:00:00");
  CHECK(breached("03-02 09:30") == "03-02 11:00:00");
}

TEST_CASE("a record dropped after the fact is cancelled as a late entry, or stays breached if the agreement says so") {
  Desk desk;
  const auto dropped = Case("03-02 09:00", {{"priority", "P1"}}).drop("03-02 10:00").recorded("03-02 15:00");
  desk.agreement("p", resolves("B", "every: 2h"));
  auto clock = dropped.resolution(desk, "03-02 16:00");
  CHECK(clock.verdict == Verdict::cancelled);
  CHECK(clock.late_entry);
  CHECK(at(clock.counted_at()) == "never");
  desk.agreement("p", resolves("B", "every: 2h", "late_entry: breach"));
  clock = dropped.resolution(desk, "03-02 16:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(at(clock.breached_at) == "03-02 11:00:00");
  CHECK(clock.cause == "late_entry");
  CHECK(clock.cancelled);
  CHECK_FALSE(
      Case("03-02 09:00").drop("03-02 10:00").recorded("03-02 10:30").resolution(desk, "03-02 16:00").late_entry);
}

TEST_CASE("a stop in closed hours, or in a pause, that was typed at once is no late entry") {
  Desk desk;
  for (const std::string policy : {"met", "breach"}) {
    desk.agreement("p", resolves("A", "every: 8h", "late_entry: " + policy));
    const auto evening = Case("03-02 09:00").resolve("03-02 20:00").resolution(desk, "03-05 00:00");
    CHECK(evening.verdict == Verdict::met);
    CHECK_FALSE(evening.late_entry);
    const auto typed_later =
        Case("03-02 09:00").resolve("03-02 20:00").recorded("03-02 21:00").resolution(desk, "03-05 00:00");
    CHECK(typed_later.verdict == Verdict::met);
    CHECK_FALSE(typed_later.late_entry);
    desk.agreement("p", resolves("B", "every: 1h", "late_entry: " + policy));
    const auto paused =
        Case("03-02 09:00").hold("03-02 10:00", "03-02 12:00").resolve("03-02 11:00").resolution(desk, "03-05 00:00");
    CHECK(paused.verdict == Verdict::met);
    CHECK_FALSE(paused.late_entry);
  }
}

TEST_CASE("a record typed in closed hours with just its target used up was not late already") {
  Desk desk;
  desk.agreement("p", resolves("A", "every: 30m"));
  const auto record = Case("03-02 17:30").recorded("03-03 08:30");
  CHECK(record.resolution(desk, "03-03 08:40").verdict == Verdict::running);
  const auto broken = record.resolution(desk, "03-03 09:00:01");
  CHECK(at(broken.breached_at) == "03-02 18:00:00");
  CHECK(broken.cause == "work");
}

TEST_CASE("what counts as broken because it was entered late stays so after a reopening") {
  Desk desk;
  for (const std::string reopen : {"continue", "new_cycle", "first_only"}) {
    desk.agreement("p", resolves("B", "every: 4h", "late_entry: breach, on_reopen: " + reopen));
    auto record = Case("03-02 08:00").resolve("03-02 11:00").recorded("03-02 15:00").reopen("03-02 16:00");
    for (const auto& clock :
         {record.resolution(desk, "03-02 16:30"), record.resolve("03-02 16:45").resolution(desk, "03-05 00:00")}) {
      CHECK(clock.verdict == Verdict::breached);
      CHECK(at(clock.breached_at) == "03-02 12:00:00");
      CHECK(clock.cause == "late_entry");
      CHECK(clock.late_entry);
    }
  }
  desk.agreement("p", resolves("B", "every: 4h"));
  const auto met = Case("03-02 08:00")
                       .resolve("03-02 11:00")
                       .recorded("03-02 15:00")
                       .reopen("03-02 16:00")
                       .resolution(desk, "03-02 16:30");
  CHECK(met.verdict == Verdict::running);
  CHECK(met.late_entry);
}

TEST_CASE("the cause is that of the second in which the target was exceeded") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 1h"));
  const auto lapsed = Case("03-02 09:00").hold("03-02 10:00", "03-02 12:00").resolution(desk, "03-02 12:30");
  CHECK(at(lapsed.breached_at) == "03-02 10:00:00");
  CHECK(lapsed.cause == "hold_expired");
  desk.agreement("p", resolves("A", "P4: 16h, P2: 8h"));
  const auto record = Case("03-02 09:00", {{"priority", "P4"}}).priority("03-02 20:00", "P2");
  const auto later = record.resolution(desk, "03-03 09:00:01");
  CHECK(at(later.breached_at) == "03-02 20:00:00");
  CHECK(later.cause == "work");  // nothing was overrun at the change
}

}  // namespace itss::sla
