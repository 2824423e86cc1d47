#include <doctest/doctest.h>

#include "schema/possible.hpp"
#include "schema_support.hpp"

using namespace itss;
using namespace itss::schema;

namespace {

Condition condition(const std::string& yaml) {
  const auto read = condition_of(yaml);
  REQUIRE_MESSAGE(read.condition.has_value(), yaml << ": " << read.problem);
  return *read.condition;
}

// `from to`, `-` for an open end.
std::string span(const std::string& yaml) {
  const FakeFacts facts({});
  const Instant now = *parse_instant("2026-11-20T12:00:00+08:00");
  const Span span = span_of(condition(yaml), now, facts.zone());
  const auto text = [&](const std::optional<SysSeconds>& end) { return end ? to_string(facts.zone().at(*end)) : "-"; };
  return text(span.from) + " " + text(span.to);
}

}  // namespace

TEST_CASE("a state that a condition excludes cannot hold it, whatever else the record has") {
  CHECK(may_hold(condition("{status: [active, waiting]}"), "active"));
  CHECK_FALSE(may_hold(condition("{status: [active, waiting]}"), "closed"));
  CHECK_FALSE(may_hold(condition("{not: {status: closed}}"), "closed"));
  CHECK(may_hold(condition("{priority: P1}"), "closed"));
  CHECK_FALSE(may_hold(condition("{priority: P1, status: active}"), "closed"));
  CHECK(may_hold(condition("{any: [{priority: P1}, {status: active}]}"), "closed"));
  CHECK_FALSE(may_hold(condition("{any: [{status: waiting}, {status: active}]}"), "closed"));
}

TEST_CASE("what is asked of the opening and the last change bounds a record's history in time") {
  CHECK(span("{opened: {ge: 2026-10-01}}") == "2026-10-01T00:00:00+08:00 -");
  CHECK(span("{opened: {gt: 2026-10-01}}") == "2026-10-01T00:00:00+08:00 -");
  CHECK(span("{updated: {lt: 2026-11-01}}") == "- 2026-11-01T00:00:01+08:00");
  CHECK(span("{opened: {ge: 2026-10-01, lt: 2026-11-01}}") == "2026-10-01T00:00:00+08:00 2026-11-01T00:00:01+08:00");
  CHECK(span("{opened: {ge: -1d}, priority: P1}") == "2026-11-19T12:00:00+08:00 -");
  CHECK(span("{opened: {within: -1h}}") == "2026-11-20T11:00:00+08:00 2026-11-20T12:00:01+08:00");
  CHECK(span("{updated: {within: 1h}}") == "2026-11-20T12:00:00+08:00 2026-11-20T13:00:01+08:00");
}

TEST_CASE("what may hold at any time bounds nothing") {
  CHECK(span("{priority: P1}") == "- -");
  CHECK(span("{opened: filled}") == "- -");
  CHECK(span("{opened: {ge: soon}}") == "- -");
  CHECK(span("{any: [{opened: {ge: 2026-10-01}}, {priority: P1}]}") == "- -");
  CHECK(span("{not: {opened: {ge: 2026-10-01}}}") == "- -");
  CHECK(span("{due_on: {ge: 2026-10-01}}") == "- -");
}
