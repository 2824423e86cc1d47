// Words for what several people do together: sets that cover or exclude each other, people named over links, values
// that follow a path, a template under other names.
#include <doctest/doctest.h>

#include "process_test_kit.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

constexpr const char* kTeam = R"(
record: team
directory: teams
fields:
  lead: {type: person}
  members: {type: people}
  room: {type: text}
states: {draft: {initial: true}}
)";

constexpr const char* kTrip = R"(
record: trip
prefix: TRP
directory: trips
title: title
fields:
  title: {type: text}
  team: {type: link, to: team}
  guide: {type: person, guarded: true}
  walkers: {type: people, guarded: true}
  place: {type: text}
  slots: {type: map, key: text, fields: {kind: {type: text}, who: {type: person}}}
  asked: {type: people}
  here: {type: people}
  missing: {type: people}
  excused: {type: people}
  stands_in: {type: people}
  person: {type: person, guarded: true}
  deputy: {type: person, guarded: true}
  pleas: {type: map, key: person, fields: {deputy: {type: person}, granted_by: {type: person}}}
  start: {type: instant}
  end: {type: instant}
states: {draft: {initial: true}, under_way: {}, over: {final: true}}
moves:
  new:
    takes: [team, start, end]
    fills: {from: team, fields: {guide: lead, walkers: members, place: room}}
    puts: {slots: {key: input.team.members, kind: report, who: key}}
  plead: {from: draft, by: [walkers], requires: [input.deputy], disjoint: [actor, input.deputy], adds: {asked: actor}, puts: {pleas: {key: actor, deputy: input.deputy}}}
  grant:
    from: draft
    by: [team.lead]
    requires: [input.person]
    covers: {all: input.person, in: asked}
    adds: {excused: input.person, stands_in: 'field.pleas.{input.person}.deputy'}
    removes: {asked: input.person}
    puts: {pleas: {key: input.person, granted_by: actor}}
  go:
    from: draft
    to: under_way
    requires: [input.here]
    takes: [missing]
    covers: {all: walkers, in: [here, missing, excused]}
    disjoint: [here, missing, excused]
  rest: {from: under_way, during: start..end, apart: {window: start..end, of: trip.start..end, where: {status: under_way}}}
)";

constexpr const char* kA = "TRP-20261124-AAAAA";
constexpr const char* kB = "TRP-20261124-BBBBB";

class Trips : public Stage {
 public:
  Trips() : Stage({{"team.yaml", kTeam}, {"trip.yaml", kTrip}}) {
    for (const char* person : {"ann", "bob", "cao", "dai"}) world.add_person(person, {});
    act("team", "blue",
        {"ann",
         "new",
         {{"lead", "ann"}, {"members", Value::List{"bob", "cao"}}, {"room", "后山"}},
         {},
         {},
         {},
         kBefore});
    make(kA);
  }

  void make(const char* id) {
    act("trip", id,
        {"ann",
         "new",
         {{"team", "blue"}, {"start", "2026-11-24T09:00:00+08:00"}, {"end", "2026-11-24T11:00:00+08:00"}},
         {},
         {},
         {},
         kBefore});
  }

  static Value people(std::initializer_list<std::string> names) { return Value::List(names); }
  static constexpr const char* kBefore = "2026-11-24T08:00:00+08:00";
};

}  // namespace

TEST_CASE("a template fills fields of other names") {
  Trips trips;
  CHECK(trips.field(kA, "guide") == Value("ann"));
  CHECK(trips.field(kA, "walkers") == Trips::people({"bob", "cao"}));
  CHECK(trips.field(kA, "place") == Value("后山"));
}

TEST_CASE("a sub-record is put for each value that a path over a link leads to, and may hold its own key") {
  Trips trips;
  const Value slots = trips.field(kA, "slots");
  CHECK(slots.map().size() == 2);
  CHECK(slots["cao"]["who"] == Value("cao"));
  CHECK(slots["cao"]["kind"] == Value("report"));
}

