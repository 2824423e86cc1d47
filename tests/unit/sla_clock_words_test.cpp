// Clocks that a schema words in other ways than a ticket's: by moves, for each value of a field, by a date, with a
// target of their own; and targets with calendars of their own.
#include "sla_desk.hpp"

namespace itss::sla {

namespace {

const char* const kWorkSchema = R"(record: case
label: Case
prefix: CASE
directory: cases
fields:
  priority: {type: code, codes: [P1, P2, P3]}
  team: {type: text}
  due_on: {type: date}
  window: {type: map, fields: {from: {type: instant}, to: {type: instant}}}
  why: {type: code, codes: [waiting_user, agreed_date, waiting_vendor]}
  until: {type: instant}
  consent: {type: text}
  blamed: {type: code, codes: [resolution, team]}
  excuse: {type: text}
states:
  fresh: {initial: true}
  busy: {}
  waiting: {}
  solved: {}
  dropped: {final: true}
moves:
  excuse-it: {from: any, requires: [input.blamed, input.excuse]}
  hurry: {from: open}
  look-back: {from: open}
excuses: {move: excuse-it, clock: blamed, reason: excuse}
clocks:
  resolution:
    kind: sla
    stops: {states: [solved]}
    pauses: &pausing {states: [waiting], reason: why, until: until, consent: consent, for: [waiting_user, agreed_date]}
    cancelled_in: [dropped]
  team:
    kind: ola
    per: team
    stops: {states: [solved]}
    pauses: *pausing
    cancelled_in: [dropped]
  promised_date:
    due: due_on
    stops: {states: [solved]}
    cancelled_in: [dropped]
  prepared:
    due: due_on
    lead: 1d
    calendar: A
    stops: {states: [solved]}
  window:
    due: window.to
    starts: {states: [busy]}
    stops: {states: [solved]}
  look_back:
    starts: {moves: [hurry]}
    stops: {moves: [look-back]}
    target: 2d
    calendar: A
renamed:
  codes: {priority.urgent: P1, why.asked_user: waiting_user}
)";

const char* const kTeamTargets = "{kind: ola, targets: {team: {calendar: B, every: 2h}}}";

std::string policies(const Clock& clock) {
  std::string out;
  for (const auto& promise : clock.promises) out += (out.empty() ? "" : " ") + promise.policy;
  return out;
}

}  // namespace

TEST_CASE("a clock per field runs while the field has a value, each value a promise of its own") {
  Desk desk(kWorkSchema);
  desk.agreement("team-levels", kTeamTargets);
  Case record("03-02 09:00");
  CHECK(record.clock(desk, "team", "03-02 09:30").verdict == Verdict::none);
  record.event("03-02 10:00", "assign", {{"team", "network"}});
  const auto received = record.clock(desk, "team", "03-02 11:00");
  CHECK(at(received.started) == "03-02 10:00:00");
  CHECK(at(received.due) == "03-02 12:00:00");
  CHECK(received.elapsed == std::chrono::hours(1));

  record.event("03-02 11:30", "hand-over", {{"team", "database"}});
  const auto handed_on = record.clock(desk, "team", "03-02 12:00");
  CHECK(policies(handed_on) == "opening handed_on");
  CHECK(at(handed_on.due) == "03-02 13:30:00");
  CHECK(handed_on.verdict == Verdict::running);
  CHECK(at(handed_on.promises.front().until) == "03-02 11:30:00");
  CHECK(record.clock(desk, "team", "03-02 13:30:01").verdict == Verdict::breached);
  CHECK(record.resolve("03-02 13:00").clock(desk, "team", "03-05 00:00").verdict == Verdict::met);
}

