#include "kpi/scope.hpp"

#include <algorithm>

#include "schema/paths.hpp"
#include "schema/possible.hpp"

namespace itss::kpi {

namespace {

// A moment that lies in another record.
bool is_elsewhere(const Moment& moment, const schema::Schema& type) {
  if (moment.form != Moment::Form::field) return false;
  const auto* field = type.find_field(moment.name.substr(0, moment.name.find('.')));
  return field == nullptr || !schema::linked_type(*field).empty();
}

}  // namespace

record::Scope scope_of_clocks(const schema::Schema& type, const Query& query) {
  record::Scope scope;
  scope.to = query.window.to.utc;
  // By what was known earlier, or before the window has begun, a record may not have been over that is so now.
  if (query.known_at || query.now < query.window.from) return scope;
  scope.from = query.window.from.utc;
  scope.past = schema::settled_states(type);
  return scope;
}

record::Scope scope_of(const std::vector<Measure>& measures, const schema::Schema& type, const Query& query) {
  record::Scope scope = scope_of_clocks(type, query);
  for (const Measure& measure : measures) {
    if (std::find(measure.records.begin(), measure.records.end(), type.record) == measure.records.end()) continue;
    for (const Moment& moment : measure.by) {
      if (is_elsewhere(moment, type)) return {};
      if (moment.form == Moment::Form::window_end)
        std::erase_if(scope.past, [&](const std::string& state) { return schema::may_hold(measure.where, state); });
    }
  }
  return scope;
}

}  // namespace itss::kpi
