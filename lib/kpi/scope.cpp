#include "kpi/scope.hpp"

#include <algorithm>

#include "schema/paths.hpp"
#include "schema/possible.hpp"

namespace itss::kpi {

namespace {

// A moment that lies in another record, or in no field as it is stored.
bool is_elsewhere(const Moment& moment, const schema::Schema& type) {
  if (moment.form != Moment::Form::field) return false;
  const bool is_field = type.find_field(moment.name.substr(0, moment.name.find('.'))) != nullptr;
  return !is_field || schema::leaves(moment.name, type);
}

bool is_own(const Moments& moments, const schema::Schema& type) {
  return std::none_of(moments.begin(), moments.end(), [&](const Moment& each) { return is_elsewhere(each, type); });
}

bool has(const Moments& moments, Moment::Form form, std::string_view name = {}) {
  return std::any_of(moments.begin(), moments.end(),
                     [&](const Moment& each) { return each.form == form && each.name == name; });
}

// Whether it counts what a record has by merely being there.
bool is_of_life(const Measure& measure) {
  return measure.counts.form == Subject::Form::span || measure.counts.form == Subject::Form::occurrence;
}

// Whether the measure may count a record in this stored state at a time at which nothing of it lies: at the window's
// end, by a span that goes on until then, or by stretches of its life.
bool reaches(const Measure& measure, const schema::State& state, const std::set<std::string, std::less<>>& plain) {
  using Form = Moment::Form;
  const bool lasts = has(measure.by, Form::overlap) && has(measure.amount.to, Form::window_end) &&
                     !has(measure.amount.to, Form::entered, state.name);
  const bool lives = is_of_life(measure) && !state.final;
  if (!has(measure.by, Form::window_end) && !lasts && !lives) return false;
  return plain.count(state.name) == 0 || schema::may_hold(measure.where, state.name);
}

}  // namespace

record::Scope scope_of_clocks(const schema::Schema& type, const Query& query) {
  record::Scope scope;
  scope.to = query.window.to.utc;
  // By what was known earlier, or before the window has begun, a record may not have been over that is so now.
  if (query.known_at || query.now < query.window.from) return scope;
  scope.from = query.window.from.utc;
  for (const auto& state : type.states)
    if (!state.derived()) scope.past.insert(state.name);
  return scope;
}

bool is_of_moment(const Measure& measure) {
  return !has(measure.by, Moment::Form::window_end) && !has(measure.by, Moment::Form::overlap) && !is_of_life(measure);
}

record::Scope scope_of(const std::vector<Measure>& measures, const schema::Schema& type, const Query& query) {
  record::Scope scope = scope_of_clocks(type, query);
  const auto plain = schema::plain_states(type);
  for (const Measure& measure : measures) {
    if (std::find(measure.records.begin(), measure.records.end(), type.record) == measure.records.end()) continue;
    const bool by_overlap = has(measure.by, Moment::Form::overlap);
    const bool own_span = is_own(measure.amount.from, type) && is_own(measure.amount.to, type);
    // The window's start is a moment of every record, whenever it was opened.
    if (has(measure.by, Moment::Form::window_start)) return {};
    if (!is_own(measure.by, type) || (by_overlap && !own_span)) return {};
    if (by_overlap && has(measure.amount.from, Moment::Form::window_start)) scope.to.reset();
    for (const auto& state : type.states)
      if (reaches(measure, state, plain)) scope.past.erase(state.name);
  }
  return scope;
}

}  // namespace itss::kpi