TEST_CASE("people are named by a field of a linked record") {
  Trips trips;
  trips.act("trip", kA, {"bob", "plead", {{"deputy", "dai"}}});
  CHECK(trips.refused("trip", kA, {"bob", "grant", {{"person", "bob"}}}) == Codes{"ROLE"});
  trips.act("trip", kA, {"ann", "grant", {{"person", "bob"}}});
  CHECK(trips.field(kA, "excused") == Trips::people({"bob"}));
}

TEST_CASE("a value follows a path of which an input is a part; several are added and removed") {
  Trips trips;
  trips.act("trip", kA, {"bob", "plead", {{"deputy", "dai"}}});
  CHECK(trips.field(kA, "asked") == Trips::people({"bob"}));
  trips.act("trip", kA, {"ann", "grant", {{"person", "bob"}}});
  CHECK(trips.field(kA, "stands_in") == Trips::people({"dai"}));
  CHECK(trips.field(kA, "asked").empty());
  CHECK(trips.field(kA, "pleas")["bob"]["granted_by"] == Value("ann"));
  CHECK(trips.refused("trip", kA, {"ann", "grant", {{"person", "cao"}}}) == Codes{"COVERS"});
}

TEST_CASE("sets that must not meet: nobody is two of these") {
  Trips trips;
  CHECK(trips.refused("trip", kA, {"bob", "plead", {{"deputy", "bob"}}}) == Codes{"DISJOINT"});
  const Fields both{{"here", Trips::people({"bob", "cao"})}, {"missing", Trips::people({"cao"})}};
  const auto plan = trips.attempt("trip", kA, {"ann", "go", both});
  REQUIRE(plan.refusals.size() == 1);
  CHECK(plan.refusals[0].message == "'cao' stands in 'here' and in 'missing'");
}

TEST_CASE("several sets cover one together") {
  Trips trips;
  const auto plan = trips.attempt("trip", kA, {"ann", "go", {{"here", Trips::people({"bob"})}}});
  REQUIRE(plan.refusals.size() == 1);
  CHECK(plan.refusals[0].message == "'here + missing + excused' lacks cao of 'walkers'");
  trips.act("trip", kA, {"ann", "go", {{"here", Trips::people({"bob"})}, {"missing", Trips::people({"cao"})}}});
}

TEST_CASE("a window may be two fields: an event lies in it, records stay apart by it") {
  Trips trips;
  trips.make(kB);
  for (const char* id : {kA, kB}) trips.act("trip", id, {"ann", "go", {{"here", Trips::people({"bob", "cao"})}}});
  const auto at = [&](const char* time) { return trips.refused("trip", kA, {"ann", "rest", {}, {}, {}, {}, time}); };
  CHECK(at("2026-11-24T10:30:00+08:00") == Codes{"APART"});
  CHECK(at("2026-11-24T11:00:00+08:00") == Codes{"APART", "DURING"});
}

TEST_CASE("what is added, removed or put otherwise than the rule says is found in a history") {
  Trips trips;
  trips.act("trip", kA, {"bob", "plead", {{"deputy", "dai"}}});
  trips.act("trip", kA, {"ann", "grant", {{"person", "bob"}}, {}, {}, {}, "2026-11-24T10:01:00+08:00"});
  const auto sound = trips.world.find(kA);
  const Instant now = instant("2026-11-25T00:00:00+08:00");
  CHECK(process::audit(*sound, trips.world, now).empty());
  for (const char* field : {"excused", "stands_in"}) {
    record::Record bent = *sound;
    bent.events.back().add[field] = Trips::people({"cao"});
    bent.fields = record::replay(bent, {now, std::nullopt});
    trips.world.add(bent);
    const auto findings = process::audit(bent, trips.world, now);
    CHECK_MESSAGE(!findings.empty(), field);
  }
}
