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

}  // namespace itss::sla
