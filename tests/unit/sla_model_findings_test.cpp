// What a second reading of the contract (tests/property/sla_model.hpp) found in the first, case by case.
#include <doctest/doctest.h>

#include "sla_desk.hpp"

namespace itss::sla {

TEST_CASE("a breach that was known before a retraction stays the first one when the clock breaches again") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 1h, P3: 8h"));
  const auto wrong = Case("03-02 09:00", {{"priority", "P3"}}).priority("03-02 09:30", "P1").retract("03-02 12:00", 1);
  for (const char* now : {"03-02 13:00", "03-02 18:00", "04-02 09:00"}) {
    CAPTURE(now);
    const auto clock = wrong.resolution(desk, now);
    CHECK(clock.verdict == Verdict::breached);
    CHECK(clock.cause == "corrected");
    CHECK(at(clock.breached_at) == "03-02 10:00:00");
  }
}

TEST_CASE("a retraction that only moves a breach to a later time leaves it where it was known") {
  Desk desk;
  desk.agreement("p", resolves("B", "P1: 1h, P2: 2h"));
  const auto clock = Case("03-02 09:00", {{"priority", "P2"}})
                         .priority("03-02 09:30", "P1")
                         .retract("03-02 12:00", 1)
                         .resolution(desk, "03-02 12:00");
  CHECK(at(clock.breached_at) == "03-02 10:00:00");
  CHECK(clock.cause == "corrected");
}

TEST_CASE("a late entry that agreements take for a breach stays the first one when the clock breaches again") {
  Desk desk;
  const auto breached = [&](const char* more) {
    desk.agreement("p", std::string("{targets: {progress: {calendar: B, every: 2h}}") + more + "}");
    return at(Case("03-02 09:00")
                  .told("03-02 10:30")
                  .recorded("03-02 12:00")
                  .clock(desk, "progress", "03-02 14:00")
                  .breached_at);
  };
  CHECK(breached("") == "03-02 12:30:00");
  CHECK(breached(", late_entry: breach") == "03-02 11:00:00");
}

}  // namespace itss::sla
