#include <doctest/doctest.h>

#include "fake_world.hpp"

using namespace itss;
using namespace itss::record;
using itss::testing::instant;

namespace {

Event event(const char* at, const char* verb, Fields set = {}) {
  Event out;
  out.at = instant(at);
  out.by = "wang";
  out.verb = verb;
  out.set = std::move(set);
  return out;
}

Record record_of(std::vector<Event> events) {
  Record record;
  record.id = "TKT-20261124-7K3QF";
  record.events = std::move(events);
  return record;
}

}  // namespace

TEST_CASE("events count in the order of their time, then of their place in the file") {
  const Record record = record_of({event("2026-11-24T09:00:00+08:00", "new", {{"a", "1"}}),
                                   event("2026-11-24T11:00:00+08:00", "set", {{"a", "3"}}),
                                   event("2026-11-24T10:00:00+08:00", "set", {{"a", "2"}, {"b", "x"}}),
                                   event("2026-11-24T10:00:00+08:00", "set", {{"b", "y"}})});
  CHECK(get(replay(record), "a") == Value("3"));
  CHECK(get(replay(record), "b") == Value("y"));
  CHECK(get(replay(record, {instant("2026-11-24T10:00:00+08:00"), {}}), "a") == Value("2"));
}

TEST_CASE("what was recorded later is not known earlier") {
  Record record = record_of({event("2026-11-24T09:00:00+08:00", "new", {{"a", "1"}})});
  Event late = event("2026-11-24T10:00:00+08:00", "set", {{"a", "2"}});
  late.recorded = instant("2026-11-24T15:00:00+08:00");
  record.events.push_back(late);
  CHECK(get(replay(record), "a") == Value("2"));
  CHECK(get(replay(record, {{}, instant("2026-11-24T14:59:59+08:00")}), "a") == Value("1"));
  CHECK(get(replay(record, {{}, instant("2026-11-24T15:00:00+08:00")}), "a") == Value("2"));
}

TEST_CASE("a retracted event does not count, and a retraction can be retracted") {
  Record record = record_of({event("2026-11-24T09:00:00+08:00", "new", {{"a", "1"}}),
                             event("2026-11-24T10:00:00+08:00", "set", {{"a", "2"}})});
  Event retract = event("2026-11-24T11:00:00+08:00", "retract");
  retract.retracts = record.events[1].id();
  record.events.push_back(retract);
  CHECK(get(replay(record), "a") == Value("1"));
  Event again = event("2026-11-24T12:00:00+08:00", "retract");
  again.retracts = retract.id();
  record.events.push_back(again);
  CHECK(get(replay(record), "a") == Value("2"));
  CHECK(get(replay(record, {{}, instant("2026-11-24T11:30:00+08:00")}), "a") == Value("1"));
}

TEST_CASE("lists grow and shrink by items, sub-records by their parts") {
  Event first = event("2026-11-24T09:00:00+08:00", "new");
  first.add["assets"] = Value::List{"a", "b"};
  first.put["who"].map()["li"] = Value::Map{{"status", "asked"}, {"delegate", "zhao"}};
  Event second = event("2026-11-24T10:00:00+08:00", "set");
  second.add["assets"] = Value::List{"b", "c"};
  second.remove["assets"] = Value::List{"a"};
  second.put["who"].map()["li"] = Value::Map{{"status", "given"}};
  Record record = record_of({first, second});
  Fields fields = replay(record);
  CHECK(get(fields, "assets") == Value(Value::List{"b", "c"}));
  CHECK(get(fields, "who")["li"]["status"] == Value("given"));
  CHECK(get(fields, "who")["li"]["delegate"] == Value("zhao"));
  Event third = event("2026-11-24T11:00:00+08:00", "set");
  third.drop["who"] = Value::List{"li"};
  third.remove["assets"] = Value::List{"b", "c"};
  record.events.push_back(third);
  fields = replay(record);
  CHECK(get(fields, "assets").absent());
  CHECK(get(fields, "who").absent());
}

TEST_CASE("an event's id is the hash of what it says, not of how it is written") {
  Diagnostics findings;
  const auto read = [&](const char* text) {
    const auto document = yaml::Document::parse(text, "x.yaml", findings);
    REQUIRE(document);
    return *read_event(*document, document->root(), findings);
  };
  const auto block =
      read("at: 2026-11-24T09:00:00+08:00\nby: wang\ndo: new\nset:\n  kind: incident\n  title: \"no\"\n");
  const auto flow =
      read("{do: new, by: 'wang', set: {title: \"no\", kind: incident}, at: \"2026-11-24T09:00:00+08:00\"}\n");
  CHECK(block.id() == flow.id());
  CHECK(block.id().size() == 10);
  CHECK(read("{do: new, by: wang, set: {title: yes, kind: incident}, at: 2026-11-24T09:00:00+08:00}\n").id() !=
        flow.id());
}

TEST_CASE("a state's spans follow each other without gaps; saying the same state again makes no new one") {
  const Record record = record_of({event("2026-11-24T09:00:00+08:00", "new", {{"status", "new"}}),
                                   event("2026-11-24T10:00:00+08:00", "import", {{"status", "new"}}),
                                   event("2026-11-24T11:00:00+08:00", "resolve", {{"status", "resolved"}})});
  const auto spans = state_spans(record);
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].state == "new");
  CHECK(*spans[0].to == spans[1].from);
  CHECK_FALSE(spans[1].to);
}

TEST_CASE("an event that stands in the file twice counts once") {
  const Event added = event("2026-11-24T10:00:00+08:00", "call");
  const Record record = record_of({event("2026-11-24T09:00:00+08:00", "new", {{"status", "new"}}), added, added,
                                   event("2026-11-24T10:00:00+08:00", "call", {{"status", "called"}})});
  CHECK(effective_events(record).size() == 3);
  CHECK(steps(record).size() == 3);
}

TEST_CASE("a retraction that was retracted does not count, nor one that is not known yet") {
  Event first = event("2026-11-24T10:00:00+08:00", "retract");
  first.retracts = "0123456789";
  Event second = event("2026-11-24T11:00:00+08:00", "retract");
  second.retracts = first.id();
  const Record record = record_of({event("2026-11-24T09:00:00+08:00", "new"), first, second});
  REQUIRE(effective_retractions(record).size() == 1);
  CHECK(effective_retractions(record)[0]->id() == second.id());
  REQUIRE(effective_retractions(record, {std::nullopt, first.at}).size() == 1);
  CHECK(effective_retractions(record, {std::nullopt, first.at})[0]->id() == first.id());
}
