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

}  // namespace itss::sla
