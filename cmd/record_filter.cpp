#include "record_filter.hpp"

#include <algorithm>

#include "people.hpp"
#include "read.hpp"
#include "record/facts.hpp"
#include "schema/paths.hpp"
#include "schema/possible.hpp"
#include "select.hpp"
#include "sla/clock.hpp"
#include "times.hpp"

namespace itss::cmd {

void complete_ids(App& app, const schema::Schema& type, schema::Condition& condition) {
  for (auto& child : condition.children) complete_ids(app, type, child);
  if (condition.form != schema::Condition::Form::test || condition.op != schema::Op::in) return;
  const auto target = schema::resolve(condition.path, type, app.schemas());
  if (target.kind != schema::Target::Kind::field) return;
  const auto linked = schema::linked_type(*target.field);
  if (linked.empty() || linked == schema::kPersonType) return;
  for (auto& operand : condition.operands) operand = id_meant(app, operand, linked);
}

void add_filter_options(Parser& parser, FilterWords& words) {
  parser
      .option("-w,--where", words.where, "CONDITION",
              tr("only those that fit; all of several (see 'itss help filters')"))
      .completes.with = Completes::With::conditions;
  parser.flag("--mine", words.mine, tr("only those where I am the one to act"));
  parser.flag("--open", words.open, tr("only open ones (the default, unless --where asks for a status)"));
  parser.flag("-a,--all", words.all, tr("closed ones too"));
}

void add_clock_filter_options(Parser& parser, FilterWords& words) {
  parser.flag("--overdue", words.overdue, tr("only those of which a clock is overdue"));
  parser.option("--due-within", words.due_within, "AMOUNT",
                tr("only those of which a clock is due by then or overdue; wall-clock time: 30m, 2h, 1d (24 hours)"));
}

RecordFilter::RecordFilter(App& app, const schema::Schema& type, const FilterWords& words, ClockColumns& clocks)
    : app_(app),
      type_(type),
      clocks_(clocks),
      overdue_(words.overdue),
      where_(read_where(type, app.schemas(), words.where)) {
  complete_ids(app, type, where_);
  const auto paths = schema::paths_of(where_);
  const bool asks_status = std::find(paths.begin(), paths.end(), "status") != paths.end();
  open_ = words.open || (!words.all && !asks_status);
  asks_clocks_ = !schema::clocks_of(where_).empty();
  if (!words.due_within.empty()) due_by_ = clocks.now().utc + span_of(words.due_within, "--due-within");
  if (!words.mine) return;
  me_ = app.actor();
  mine_ = acting_fields(type);
}

bool RecordFilter::operator()(const record::Record& record) const {
  const store::Repository& world = app_.repository();
  if (open_ && is_final(record::shown_state(record, record.fields, world, clocks_.now()))) return false;
  if (!me_.empty() && !is_named_in(mine_, record.fields, me_)) return false;
  record::RecordFacts facts(record, record.fields, world, clocks_.now());
  if (asks_clocks_) facts.set_clocks(answers_for(record));
  return holds(where_, facts) && has_clock(record);
}

record::Scope RecordFilter::scope() const {
  record::Scope scope;
  const auto span = schema::span_of(where_, clocks_.now(), app_.repository().zone());
  scope.since = span.from;
  scope.to = span.to;
  for (const auto& state : schema::plain_states(type_))
    if (!schema::may_hold(where_, state) || (open_ && is_final(state))) scope.past.insert(state);
  return scope;
}

// For --overdue and --due-within.
bool RecordFilter::has_clock(const record::Record& record) const {
  if (!overdue_ && !due_by_) return true;
  const auto& clocks = clocks_.of(record);
  const auto any = [&](const auto& fits) { return std::any_of(clocks.begin(), clocks.end(), fits); };
  return (!overdue_ || any([](const sla::Clock& clock) { return clock.is_overdue(); })) &&
         (!due_by_ || any([&](const sla::Clock& clock) { return is_due_by(clock, *due_by_); }));
}

// What conditions ask of clocks, from those that are worked out once for the record.
record::ClockAnswers RecordFilter::answers_for(const record::Record& record) const {
  const auto ask = [this, &record](std::string_view name, bool (*is)(const sla::Clock&)) -> std::optional<bool> {
    for (const auto& clock : clocks_.of(record))
      if (clock.name == name) return is(clock);
    return std::nullopt;
  };
  const auto overdue = [](const sla::Clock& clock) { return clock.is_overdue(); };
  const auto breached = [](const sla::Clock& clock) { return clock.verdict == sla::Verdict::breached; };
  return {[ask, overdue](std::string_view name) { return ask(name, overdue); },
          [ask, breached](std::string_view name) { return ask(name, breached); }};
}

// A state that the schema does not know hides nothing.
bool RecordFilter::is_final(const std::string& name) const {
  const auto* state = type_.find_state(name);
  return state != nullptr && state->final;
}

}  // namespace itss::cmd
