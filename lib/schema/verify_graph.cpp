// The states as a graph: what is reached, what leads to an end.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/translate.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

using States = std::set<std::string>;

class Graph {
 public:
  explicit Graph(const Schema& schema) : schema_(schema) {
    for (const auto& move : schema.moves)
      for (const auto& rule : move.rules) add(rule);
    // `previous` leads back to each state from which its own was entered.
    for (const auto& state : back_)
      for (const auto& [from, to] : direct_)
        if (to == state && from != state) edges_.insert({state, from});
    edges_.insert(direct_.begin(), direct_.end());
  }

  // The stored states in which a rule may apply: those that fit, and those instead of which a derived one that fits is
  // shown.
  static States starts_of(const Schema& schema, const Rule& rule) {
    States starts;
    for (const auto& state : schema.states) {
      if (!schema.fits(rule.from, state.name)) continue;
      if (state.derived())
        starts.insert(state.derived_from.begin(), state.derived_from.end());
      else
        starts.insert(state.name);
    }
    return starts;
  }

  States reached() const {
    States seen = first_;
    spread(seen, [](const auto& edge) { return edge; });
    return seen;
  }

  States leading_to_an_end() const {
    States seen;
    for (const auto& state : schema_.states)
      if (state.final) seen.insert(state.name);
    spread(seen, [](const auto& edge) { return std::pair(edge.second, edge.first); });
    return seen;
  }

 private:
  using Edge = std::pair<std::string, std::string>;

  void add(const Rule& rule) {
    if (rule.from.form == From::Form::nothing) first_.insert(rule.to);
    if (rule.to == "same") return;
    for (const auto& from : starts_of(schema_, rule)) {
      if (rule.to == "previous")
        back_.insert(from);
      else
        direct_.insert({from, rule.to});
    }
  }

  template <class Direction>
  void spread(States& seen, const Direction& direction) const {
    for (bool grown = true; grown;) {
      grown = false;
      for (const auto& edge : edges_) {
        const auto [from, to] = direction(edge);
        if (seen.count(from) > 0 && seen.insert(to).second) grown = true;
      }
    }
  }

  const Schema& schema_;
  States first_;
  States back_;
  std::set<Edge> direct_;
  std::set<Edge> edges_;
};

void verify_from_and_to(const Verified& v) {
  for (const auto& move : v.schema.moves)
    for (const auto& rule : move.rules) {
      for (const auto& state : rule.from.states) verify_state(v, state, v.schema, rule.line);
      if (rule.to == "same" || rule.to == "previous") continue;
      verify_state(v, rule.to, v.schema, rule.line);
      const State* to = v.schema.find_state(rule.to);
      if (to != nullptr && to->derived())
        v.findings.report(Code::SCHEMA_DERIVED, rule.line, rule.to,
                          {rule.to, tr("is only shown, so no move can lead to it")});
    }
}

void verify_derived(const Verified& v, const State& state) {
  const auto wrong = [&](const char* text, std::string hint = {}) {
    v.findings.report(Code::SCHEMA_DERIVED, state.line, state.name, {state.name, tr(text)}, std::move(hint));
  };
  if (state.initial || state.final) wrong("is only shown and can be neither initial nor final");
  for (const auto& name : state.derived_from) {
    verify_state(v, name, v.schema, state.line);
    const State* from = v.schema.find_state(name);
    if (from != nullptr && from->derived()) wrong("is derived from a state that is derived itself");
  }
  // Clocks follow the states, so that a state cannot follow a clock.
  for (const auto& clock : clocks_of(state.derived_when))
    wrong("asks for a clock, and clocks are worked out from the states",
          fmt::format(fmt::runtime(tr("lists ask for it: --where overdue:{}")), clock));
  verify_condition(v, state.derived_when, v.schema, state.line);
}

}  // namespace

void verify_graph(const Verified& v) {
  verify_from_and_to(v);
  const Graph graph(v.schema);
  const States reached = graph.reached();
  const States ending = graph.leading_to_an_end();
  for (const auto& state : v.schema.states) {
    if (state.derived())
      verify_derived(v, state);
    else if (reached.count(state.name) == 0)
      v.findings.report(Code::SCHEMA_UNREACHABLE, state.line, state.name, {state.name});
    else if (!ending.empty() && ending.count(state.name) == 0)
      v.findings.report(Code::SCHEMA_DEAD_END, state.line, state.name, {state.name});
  }
}

}  // namespace itss::schema