TEST_CASE("what one team was late with stays late when the next one has it") {
  Desk desk(kWorkSchema);
  desk.agreement("team-levels", kTeamTargets);
  const auto clock = Case("03-02 09:00")
                         .event("03-02 10:00", "assign", {{"team", "network"}})
                         .event("03-02 12:00:01", "hand-over", {{"team", "database"}})
                         .resolve("03-02 12:30")
                         .clock(desk, "team", "03-03 00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(at(clock.breached_at) == "03-02 12:00:00");
  CHECK(clock.cause == "work");
}

TEST_CASE("a clock per field stops when the field is emptied, and starts anew when it is filled again") {
  Desk desk(kWorkSchema);
  desk.agreement("team-levels", kTeamTargets);
  Case record("03-02 09:00");
  record.event("03-02 10:00", "assign", {{"team", "network"}}).event("03-02 11:00", "return", {}).unset({"team"});
  const auto returned = record.clock(desk, "team", "03-02 20:00");
  CHECK(returned.verdict == Verdict::met);
  CHECK(at(returned.stopped) == "03-02 11:00:00");
  record.event("03-03 09:00", "assign", {{"team", "database"}});
  const auto again = record.clock(desk, "team", "03-03 10:00");
  CHECK(again.verdict == Verdict::running);
  CHECK(at(again.due) == "03-03 11:00:00");
  CHECK(again.elapsed == std::chrono::hours(1));
}

TEST_CASE("a reopened record starts its team's clock anew, a changed priority does not") {
  Desk desk(kWorkSchema);
  desk.agreement("team-levels", "{kind: ola, targets: {team: {calendar: B, P1: 1h, P2: 4h}}}");
  Case record("03-02 09:00", {{"team", "network"}, {"priority", "P2"}});
  record.priority("03-02 09:30", "P1");
  CHECK(at(record.clock(desk, "team", "03-02 09:40").due) == "03-02 10:00:00");
  record.resolve("03-02 09:45").reopen("03-02 12:00");
  const auto clock = record.clock(desk, "team", "03-02 12:30");
  CHECK(clock.promises.back().policy == "reopen");
  CHECK(at(clock.due) == "03-02 13:00:00");
}

TEST_CASE("a clock is promised only by agreements of its kind") {
  Desk desk(kWorkSchema);
  const std::string both = "targets: {resolution: {calendar: B, every: 4h}, team: {calendar: B, every: 2h}}";
  desk.agreement("outer", "{kind: sla, " + both + "}");
  const Case record("03-02 09:00", {{"team", "network"}});
  CHECK(record.clock(desk, "resolution", "03-02 10:00").verdict == Verdict::running);
  CHECK(record.clock(desk, "team", "03-02 10:00").verdict == Verdict::none);
  const Fields fields{{"kind", "sla"},
                      {"targets", Value(Value::Map{{"team", Value(Value::Map{{"calendar", "B"}, {"every", "2h"}})}})}};
  CHECK(problems_of(fields, desk) ==
        std::vector<std::string>{"'team' is promised by agreements of the kind 'ola', not 'sla'"});
}

TEST_CASE("a due date is kept until the end of that day, with no agreement") {
  Desk desk(kWorkSchema);
  Case record("03-02 09:00");
  CHECK(record.clock(desk, "promised_date", "03-02 10:00").verdict == Verdict::none);
  record.event("03-02 10:00", "plan", {{"due_on", "2026-03-05"}});
  const auto open = record.clock(desk, "promised_date", "03-05 23:59:59");
  CHECK(open.verdict == Verdict::running);
  CHECK(at(open.due) == "03-06 00:00:00");
  CHECK(open.promises.back().method == "date");
  CHECK(record.clock(desk, "promised_date", "03-06 00:00:00").verdict == Verdict::running);
  const auto late = record.clock(desk, "promised_date", "03-06 00:00:01");
  CHECK(late.verdict == Verdict::breached);
  CHECK(late.overrun() == Seconds(1));
  CHECK(record.resolve("03-06 00:00:00").clock(desk, "promised_date", "03-09 00:00").verdict == Verdict::met);
}

TEST_CASE("a lead asks for so much working time before the date") {
  Desk desk(kWorkSchema);
  Case record("03-02 09:00");
  record.event("03-02 10:00", "plan", {{"due_on", "2026-03-05"}});
  CHECK(at(record.clock(desk, "prepared", "03-02 10:00").due) == "03-04 18:00:00");
  record.event("03-02 11:00", "plan", {{"due_on", "2026-03-08"}});  // a Sunday
  CHECK(at(record.clock(desk, "prepared", "03-02 12:00").due) == "03-05 18:00:00");
}

TEST_CASE("a date that is put off in time is a new promise; one put off too late stays broken") {
  Desk desk(kWorkSchema);
  Case in_time("03-02 09:00", {{"due_on", "2026-03-03"}});
  in_time.event("03-03 18:00", "postpone", {{"due_on", "2026-03-10"}});
  const auto kept = in_time.clock(desk, "promised_date", "03-05 00:00");
  CHECK(kept.verdict == Verdict::running);
  CHECK(policies(kept) == "opening due_change");
  CHECK(at(kept.promises.front().due) == "03-04 00:00:00");
  Case too_late("03-02 09:00", {{"due_on", "2026-03-03"}});
  too_late.event("03-04 08:00", "postpone", {{"due_on", "2026-03-10"}});
  const auto broken = too_late.clock(desk, "promised_date", "03-05 00:00");
  CHECK(broken.verdict == Verdict::breached);
  CHECK(at(broken.breached_at) == "03-04 00:00:00");
  CHECK(broken.cause == "work");
}

TEST_CASE("a date that is brought forward into the past breaks at the change") {
  Desk desk(kWorkSchema);
  Case record("03-02 09:00", {{"due_on", "2026-03-20"}});
  record.event("03-10 09:00", "postpone", {{"due_on", "2026-03-05"}});
  const auto clock = record.clock(desk, "promised_date", "03-10 09:00:00");
  CHECK(clock.verdict == Verdict::breached);
  CHECK(at(clock.breached_at) == "03-10 09:00:00");
  CHECK(clock.cause == "due_change");
}

TEST_CASE("a hold does not move a date") {
  Desk desk(kWorkSchema);
  Case record("03-02 09:00", {{"due_on", "2026-03-03"}});
  record.hold("03-02 10:00", "03-20 00:00");
  const auto clock = record.clock(desk, "promised_date", "03-04 00:00:01");
  CHECK(clock.verdict == Verdict::breached);
  CHECK_FALSE(clock.paused);
}

TEST_CASE("a window clock ends with its window, and starts when the work may begin") {
  Desk desk(kWorkSchema);
  const Value window(Value::Map{{"from", "2026-03-02T22:00:00+08:00"}, {"to", "2026-03-03T02:00:00+08:00"}});
  Case record("03-01 09:00", {{"window", window}});
  CHECK(record.clock(desk, "window", "03-02 10:00").verdict == Verdict::none);
  record.event("03-02 22:00", "start", {{"status", "busy"}});
  const auto clock = record.clock(desk, "window", "03-03 01:00");
  CHECK(at(clock.due) == "03-03 02:00:00");
  CHECK(clock.left() == std::chrono::hours(1));
  CHECK(record.resolve("03-03 02:00:01").clock(desk, "window", "03-04 00:00").verdict == Verdict::breached);
}

TEST_CASE("a clock may start and stop by moves and have a target of its own") {
  Desk desk(kWorkSchema);
  Case record("03-06 09:00");
  CHECK(record.clock(desk, "look_back", "03-06 12:00").promises.empty());
  record.event("03-06 16:00", "hurry");
  const auto clock = record.clock(desk, "look_back", "03-09 12:00");
  CHECK(at(clock.due) == "03-10 16:00:00");  // two working days over a weekend
  CHECK(clock.promises.back().agreement.empty());
  CHECK(record.event("03-10 16:00:00", "look-back").clock(desk, "look_back", "03-20 00:00").verdict == Verdict::met);
  record.event("03-11 10:00", "hurry");
  CHECK(at(record.clock(desk, "look_back", "03-11 11:00").due) == "03-13 10:00:00");
}

TEST_CASE("a clock that names a calendar that is not there is found by check once a record needs it") {
  std::string text = kWorkSchema;
  text.replace(text.find("calendar: A"), 11, "calendar: Z");
  Desk desk(text);
  CHECK(check_agreements(desk).empty());
  desk.has_case();
  const auto findings = check_agreements(desk);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().code == Code::SCHEMA_UNKNOWN);
  CHECK(findings.front().place.file == "case.yaml");
}

