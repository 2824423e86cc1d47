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

}  // namespace

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
