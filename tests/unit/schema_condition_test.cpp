#include <doctest/doctest.h>

#include "schema/condition.hpp"
#include "schema_support.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

FakeFacts ticket() {
  return FakeFacts({{"priority", "P1"},
                    {"title", "VPN broken 网络"},
                    {"status", "active"},
                    {"tier", "2"},
                    {"assets", Value::List{"web1", "db1"}},
                    {"blank", ""},
                    {"effort", "1h30m"},
                    {"opened", "2026-11-20T10:00:00+08:00"},
                    {"valid_until", "2026-12-01"},
                    {"builds.dev.sha256", "abc"},
                    {"notices", Value::Map{{"wang.fang", Value::Map{{"to", "a"}}}}}});
}

bool holds_for(const std::string& yaml) {
  const auto read = condition_of(yaml);
  REQUIRE_MESSAGE(read.condition.has_value(), yaml << ": " << read.problem);
  return holds(*read.condition, ticket());
}

bool where(const std::string& text) {
  const auto condition = parse_where(text);
  REQUIRE_MESSAGE(condition.has_value(), text);
  return holds(*condition, ticket());
}

}  // namespace

TEST_CASE("each operator of a condition answers as the manual says") {
  const std::vector<std::pair<const char*, bool>> table = {
      {"{priority: P1}", true},
      {"{priority: [P2, P1]}", true},
      {"{priority: P2}", false},
      {"{priority: {in: [P1]}}", true},
      {"{priority: {not: P1}}", false},
      {"{priority: {not: [P2, P3]}}", true},
      {"{assets: db1}", true},
      {"{assets: {not: db2}}", true},
      {"{title: filled}", true},
      {"{blank: filled}", false},
      {"{blank: empty}", true},
      {"{title: empty}", false},
      {"{assets: {min_count: 2}}", true},
      {"{assets: {min_count: 3}}", false},
      {"{notices: {min_count: 1}}", true},
      {"{notices: wang.fang}", true},
      {"{tier: {gt: 1}}", true},
      {"{tier: {gt: 2}}", false},
      {"{tier: {ge: 2}}", true},
      {"{tier: {lt: 10}}", true},
      {"{tier: {le: 1}}", false},
      {"{effort: {ge: 90m}}", true},
      {"{effort: {gt: 90m}}", false},
      {"{effort: {lt: 1d}}", true},
      {"{opened: {before: now}}", true},
      {"{opened: {after: 2026-11-20}}", true},
      {"{opened: {before: 2026-11-20}}", false},
      {"{opened: {ge: '2026-11-20T02:00:00Z'}}", true},
      {"{opened: {ge: -7d}}", true},
      {"{opened: {ge: -2d}}", false},
      {"{valid_until: {after: today}}", true},
      {"{valid_until: {before: now}}", false},
      {"{valid_until: {within: 7d}}", true},
      {"{valid_until: {within: 6d}}", false},
      {"{opened: {within: -5d}}", true},
      {"{opened: {within: -1d}}", false},
      {"{opened: {within: 5d}}", false},
      {"{opened: {weekday: fri}}", true},
      {"{opened: {weekday: [thu, fri]}}", true},
      {"{opened: {weekday: thu}}", false},
      {"{valid_until: {weekday: tue}}", true},
      {"{title: {weekday: tue}}", false},
      {"{opened: {time: '10:00'}}", true},
      {"{opened: {time: '10:00:00'}}", true},
      {"{opened: {time: '10:01'}}", false},
      {"{title: {time: '10:00'}}", false},
      {"{title: {match: vpn}}", true},
      {"{title: {match: 网络}}", true},
      {"{title: {match: lan}}", false},
      {"{overdue: late}", true},
      {"{overdue: calm}", false},
      {"{overdue: nothing}", false},
      {"{breached: broken}", true},
      {"{breached: [calm, broken]}", true},
      {"{builds.dev.sha256: abc}", true},
      {"{priority: P1, tier: 2}", true},
      {"{priority: P1, tier: 3}", false},
      {"{tier: {ge: 1, lt: 2}}", false},
      {"{all: [{priority: P1}, {tier: 2}]}", true},
      {"{all: {priority: P1, tier: 3}}", false},
      {"{any: [{priority: P2}, {tier: 2}]}", true},
      {"{any: {priority: P2, tier: 2}}", true},
      {"{any: [{priority: P2}, {tier: 3}]}", false},
      {"{not: {priority: P1, tier: 3}}", true},
      {"{not: {priority: P1}}", false},
      {"{not: [{priority: P2}, {tier: 2}]}", false},
      {"{}", true},
  };
  for (const auto& [yaml, expected] : table) CHECK_MESSAGE(holds_for(yaml) == expected, yaml);
}

TEST_CASE("a test on an absent value is false, other than 'empty' and what stands under 'not'") {
  for (const char* yaml : {"{gone: a}", "{gone: filled}", "{gone: {gt: 0}}", "{gone: {le: 0}}", "{gone: {match: ''}}",
                           "{gone: {before: now}}", "{gone: {min_count: 1}}", "{gone: {within: 1d}}"})
    CHECK_MESSAGE(!holds_for(yaml), yaml);
  CHECK(holds_for("{gone: empty}"));
  CHECK(holds_for("{gone: {not: a}}"));
  CHECK(holds_for("{not: {gone: filled}}"));
}

