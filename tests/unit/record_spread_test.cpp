// How a fault spreads over the links of a type of this test's own.
#include <doctest/doctest.h>

#include <set>

#include "fake_world.hpp"
#include "record/spread.hpp"

using namespace itss;
using namespace itss::testing;
using record::Side;

namespace {

constexpr const char* kSchema = R"(
record: part
label: {en: Part, zh: 部件}
directory: parts
title: title
fields:
  title: {type: text, label: {en: Title, zh: 名称}}
  needs: {type: links, to: part, spreads: back, label: {en: Needs, zh: 需要}}
  feeds: {type: links, to: part, spreads: forth, label: {en: Feeds, zh: 供给}}
  twin: {type: link, to: part, spreads: both, label: {en: Twin, zh: 互备}}
  like: {type: links, to: part, label: {en: Like, zh: 类似}}
states:
  live: {label: {en: Live, zh: 在用}, initial: true}
  gone: {label: {en: Gone, zh: 停用}, final: true}
moves:
  drop: {label: {en: Drop, zh: 停用}, from: live, to: gone}
)";

// Counts how often each record is read.
class CountingWorld : public FakeWorld {
 public:
  CountingWorld() : FakeWorld(std::vector<schema::Source>{{"part.yaml", kSchema}}) {}

  // A record with these fields, as a file has them.
  void part(const std::string& id, const std::string& fields = {}, const std::string& state = "live") {
    add("part", "id: " + id + "\ntitle: t\nstatus: " + state + "\n" + fields +
                    "history:\n  - at: 2026-01-01T00:00:00+08:00\n    by: a\n    do: new\n    set: {status: " + state +
                    ", title: t}\n");
  }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override {
    FakeWorld::each(type, [&](const record::RecordPtr& record) {
      ++reads[record->id];
      visit(record);
    });
  }
  record::RecordPtr find(std::string_view id, std::string_view type = {}) const override {
    ++reads[std::string(id)];
    return FakeWorld::find(id, type);
  }
  record::Spreading spreading(bool closed_too = false) const { return {*this, *schemas().find("part"), closed_too}; }

  mutable std::map<std::string, int> reads;
};

// `a=0 b=1`: what is reached, and over how many links.
std::string text_of(const record::Reach& reach) {
  std::string text;
  for (const auto& hit : reach.hits)
    text += (text.empty() ? "" : " ") + hit.record->id + "=" + std::to_string(hit.distance);
  return text;
}

// `a>b needs`: the ways over which the record is reached soonest.
std::set<std::string> ways_to(const record::Reach& reach, const std::string& id) {
  std::set<std::string> ways;
  for (const auto& hit : reach.hits)
    if (hit.record->id == id)
      for (const auto i : hit.over) {
        const auto& way = reach.ways[i];
        ways.insert(way.from + ">" + way.to + " " + way.over->name + (way.back ? " back" : " forth"));
      }
  return ways;
}

}  // namespace

TEST_CASE("a fault goes back over a link that spreads back, forth over one that spreads forth") {
  CountingWorld world;
  world.part("host");
  world.part("app", "needs: [host]\n");
  world.part("power", "feeds: [host]\n");
  const auto spreading = world.spreading();
  CHECK(text_of(spreading.reach("host", Side::affected)) == "host=0 app=1");
  CHECK(text_of(spreading.reach("power", Side::affected)) == "power=0 host=1 app=2");
  CHECK(text_of(spreading.reach("app", Side::affected)) == "app=0");
  CHECK(text_of(spreading.reach("app", Side::needed)) == "app=0 host=1 power=2");
  CHECK(ways_to(spreading.reach("power", Side::affected), "host") == std::set<std::string>{"power>host feeds forth"});
  CHECK(ways_to(spreading.reach("app", Side::needed), "host") == std::set<std::string>{"host>app needs back"});
}

TEST_CASE("over a link that spreads both ways either end hits the other, over one that says nothing none does") {
  CountingWorld world;
  world.part("a", "twin: b\nlike: [c]\n");
  world.part("b");
  world.part("c");
  const auto spreading = world.spreading();
  CHECK(text_of(spreading.reach("a", Side::affected)) == "a=0 b=1");
  CHECK(text_of(spreading.reach("b", Side::affected)) == "b=0 a=1");
  CHECK(text_of(spreading.reach("b", Side::needed)) == "b=0 a=1");
  CHECK(text_of(spreading.reach("c", Side::affected)) == "c=0");
}

TEST_CASE("a record that several ways lead to stands once, at its shortest distance, with all shortest ways") {
  CountingWorld world;
  world.part("a");
  world.part("b", "needs: [a]\n");
  world.part("c", "needs: [a]\n");
  world.part("d", "needs: [b, c]\ntwin: c\n");
  world.part("e", "needs: [d, a]\n");
  const auto reach = world.spreading().reach("a", Side::affected);
  CHECK(text_of(reach) == "a=0 b=1 c=1 e=1 d=2");
  CHECK(ways_to(reach, "d") == std::set<std::string>{"b>d needs back", "c>d needs back", "c>d twin back"});
  CHECK(ways_to(reach, "e") == std::set<std::string>{"a>e needs back"});
  CHECK(reach.ways.size() == 8);  // also d>e, d>c
}

TEST_CASE("a walk over a cycle ends, also over a link to the record itself") {
  CountingWorld world;
  world.part("a", "needs: [c, a]\n");
  world.part("b", "needs: [a]\n");
  world.part("c", "needs: [b]\n");
  const auto spreading = world.spreading();
  CHECK(text_of(spreading.reach("a", Side::affected)) == "a=0 b=1 c=2");
  CHECK(text_of(spreading.reach("a", Side::needed)) == "a=0 c=1 b=2");
  CHECK(ways_to(spreading.reach("a", Side::affected), "a").empty());
}

TEST_CASE("a depth ends the walk") {
  CountingWorld world;
  world.part("a");
  world.part("b", "needs: [a]\n");
  world.part("c", "needs: [b]\n");
  CHECK(text_of(world.spreading().reach("a", Side::affected, 1)) == "a=0 b=1");
  CHECK(text_of(world.spreading().reach("a", Side::affected, 0)) == "a=0");
}

TEST_CASE("closed records neither fail nor are hit, unless they are asked for") {
  CountingWorld world;
  world.part("a");
  world.part("b", "needs: [a]\n", "gone");
  world.part("c", "needs: [b]\n");
  CHECK(text_of(world.spreading().reach("a", Side::affected)) == "a=0");
  CHECK(text_of(world.spreading(true).reach("a", Side::affected)) == "a=0 b=1 c=2");
  CHECK(world.spreading().reach("b", Side::affected).hits.empty());
}

TEST_CASE("links by an alias count, links to nothing do not") {
  CountingWorld world;
  world.part("a", "aliases: [old]\n");
  world.part("b", "needs: [old, nothing]\n");
  const auto spreading = world.spreading();
  CHECK(text_of(spreading.reach("old", Side::affected)) == "a=0 b=1");
  CHECK(text_of(spreading.reach("b", Side::needed)) == "b=0 a=1");
  CHECK(spreading.reach("nothing", Side::affected).hits.empty());
}

TEST_CASE("each record is read once for any number of walks") {
  CountingWorld world;
  world.part("a", "twin: b\n");
  world.part("b", "twin: a\nneeds: [a]\n");
  world.part("c", "needs: [a, b]\n");
  const auto spreading = world.spreading();
  spreading.reach("a", Side::affected);
  spreading.reach("c", Side::needed);
  CHECK(world.reads == std::map<std::string, int>{{"a", 1}, {"b", 1}, {"c", 1}});
}
