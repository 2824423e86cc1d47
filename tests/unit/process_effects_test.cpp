// What rules write: in the form of the field, whatever it is taken from.
#include <doctest/doctest.h>

#include "process_test_kit.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

const char* const kJob = R"(record: job
directory: jobs
prefix: JOB
fields:
  title: {type: text}
  size: {type: number}
  day: {type: date}
  owner: {type: person}
  team: {type: people}
  peers: {type: links, to: job}
  tags: {type: list}
  labels: {type: list}
  notes: {type: map, key: person, fields: {on: {type: date}, word: {type: text}}}
  badge: {type: text, required: true, until: 2026-11-24}
states: {draft: {initial: true}, done: {final: true}}
moves:
  finish:
    from: draft
    to: done
    takes: [tags]
    sets: {owner: actor, team: actor, day: at, peers: id, labels: input.tags, title: field.size}
    puts: {notes: {key: actor, 'on': at, word: input.badge}}
)";

constexpr const char* kId = "JOB-20261124-AAAAA";

Stage job_stage() {
  Stage stage({schema::Source{"job.yaml", kJob}});
  stage.world.add_person("li", {});
  return stage;
}

}  // namespace

TEST_CASE("a date is set to the day of an instant in the repository's zone, a list to the one value") {
  Stage stage = job_stage();
  stage.act("job", kId, {"li", "new", {{"size", "2"}, {"badge", "7"}}, {}, {}, {}, "2026-11-23T09:00:00+08:00"});
  Act finish{"li", "finish", {{"tags", Value::List{"a", "b"}}}};
  finish.at = "2026-11-24T17:30:00+00:00";
  stage.act("job", kId, finish);
  CHECK(stage.field(kId, "owner") == Value("li"));
  CHECK(stage.field(kId, "team") == Value(Value::List{"li"}));
  CHECK(stage.field(kId, "day") == Value("2026-11-25"));
  CHECK(stage.field(kId, "peers") == Value(Value::List{kId}));
  CHECK(stage.field(kId, "labels") == Value(Value::List{"a", "b"}));
  CHECK(stage.field(kId, "title") == Value("2"));
  CHECK(stage.field(kId, "notes")["li"] == Value(Value::Map{{"on", "2026-11-25"}}));
}