TEST_CASE("a time is never compared with what is no time") {
  CHECK(!holds_for("{opened: {before: soon}}"));
  CHECK(!holds_for("{opened: {ge: soon}}"));
}

TEST_CASE("a malformed condition is a finding with its place and a hint") {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"{priority: {gte: 1}}",
       "when.yaml:1:13: error: 'gte' is not a word of conditions [SCHEMA_CONDITION]\n  {priority: {gte: 1}}\n"
       "              ^\n  did you mean 'gt'?"},
      {"P1", "when.yaml:1:1: error: a condition is a map"},
      {"{priority: }", "when.yaml:1:10: error: 'priority' needs a value"},
      {"{priority: []}", "'priority' needs a value"},
      {"{priority: {}}", "'priority' needs a value"},
      {"{any: []}", "'any' needs at least one condition"},
      {"{priority: [[P1]]}", "'priority' takes values, not lists or maps"},
      {"{tier: {gt: [1, 2]}}", "'gt' takes one value"},
      {"{tier: {min_count: few}}", "'few' is not a count"},
      {"{opened: {within: soon}}", "'soon' is not a duration"},
      {"{opened: {weekday: thursday}}", "'thursday' is not a weekday: mon, tue"},
      {"{opened: {time: '24:00'}}", "'24:00' is not a time of day such as 16:00"},
      {"{opened: {time: [10:00, 11:00]}}", "'time' takes one value"},
      {"{overdue: }", "'overdue' needs a value"},
      {"{all: [P1]}", "a condition is a map"},
  };
  for (const auto& [yaml, expected] : table) {
    const auto read = condition_of(yaml);
    CHECK_MESSAGE(!read.condition, yaml);
    CHECK_MESSAGE(read.problem.find(expected) != std::string::npos, read.problem);
  }
}

TEST_CASE("conditions of values read like those of YAML") {
  const Value value = Value::Map{{"priority", Value::List{"P1", "P2"}},
                                 {"any", Value::Map{{"0", Value::Map{{"tier", "3"}}},
                                                    {"1", Value::Map{{"title", Value::Map{{"match", "vpn"}}}}}}}};
  const auto condition = read_condition(value);
  REQUIRE(condition);
  CHECK(holds(*condition, ticket()));
  CHECK(paths_of(*condition) == std::vector<std::string>{"tier", "title", "priority"});
  const auto bad = read_condition(Value(Value::Map{{"tier", Value::Map{{"bigger", "3"}}}}));
  REQUIRE(!bad);
  CHECK(bad.error().find("'bigger' is not a word of conditions") == 0);
}

TEST_CASE("a where text reads into the same structure") {
  const std::vector<std::pair<const char*, bool>> table = {
      {"priority=P1,P2", true},
      {"priority = P3", false},
      {"priority!=P1", false},
      {"priority!=P2,P3", true},
      {"gone!=a", true},
      {"tier>1", true},
      {"tier>=3", false},
      {"tier<3", true},
      {"tier<=1", false},
      {"title~VPN", true},
      {"title~a=b", false},
      {"title", true},
      {"!title", false},
      {"!gone", true},
      {"gone", false},
      {"gone=", true},
      {"title=", false},
      {"title!=", true},
      {"opened>=2026-10-01", true},
      {"overdue:late", true},
      {"overdue:calm", false},
      {"breached:calm,broken", true},
      {"builds.dev.sha256=abc", true},
      {"opened<-2d", true},
  };
  for (const auto& [text, expected] : table) CHECK_MESSAGE(where(text) == expected, text);
}

TEST_CASE("a where text that is no condition says so") {
  for (const char* text : {"", "=", "=a", "!", "!a=b", "a b=c", "tier>", "title~", "overdue:", "a==b", ".a=b"}) {
    const auto condition = parse_where(text);
    REQUIRE_MESSAGE(!condition, text);
    CHECK(condition.error().find("is not a condition") != std::string::npos);
  }
}

TEST_CASE("a condition names its paths and clocks once each") {
  const auto read = condition_of("{any: [{a: 1}, {b.c: 2}, {a: 3}], not: {overdue: x, breached: [x, y]}}");
  REQUIRE(read.condition);
  CHECK(paths_of(*read.condition) == std::vector<std::string>{"a", "b.c"});
  CHECK(clocks_of(*read.condition) == std::vector<std::string>{"x", "y"});
}

TEST_CASE("where texts become the map that a record holds") {
  const auto value = [](const std::vector<std::string>& wheres) {
    const auto made = condition_value(wheres);
    return made ? to_canonical_json(*made) : made.error();
  };
  CHECK(value({}) == "{}");
  CHECK(value({"service=mail", "kind!=routine", "channel=phone,mail", "owner", "!parent", "impact>=2", "title~vpn"}) ==
        R"({"channel":["phone","mail"],"impact":{"ge":"2"},"kind":{"not":"routine"},"owner":"filled","parent":"empty",)"
        R"("service":"mail","title":{"match":"vpn"}})");
  CHECK(value({"service=mail", "service=chat"}) == "'service' is named twice");
  for (const char* text :
       {"service=mail,chat", "kind!=routine", "owner", "!parent", "impact>=2", "breached:response"}) {
    CAPTURE(text);
    CHECK(read_condition(condition_value({text}).value()).has_value());
  }
}