TEST_CASE("targets may have calendars of their own, and a wider one counts from the change") {
  Desk desk(kWorkSchema);
  desk.agreement("p", resolves("A", "P1: 4h, P3: 8h", "calendars: {resolution: {P1: B}}"));
  CHECK(at(Case("03-06 18:30", {{"priority", "P3"}}).resolution(desk, "03-06 19:00").due) == "03-09 18:00:00");
  CHECK(at(Case("03-06 18:30", {{"priority", "P1"}}).resolution(desk, "03-06 19:00").due) == "03-06 22:30:00");
  const auto clock =
      Case("03-06 18:30", {{"priority", "P3"}}).priority("03-07 12:00", "P1").resolution(desk, "03-07 13:00");
  CHECK(clock.promises.back().calendar == "B");
  CHECK(clock.promises.back().method == "from_change");
  CHECK(at(clock.due) == "03-07 16:00:00");
}

TEST_CASE("an agreement follows codes that the schema has renamed since") {
  Desk desk(kWorkSchema);
  desk.agreement("p", resolves("B", "urgent: 1h, every: 9h", "pauses: [asked_user]"));
  const Case record("03-02 09:00", {{"priority", "P1"}});
  CHECK(at(record.resolution(desk, "03-02 09:30").due) == "03-02 10:00:00");
  Case held("03-02 09:00", {{"priority", "P1"}});
  CHECK(held.hold("03-02 09:10", "03-02 12:00").resolution(desk, "03-02 11:00").paused);
  CHECK(check_agreements(desk).empty());
}

