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

TEST_CASE("a dropped record that goes on against the rules has no clock that starts again") {
  Desk desk;
  desk.agreement("p", resolves("B", "every: 1h"));
  auto record = Case("03-02 09:00").resolve("03-02 09:00").reopen("03-02 10:00").drop("03-02 12:00");
  const auto before = record.resolution(desk, "03-03 00:00");
  CHECK(at(before.breached_at) == "03-02 11:00:00");
  const auto after = record.resolve("03-02 13:00").reopen("03-02 14:00").resolution(desk, "03-03 00:00");
  CHECK(after.promises.size() == before.promises.size());
  CHECK(at(after.breached_at) == "03-02 11:00:00");
  CHECK(after.cancelled);
}

TEST_CASE("what changed while the clock stood still is over once it runs again: the next classification is one") {
  Desk desk;
  desk.agreement("general", resolves("B", "P1: 2h, unclassified: 8h", "on_change: from_change"));
  desk.agreement("mail", resolves("B", "every: 4h", "covers: {service: mail}"));
  const auto reopened = [&](const char* back) {
    return Case("03-02 09:00", {{"service", "chat"}})
        .resolve("03-02 10:00")
        .event("03-02 10:10", "edit", {{"service", "mail"}})
        .event("03-02 10:20", "edit", {{"service", back}})
        .reopen("03-02 10:30")
        .priority("03-02 11:00", "P1")
        .resolution(desk, "03-02 11:00");
  };
  const auto clock = reopened("chat");
  CHECK(clock.promises.back().policy == "classification");
  CHECK(at(clock.due) == "03-02 11:30:00");
  CHECK(reopened("mail").promises.back().policy == "agreement_change");

  desk.agreement("general", resolves("B", "P1: 2h, unclassified: 8h", "on_change: from_change, on_reopen: new_cycle"));
  const auto cycle = reopened("chat");
  CHECK(cycle.promises.back().policy == "classification");
  CHECK(at(cycle.due) == "03-02 12:30:00");
}

TEST_CASE("a version of the agreement that comes while the clock stands still changes the promise at the reopening") {
  Desk desk;
  desk.agreement("v1", resolves("B", "every: 8h", "series: desk"));
  desk.agreement("v2", resolves("B", "every: 2h",
                                "series: desk, valid_from: 2026-03-03, applies_to: open, on_change: from_change"));
  const auto clock = Case("03-02 20:00").resolve("03-02 23:00").reopen("03-03 09:00").resolution(desk, "03-03 10:00");
  CHECK(clock.promises.back().policy == "agreement_change");
  CHECK(at(clock.due) == "03-03 11:00:00");
  CHECK(clock.verdict == Verdict::running);
}

TEST_CASE("a pause that goes on says nothing about a promise that a new version of the agreement has ended") {
  Desk desk;
  desk.agreement("v1", resolves("B", "every: 4h", "series: desk"));
  desk.agreement("v2", resolves("B", "every: 6h", "series: desk, valid_from: 2026-03-03, applies_to: open"));
  const auto clock = Case("03-02 22:00").hold("03-02 23:00", "03-03 12:00").resolution(desk, "03-03 01:00");
  REQUIRE(clock.promises.size() == 2);
  CHECK(at(clock.promises[0].due) == "03-03 03:00:00");
  CHECK(at(clock.promises[1].due) == "03-03 17:00:00");
}

TEST_CASE("where a followed calendar changes, the new version's night shift takes nothing from the old one's morning") {
  Desk desk;
  desk.calendar("C",
                "zone: UTC\nweekly: {mon-sun: [08:00-17:00]}\n"
                "versions: [{from: 2026-03-03T09:00:00Z, weekly: {mon-sun: [18:00-10:00]}}]\n");
  desk.agreement("p", resolves("C", "every: 20h", "calendar_change: follow"));
  const auto counted = [&](const char* now) {
    return Case("2026-03-03T00:00:00Z").resolution(desk, now).elapsed.count() / 3600;
  };
  CHECK(counted("2026-03-03T09:00:00Z") == 1);
  CHECK(counted("2026-03-03T10:00:00Z") == 2);
  CHECK(counted("2026-03-03T20:00:00Z") == 4);
  // Nor is that night shift of the 2nd a working date after the 3rd.
  const auto* calendar = desk.calendar("C");
  const auto end = calendar->add(on("2026-03-02T10:00:00Z").utc, parse_duration("2d").value(),
                                 {.version = 0, .versions = calendar::Versions::follow});
  CHECK(at(calendar->zone().at(end.value().at)) == "03-05 02:00:00");
}

TEST_CASE("a night shift that a new version of the calendar takes over belongs to the declared date of its start") {
  Desk desk;
  desk.calendar("C",
                "zone: UTC\nweekly: {mon-sun: [08:00-17:00]}\nversions: [{from: 2026-03-03T01:00:00Z, "
                "covers: 2026-03-01..2026-03-02, weekly: {mon-sun: [20:00-04:00]}}]\n");
  const auto after = [&](long hours) {
    return desk.calendar("C")
        ->add(on("2026-03-02T18:00:00Z").utc, std::chrono::hours(hours), {.versions = calendar::Versions::follow})
        .value();
  };
  CHECK(after(3).at == on("2026-03-03T04:00:00Z").utc);
  CHECK_FALSE(after(3).provisional);
  CHECK(after(4).provisional);
}

TEST_CASE("whether a late entry un-makes a breach is asked of the agreement that was breached, whatever holds later") {
  Desk desk;
  desk.agreement("general", "{targets: {progress: {calendar: B, every: 9h}}, late_entry: breach}");
  desk.agreement("mail", "{targets: {progress: {calendar: B, every: 1h}}, covers: {service: mail}}");
  auto record = Case("03-02 09:00", {{"service", "mail"}}).told("03-02 09:30").recorded("03-02 10:20");
  CHECK(record.clock(desk, "progress", "03-02 10:25").verdict == Verdict::running);
  record.event("03-02 10:26", "edit", {{"service", "chat"}});
  CHECK(record.clock(desk, "progress", "03-02 10:30").verdict == Verdict::running);
  desk.agreement("mail",
                 "{targets: {progress: {calendar: B, every: 1h}}, covers: {service: mail}, late_entry: breach}");
  desk.agreement("general", "{targets: {progress: {calendar: B, every: 9h}}}");
  CHECK(at(record.clock(desk, "progress", "03-02 10:30").breached_at) == "03-02 10:00:00");
}

TEST_CASE("working days lead into the last shift of a date although a followed version's night shift lies before it") {
  Desk desk;
  desk.calendar("C",
                "zone: UTC\nweekly: 24x7\nversions: [{from: 2026-03-03T01:00:00Z, "
                "weekly: {mon-sun: [08:00-12:00, 22:00-02:00]}}]\n");
  const auto* calendar = desk.calendar("C");
  const auto days = [&](const char* from, const char* amount) {
    const auto end = calendar->add(on(from).utc, parse_duration(amount).value(),
                                   {.version = 0, .versions = calendar::Versions::follow});
    return to_string(Instant{end.value().at, Seconds(0)});
  };
  CHECK(days("2026-03-02T11:00:00Z", "1d") == "2026-03-03T11:00:00+00:00");
  CHECK(days("2026-03-02T20:00:00Z", "1d") == "2026-03-03T12:00:00+00:00");
  CHECK(days("2026-03-04T08:30:00Z", "-1d") == "2026-03-03T08:30:00+00:00");
  CHECK(days("2026-03-04T22:00:00Z", "-1d") == "2026-03-03T22:00:00+00:00");
}

}  // namespace itss::sla
