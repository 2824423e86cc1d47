// What a move does to other records: those that it carries, and those that it creates.
#include <doctest/doctest.h>

#include "process/overlay.hpp"
#include "process_test_kit.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

constexpr const char* kThing = R"(
record: thing
prefix: THG
directory: things
title: title
fields:
  title: {type: text, required: true}
  peers: {type: links, to: thing}
states:
  open: {initial: true}
  done: {final: true}
moves:
  new: {creates: {task: {link: thing, set: {title: field.title}}}}
  sync: {from: open, carries: {peers: [sync]}}
  finish: {from: open, to: done, carries: {peers: [finish]}}
)";

constexpr const char* kTask = R"(
record: task
prefix: TSK
directory: tasks
title: title
fields:
  title: {type: text, required: true}
  thing: {type: link, to: thing}
states:
  open: {initial: true}
  done: {final: true}
moves:
  new: {}
  finish: {from: open, to: done}
)";

class Things : public Stage {
 public:
  explicit Things(const std::string& task = kTask, const std::string& thing = kThing)
      : Stage(std::vector<schema::Source>{{"thing.yaml", thing}, {"task.yaml", task}}) {
    world.add_person("wang", {});
  }

  process::Plan make(const std::string& id) {
    process::Request request{.type = "thing", .record = nullptr, .id = id, .verb = "new", .set = {{"title", "x"}}};
    request.actor = "wang";
    request.at = request.now = instant("2026-11-24T09:00:00+08:00");
    int count = 0;
    request.new_id = [&count](const std::string& type) {
      const std::string number = std::to_string(10000 + ++count);
      return (type == "task" ? "TSK-20261124-" : "THG-20261124-") + number;
    };
    return process::plan(request, world);
  }

  // An open thing with these peers.
  void add(const std::string& id, const std::string& peers) {
    world.add("thing", "id: " + id + "\ntitle: x\nstatus: open\npeers: [" + peers +
                           "]\nhistory:\n  - at: 2026-11-24T08:00:00+08:00\n    by: wang\n    do: new\n" +
                           "    set: {status: open, title: x, peers: [" + peers + "]}\n");
  }
};

constexpr const char* kA = "THG-20261124-AAAAA";
constexpr const char* kB = "THG-20261124-BBBBB";

}  // namespace

TEST_CASE("a record that is just made may create another one that names it") {
  Things things;
  const auto plan = things.make(kA);
  for (const auto& refusal : plan.refusals) MESSAGE(refusal.message);
  REQUIRE(plan.changes.size() == 2);
  CHECK(plan.changes[1].type == "task");
  CHECK(get(plan.changes[1].after.fields, "thing") == Value(kA));
  CHECK(plan.changes[1].after.events.front().via == std::string(kA) + ".new");
}

TEST_CASE("what the maker does not have is not written into the record that it makes") {
  std::string thing = kThing;
  thing.replace(thing.find("{title: field.title}"), 20, "{title: field.title, body: field.text}");
  thing.replace(thing.find("  peers:"), 8, "  text: {type: text}\n  peers:");
  std::string task = kTask;
  task.replace(task.find("  thing:"), 8, "  body: {type: text}\n  thing:");
  const auto plan = Things(task, thing).make(kA);
  REQUIRE(plan.changes.size() == 2);
  CHECK(plan.changes[1].after.events.front().set.count("body") == 0);
}

TEST_CASE("types that create each other without end are refused") {
  std::string task = kTask;
  task.replace(task.find("new: {}"), 7, "new: {creates: {thing: {link: peers, set: {title: x}}}}");
  Things things(task);
  CHECK(things.make(kA).refusals.front().code == "VALUE");
}

TEST_CASE("records that carry each other are carried once") {
  Things things;
  things.add(kA, kB);
  things.add(kB, kA);
  const auto plan = things.attempt("thing", kA, {"wang", "sync"});
  for (const auto& refusal : plan.refusals) MESSAGE(refusal.message);
  REQUIRE(plan.changes.size() == 2);
  CHECK(plan.changes[1].id == kB);
}

TEST_CASE("what stands against a carried record names it, and what does not exist cannot be carried") {
  Things things;
  things.add(kA, kB);
  const auto missing = things.attempt("thing", kA, {"wang", "finish"});
  REQUIRE(missing.refusals.size() == 1);
  CHECK(missing.refusals.front().code == "LINKS");
  things.add(kB, "");
  things.act("thing", kB, {"wang", "finish"});
  const auto done = things.attempt("thing", kA, {"wang", "finish"});
  REQUIRE(done.refusals.size() == 1);
  CHECK(done.refusals.front().code == "ALREADY");
  CHECK(done.refusals.front().of == kB);
}

TEST_CASE("planned changes of two records with one name in two types are kept apart") {
  const FakeWorld world;
  process::Overlay overlay(world);
  overlay.put({.id = "k", .type = "person", .fields = {{"name", "a"}}});
  overlay.put({.id = "k", .type = "group", .fields = {{"name", "b"}}});
  REQUIRE(overlay.find("k", "person"));
  REQUIRE(overlay.find("k", "group"));
  CHECK(get(overlay.find("k", "person")->fields, "name") == Value("a"));
  CHECK(get(overlay.find("k", "group")->fields, "name") == Value("b"));
}