TEST_CASE("a level, a reason or a field that no record has is a problem of the agreement") {
  Desk desk(kWorkSchema);
  desk.agreement("p", resolves("B", "P9: 1h", "pauses: [waiting_usr], covers: {servce: mail}"));
  std::string problems;
  for (const auto& finding : check_agreements(desk)) problems += finding.message + "\n";
  CHECK(problems ==
        "covers: no record with clocks has 'servce'\n"
        "resolution: 'P9' is none of P1, P2, P3, P4, urgent\n"
        "pauses: 'waiting_usr' is none of agreed_date, asked_user, waiting_change, waiting_user, waiting_vendor\n");
}

TEST_CASE("where the agreement has no target for a level, the schema's own holds") {
  Desk desk(kWorkSchema);
  desk.agreement("p", "{targets: {look_back: {calendar: B, P1: 1h}}}");
  Case urgent("03-06 09:00", {{"priority", "P1"}}), other("03-06 09:00", {{"priority", "P3"}});
  urgent.event("03-06 16:00", "hurry");
  other.event("03-06 16:00", "hurry");
  CHECK(at(urgent.clock(desk, "look_back", "03-06 16:30").due) == "03-06 17:00:00");
  CHECK(at(other.clock(desk, "look_back", "03-06 16:30").due) == "03-10 16:00:00");
}

TEST_CASE("a clock that has not begun has no start") {
  Desk desk(kWorkSchema);
  CHECK_FALSE(Case("03-06 09:00").clock(desk, "team", "03-06 12:00").started);
}

