// What paths lead to, over several records.
#include <doctest/doctest.h>

#include "fake_world.hpp"
#include "record/facts.hpp"

using namespace itss;
using namespace itss::testing;

namespace {

const char* const kTank = R"(record: tank
directory: tanks
fields:
  height: {type: number}
  area: {type: number}
  volume: {type: computed, formula: {product: [height, area]}}
  next: {type: link, to: tank}
states:
  dry: {initial: true}
  wet: {derived: {from: dry, when: {next.status: wet}}}
)";

FakeWorld tanks(const std::string& next_of_a) {
  FakeWorld world({schema::Source{"tank.yaml", kTank}});
  const auto add = [&](const std::string& id, const std::string& next) {
    const std::string fields = "status: dry, height: 2, area: 3.5, next: " + next;
    world.add("tank", "id: " + id + "\nstatus: dry\nheight: 2\narea: 3.5\nnext: " + next +
                          "\nhistory:\n  - {at: 2026-01-01T00:00:00+08:00, by: x, do: new, set: {" + fields + "}}\n");
  };
  add("a", next_of_a);
  add("b", "a");
  return world;
}

Value value_at(const FakeWorld& world, const std::string& id, const char* path) {
  const auto record = world.find(id, "tank");
  const auto now = instant("2026-11-24T09:15:00+08:00");
  return record::RecordFacts(*record, record->fields, world, now).value(path);
}

}  // namespace

TEST_CASE("a computed field has its value here and through a link") {
  const auto world = tanks("b");
  CHECK(value_at(world, "a", "volume").text() == "7");
  CHECK(value_at(world, "b", "next.volume").text() == "7");
}

TEST_CASE("derived states that ask for each other round a circle of links end as the stored ones") {
  CHECK(value_at(tanks("b"), "a", "status").text() == "dry");
  CHECK(value_at(tanks("a"), "a", "status").text() == "dry");
}

namespace {

const char* const kNode = R"(record: node
directory: nodes
fields:
  peers: {type: links, to: node}
  weight: {type: computed, formula: {count: [peers.weight]}}
states:
  open: {initial: true}
  shown: {derived: {from: open, when: {peers.status: shown}}}
)";

// Counts how often a record is looked up.
struct CountingWorld : FakeWorld {
  using FakeWorld::FakeWorld;
  record::RecordPtr find(std::string_view id, std::string_view type) const override {
    ++asked;
    return FakeWorld::find(id, type);
  }
  mutable std::size_t asked = 0;
};

}  // namespace

TEST_CASE("records that all link one another are asked once for each link, whatever asks for its like") {
  constexpr std::size_t kCount = 12;
  std::string all;
  for (std::size_t i = 0; i < kCount; ++i) all += (i == 0 ? "n" : ", n") + std::to_string(i);
  CountingWorld world({schema::Source{"node.yaml", kNode}});
  for (std::size_t i = 0; i < kCount; ++i)
    world.add("node",
              "id: n" + std::to_string(i) + "\nstatus: open\npeers: [" + all +
                  "]\nhistory:\n  - at: 2026-01-01T00:00:00+08:00\n    by: x\n    do: new\n    set: {status: open, "
                  "peers: [" +
                  all + "]}\n");
  const auto record = world.find("n0", "node");
  const auto now = instant("2026-11-24T09:15:00+08:00");
  for (const char* path : {"status", "weight"}) {
    world.asked = 0;
    const Value value = record::RecordFacts(*record, record->fields, world, now).value(path);
    CHECK(value.text() == (path == std::string("status") ? "open" : std::to_string(kCount)));
    CHECK(world.asked <= kCount * (kCount + 1));
  }
}
