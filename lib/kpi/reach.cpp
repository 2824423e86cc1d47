// Which measures look at records that matter to no day of a window.
#include <algorithm>

#include "kpi/measure.hpp"

namespace itss::kpi {

namespace {

using schema::Condition;

bool lists(const std::vector<std::string>& states, const std::string& name) {
  return std::find(states.begin(), states.end(), name) != states.end();
}

bool is_status_test(const Condition& condition) {
  return condition.form == Condition::Form::test && condition.op == schema::Op::in && condition.path == "status";
}

// Whether no record in a final state fits: it names other states only, or rules all final ones out.
bool only_open(const Condition& where, const schema::Schema& schema) {
  const auto& states = schema.states;
  if (where.form == Condition::Form::all)
    return std::any_of(where.children.begin(), where.children.end(),
                       [&](const Condition& each) { return only_open(each, schema); });
  if (is_status_test(where))
    return std::none_of(states.begin(), states.end(),
                        [&](const auto& state) { return state.final && lists(where.operands, state.name); });
  if (where.form != Condition::Form::none) return false;
  return std::any_of(where.children.begin(), where.children.end(), [&](const Condition& child) {
    return is_status_test(child) && std::all_of(states.begin(), states.end(), [&](const auto& state) {
             return !state.final || lists(child.operands, state.name);
           });
  });
}

// Whether the moment is an event's, a clock's or a field's of the record itself, so that it lies where those do.
bool is_own(const Moment& moment) {
  using Form = Moment::Form;
  switch (moment.form) {
    case Form::recorded:
    case Form::item:
    case Form::window_start:
    case Form::window_end:
    case Form::overlap:
      return false;
    case Form::field:
      return moment.name.find('.') == std::string::npos;
    default:
      return true;
  }
}

// Whether a span ends at the latest when the record comes into a final state.
bool ends_with_record(const Amount& amount, const schema::Schema& schema) {
  return std::all_of(schema.states.begin(), schema.states.end(), [&](const auto& state) {
    return !state.final || std::any_of(amount.to.begin(), amount.to.end(), [&](const Moment& moment) {
      return moment.form == Moment::Form::entered && moment.name == state.name;
    });
  });
}

bool reaches_beyond(const Measure& measure, const schema::Schema& schema) {
  if (only_open(measure.where, schema)) return false;
  if (measure.by.front().form == Moment::Form::overlap) return !ends_with_record(measure.amount, schema);
  return !std::all_of(measure.by.begin(), measure.by.end(), is_own);
}

}  // namespace

bool needs_every_record(const Measure& measure, std::string_view type, const schema::SchemaSet& schemas) {
  const schema::Schema* schema = schemas.find(type);
  if (schema == nullptr) return false;
  const auto looks_beyond = [&](const Measure& each) {
    const auto& types = each.records;
    return std::find(types.begin(), types.end(), type) != types.end() && reaches_beyond(each, *schema);
  };
  return looks_beyond(measure) || std::any_of(measure.per.begin(), measure.per.end(), looks_beyond);
}

}  // namespace itss::kpi