TEST_CASE("an agreement without reasons of its own pauses for those of the clock") {
  Desk desk(kWorkSchema);
  desk.agreement("p", resolves("B", "every: 4h"));
  Case record("03-02 09:00");
  record.hold("03-02 10:00", "03-02 12:00", "zhang.san", "waiting_vendor");
  CHECK_FALSE(record.resolution(desk, "03-02 11:00").paused);
  desk.agreement("p", resolves("B", "every: 4h", "pauses: [waiting_vendor]"));
  CHECK(record.resolution(desk, "03-02 11:00").paused);
  desk.agreement("p", resolves("B", "every: 4h", "pauses: []"));
  CHECK_FALSE(record.resolution(desk, "03-02 11:00").paused);
}

TEST_CASE("a clock that is misspelt among the calendars, or an end before the start, is a problem") {
  Desk desk(kWorkSchema);
  desk.agreement("p", resolves("B", "every: 4h",
                               "calendars: {resolutoin: {every: A}}, valid_from: 2026-03-02, "
                               "valid_until: 2026-02-01"));
  std::string problems;
  for (const auto& finding : check_agreements(desk)) problems += finding.message + "\n";
  CHECK(problems == "it ends before it comes into force\ncalendars: 'resolutoin' has no targets\n");
}

TEST_CASE("a promise that was broken in an earlier cycle is explained to the second") {
  Desk desk(kWorkSchema);
  desk.agreement("p", resolves("A", "every: 2h", "on_reopen: new_cycle"));
  Case record("03-02 11:00");
  record.resolve("03-02 15:00").reopen("03-03 09:00");
  const auto clock = record.resolution(desk, "03-03 10:00");
  REQUIRE(clock.promises.size() == 2);
  Seconds counted{0};
  for (const auto& stretch : clock.promises.front().stretches) counted += stretch.counted;
  CHECK(counted == clock.promises.front().elapsed);
  CHECK(clock.promises.front().stretches.front().from == on("03-02 11:00"));
  CHECK(clock.promises.front().stretches.back().to == on("03-02 15:00"));
  CHECK(clock.promises.back().stretches.empty());
}

TEST_CASE("a later version that reaches open records stays with them after its end") {
  Desk desk(kWorkSchema);
  desk.agreement("v1", resolves("B", "every: 100h", "series: desk"));
  desk.agreement("v2", resolves("B", "every: 50h",
                                "series: desk, valid_from: 2026-03-03, valid_until: 2026-03-03, "
                                "applies_to: open"));
  Case record("03-02 09:00");
  record.event("03-04 10:00", "note", {{"priority", "P1"}});
  CHECK(record.resolution(desk, "03-04 10:00").promises.back().agreement == "v2");
}

TEST_CASE("a breach is excused by the move that the schema names, and only a breach is") {
  Desk desk(kWorkSchema);
  desk.agreement("p", resolves("B", "every: 1h"));
  Case record("03-02 09:00");
  record.event("03-02 11:00", "excuse-it", {{"blamed", "resolution"}, {"excuse", "power cut"}}).by("zhao.lei");
  const auto clock = record.resolution(desk, "03-02 12:00");
  CHECK(clock.verdict == Verdict::breached);
  REQUIRE(clock.excused);
  CHECK(clock.excused->reason == "power cut");
  CHECK(clock.excused->by == "zhao.lei");
  CHECK_FALSE(record.resolution(desk, "03-02 10:30").excused);
  CHECK_FALSE(record.clock(desk, "resolution", "03-02 12:00", on("03-02 10:30")).excused);
  desk.agreement("p", resolves("B", "every: 10h"));
  CHECK_FALSE(record.resolution(desk, "03-02 12:00").excused);
}

TEST_CASE("a retracted excuse excuses nothing") {
  Desk desk(kWorkSchema);
  desk.agreement("p", resolves("B", "every: 1h"));
  Case record("03-02 09:00");
  record.event("03-02 11:00", "excuse-it", {{"blamed", "resolution"}, {"excuse", "power cut"}});
  record.retract("03-02 12:00", 1);
  CHECK_FALSE(record.resolution(desk, "03-02 13:00").excused);
}

}  // namespace itss::sla
