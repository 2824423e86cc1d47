// What may be written into a field: by a command, and by hand.
#include <doctest/doctest.h>

#include "process_test_kit.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

constexpr const char* kRoom = R"(
record: room
directory: rooms
title: name
fields:
  name: {type: text}
  host: {type: person}
  tags: {type: list}
  aliases: {type: list}
  open: {type: map, fields: {from: {type: instant}, to: {type: instant}}}
  keys: {type: map, key: person, fields: {number: {type: text}}}
  seats: {type: map, key: text, fields: {owner: {type: person}, note: {type: text}}}
states:
  used: {initial: true}
moves:
  new: {}
)";

class Rooms : public Stage {
 public:
  Rooms() : Stage(std::vector<schema::Source>{{"room.yaml", kRoom}}) {
    world.add_person("wang", {});
    world.add_person("li", {});
    act("room", "one",
        {"wang", "new", {{"name", "x"}, {"tags", Value::List{"a", "b"}}, {"aliases", Value::List{"1"}}}});
    act("room", "one", {"wang", "set", {}, {{"seats", map({{"s1", map({{"note", "n"}})}})}}});
    act("room", "two", {"wang", "new", {{"name", "y"}}});
  }

  static Value map(Value::Map entries) { return entries; }

  process::Request request(const std::string& id = "one") {
    process::Request request{.type = "room", .record = world.find(id, "room"), .id = id, .verb = "set"};
    request.actor = "wang";
    request.at = request.now = instant("2026-11-24T12:00:00+08:00");
    return request;
  }

  // The code of the one refusal, or the JSON of what the event adds, removes, puts and drops.
  std::string outcome(const process::Request& asked) {
    const auto plan = process::plan(asked, world);
    if (!plan.allowed()) return plan.refusals.front().code;
    const auto& event = plan.changes.front().after.events.back();
    return to_canonical_json(
        Fields{{"add", event.add}, {"drop", event.drop}, {"put", event.put}, {"remove", event.remove}});
  }

  // The codes of the refusals of adopting a field as written by hand.
  Codes adopting(const char* name, Value written) {
    record::Record edited = *world.find("one", "room");
    edited.fields[name] = std::move(written);
    Codes codes;
    const auto plan =
        process::adopt(std::make_shared<record::Record>(edited), "wang", instant("2026-11-24T12:00:00+08:00"), world);
    for (const auto& refusal : plan.refusals) codes.push_back(refusal.code);
    return codes;
  }
};

}  // namespace

TEST_CASE("adding what is there, removing or dropping what is not, and putting the same again change nothing") {
  Rooms rooms;
  auto asked = rooms.request();
  asked.add["tags"] = Value::List{"a"};
  asked.remove["tags"] = Value::List{"z"};
  asked.put["seats"] = Rooms::map({{"s1", Rooms::map({{"note", "n"}})}});
  asked.drop["keys"] = Value::List{"li"};
  CHECK(rooms.outcome(asked) == "NOTHING");
}

TEST_CASE("of what is added, removed, put and dropped only the change is recorded") {
  Rooms rooms;
  auto asked = rooms.request();
  asked.add["tags"] = Value::List{"a", "c"};
  asked.remove["tags"] = Value::List{"b", "z"};
  asked.put["seats"] = Rooms::map({{"s1", Rooms::map({{"note", "n"}, {"owner", "li"}})}});
  CHECK(rooms.outcome(asked) ==
        R"({"add":{"tags":["c"]},"drop":{},"put":{"seats":{"s1":{"owner":"li"}}},"remove":{"tags":["b"]}})");
}

TEST_CASE("a sub-record that is dropped and put in one command is made anew") {
  Rooms rooms;
  auto asked = rooms.request();
  asked.drop["seats"] = Value::List{"s1"};
  asked.put["seats"] = Rooms::map({{"s1", Rooms::map({{"note", "n"}})}});
  CHECK(rooms.outcome(asked) ==
        R"({"add":{},"drop":{"seats":["s1"]},"put":{"seats":{"s1":{"note":"n"}}},"remove":{}})");
}

TEST_CASE("a map without keys takes its parts, and only those") {
  Rooms rooms;
  auto asked = rooms.request();
  asked.put["open"] = Rooms::map({{"from", "2026-11-24 08:00"}});
  CHECK(rooms.outcome(asked) ==
        R"({"add":{},"drop":{},"put":{"open":{"from":"2026-11-24T08:00:00+08:00"}},"remove":{}})");
  asked.put["open"] = Rooms::map({{"a", Rooms::map({{"from", "2026-11-24 08:00"}})}});
  CHECK(rooms.outcome(asked) == "VALUE");
}

TEST_CASE("the keys of a map are what the schema says, and so are persons in its parts") {
  Rooms rooms;
  auto asked = rooms.request();
  asked.put["keys"] = Rooms::map({{"nobody", Rooms::map({{"number", "1"}})}});
  CHECK(rooms.outcome(asked) == "VALUE");
  asked.put = {{"seats", Rooms::map({{"s1", Rooms::map({{"owner", "nobody"}})}})}};
  CHECK(rooms.outcome(asked) == "VALUE");
}

TEST_CASE("an alias of another record is refused; one's own is not") {
  Rooms rooms;
  record::Record one = *rooms.world.find("one", "room");
  one.aliases = {"1"};
  rooms.world.add(one);
  auto asked = rooms.request("two");
  asked.add["aliases"] = Value::List{"1"};
  CHECK(rooms.outcome(asked) == "VALUE");
  asked.add["aliases"] = Value::List{"2"};
  CHECK(rooms.outcome(asked) == R"({"add":{"aliases":["2"]},"drop":{},"put":{},"remove":{}})");
}

TEST_CASE("a hand edit may name only who and what exists") {
  Rooms rooms;
  CHECK(rooms.adopting("host", "ghost") == Codes{"VALUE"});
  CHECK(rooms.adopting("host", "li").empty());
  CHECK(rooms.adopting("keys", Rooms::map({{"ghost", Rooms::map({{"number", "1"}})}})) == Codes{"VALUE"});
  CHECK(rooms.adopting("seats", Rooms::map({{"s1", Rooms::map({{"owner", "ghost"}})}})) == Codes{"VALUE"});
}

TEST_CASE("check finds a key of a map that names nobody") {
  Rooms rooms;
  record::Record record = *rooms.world.find("one", "room");
  record.events.back().put["keys"] = Rooms::map({{"ghost", Rooms::map({{"number", "1"}})}});
  record.fields = record::replay(record);
  const auto findings = process::audit(record, rooms.world, instant("2026-11-24T12:00:00+08:00"));
  REQUIRE(findings.size() == 1);
  CHECK(std::string(info(findings.front().code).name) == "DANGLING_LINK");
}
