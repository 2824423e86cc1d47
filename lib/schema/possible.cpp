#include "schema/possible.hpp"

#include <algorithm>

namespace itss::schema {

namespace {

enum class Truth { no, maybe, yes };

Truth truth_of(const Condition& condition, std::string_view state) {
  using Form = Condition::Form;
  const auto& children = condition.children;
  switch (condition.form) {
    case Form::always:
      return Truth::yes;
    case Form::test:
      if (condition.path != "status" || condition.op != Op::in) return Truth::maybe;
      return std::find(condition.operands.begin(), condition.operands.end(), state) != condition.operands.end()
                 ? Truth::yes
                 : Truth::no;
    case Form::all: {
      Truth least = Truth::yes;
      for (const auto& child : children) least = std::min(least, truth_of(child, state));
      return least;
    }
    case Form::any:
    case Form::none: {
      Truth most = Truth::no;
      for (const auto& child : children) most = std::max(most, truth_of(child, state));
      if (condition.form == Form::any || most == Truth::maybe) return most;
      return most == Truth::yes ? Truth::no : Truth::yes;
    }
  }
  return Truth::maybe;
}

std::optional<SysSeconds> later(const std::optional<SysSeconds>& a, const std::optional<SysSeconds>& b) {
  return !a ? b : !b ? a : std::max(*a, *b);
}

std::optional<SysSeconds> earlier(const std::optional<SysSeconds>& a, const std::optional<SysSeconds>& b) {
  return !a ? b : !b ? a : std::min(*a, *b);
}

// Of a test of a moment.
Span span_of_test(const Condition& test, const Instant& now, const Zone& zone) {
  if (test.operands.empty()) return {};
  if (test.op == Op::within) {
    const auto span = parse_duration(test.operands.front());
    if (!span) return {};
    const Seconds length = span->seconds + std::chrono::hours(24) * span->days;
    if (span->negative) return {now.utc - length, now.utc + Seconds(1)};
    return {now.utc, now.utc + length + Seconds(1)};
  }
  const bool is_after = test.op == Op::after || test.op == Op::gt || test.op == Op::ge;
  const bool is_before = test.op == Op::before || test.op == Op::lt || test.op == Op::le;
  if (!is_after && !is_before) return {};
  const auto bound = parse_when(test.operands.front(), now, zone);
  if (!bound) return {};
  if (is_after) return {bound->utc, std::nullopt};
  return {std::nullopt, bound->utc + Seconds(1)};
}

}  // namespace

Span span_of(const Condition& condition, const Instant& now, const Zone& zone) {
  using Form = Condition::Form;
  if (condition.form == Form::test && (condition.path == "opened" || condition.path == "updated"))
    return span_of_test(condition, now, zone);
  Span span;
  if (condition.form != Form::all) return span;
  // Each bound stands for itself: one moment may lie before the one, and another behind the other.
  for (const auto& child : condition.children) {
    const Span part = span_of(child, now, zone);
    span = {later(span.from, part.from), earlier(span.to, part.to)};
  }
  return span;
}

bool may_hold(const Condition& condition, std::string_view state) { return truth_of(condition, state) != Truth::no; }

std::set<std::string, std::less<>> plain_states(const Schema& schema) {
  std::set<std::string, std::less<>> plain;
  for (const State& state : schema.states)
    if (!state.derived()) plain.insert(state.name);
  for (const State& state : schema.states)
    for (const auto& stored : state.derived_from) plain.erase(stored);
  return plain;
}

std::set<std::string, std::less<>> settled_states(const Schema& schema) {
  std::set<std::string, std::less<>> settled;
  const auto plain = plain_states(schema);
  for (const State& state : schema.states)
    if (state.final && plain.count(state.name) != 0) settled.insert(state.name);
  return settled;
}

}  // namespace itss::schema
