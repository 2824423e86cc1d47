#include "process/attempt.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "process/via.hpp"
#include "sla/clock.hpp"

namespace itss::process {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string shown_before(const Attempt& attempt) {
  return record::shown_state(attempt.record, attempt.before, attempt.world, attempt.event.at);
}

// Whether the sides of a `parties` guard have all made the move, the attempted event included.
bool all_parties(const Attempt& attempt, const schema::Parties& parties) {
  std::vector<std::string> sides;
  const auto side_of = [&](const record::Event& event) {
    const Attempt then{attempt.world, attempt.schema, attempt.record, attempt.before, attempt.after, event};
    return AttemptFacts(then).value(parties.of).text();
  };
  sides.push_back(side_of(attempt.event));
  for (const auto* event : live_events(attempt))
    if (event->verb == attempt.event.verb) sides.push_back(side_of(*event));
  return std::all_of(parties.all.begin(), parties.all.end(), [&](const auto& side) { return contains(sides, side); });
}

// Events that happened before the attempted one, retracted ones left out.
std::vector<const record::Event*> past_events(const Attempt& attempt) {
  auto events = record::effective_events(attempt.record, {attempt.event.at, std::nullopt});
  events.erase(std::find(events.begin(), events.end(), &attempt.event), events.end());
  return events;
}

// The record as its clocks were just before the event: a history that is checked holds the event, which may have
// stopped them, and what came after it. Retractions stay, for what they name does not count.
record::Record past_record(const Attempt& attempt) {
  record::Record past = attempt.record;
  past.events.clear();
  bool behind = false;
  for (const auto& event : attempt.record.events) {
    behind = behind || &event == &attempt.event;
    const bool earlier = event.at < attempt.event.at || (event.at == attempt.event.at && !behind);
    if (earlier || event.verb == record::kRetract) past.events.push_back(event);
  }
  return past;
}

// The state before the present one was entered. Voided moves led there all the same.
std::string previous_state(const Attempt& attempt) {
  const std::string& present = get(attempt.before, "status").text();
  std::string previous = attempt.schema.initial().name;
  std::string last;
  for (const auto* event : past_events(attempt)) {
    const std::string& state = get(event->set, "status").text();
    if (state.empty() || state == last) continue;
    if (state == present) previous = last;
    last = state;
  }
  return previous.empty() ? attempt.schema.initial().name : previous;
}

// What the command gave a field: its value, items that it adds, or sub-records that it puts.
const Value& given(const record::Event& event, std::string_view field) {
  const Value* value = &get(event.set, field);
  for (const auto* part : {&event.add, &event.put})
    if (value->absent()) value = &get(*part, field);
  return *value;
}

// The moves that count as not done from the event on: those of the rule that applied.
std::vector<std::string> voided_by(const Attempt& attempt, const record::Event& event) {
  const schema::Move* move = attempt.schema.find_move(event.verb);
  if (move == nullptr) return {};
  const auto& rules = move->rules;
  const auto same = [&](const auto& rule) { return rule.voids == rules.front().voids; };
  if (std::all_of(rules.begin(), rules.end(), same)) return rules.front().voids;
  for (const auto& step : record::steps(attempt.record, {event.at, std::nullopt})) {
    if (step.event != &event) continue;
    const Attempt then{attempt.world, attempt.schema, attempt.record, step.before(), step.after(), event};
    const schema::Rule* rule = pick_rule(then, *move, via_move_of(event, attempt.world));
    if (rule != nullptr) return rule->voids;
  }
  return {};
}

}  // namespace

Fields with_inputs(const Attempt& attempt) {
  const schema::Move* move = attempt.schema.find_move(attempt.event.verb);
  auto inputs = move == nullptr ? std::vector<std::string>() : inputs_of(attempt.schema, *move);
  if (attempt.event.verb == record::kNew)
    for (const auto& field : attempt.schema.fields)
      if (!field.fallback.empty()) inputs.push_back(field.name);
  record::Event given = attempt.event;
  for (auto* part : {&given.set, &given.add, &given.remove, &given.put, &given.drop})
    std::erase_if(*part, [&](const auto& change) { return !contains(inputs, change.first); });
  given.unset.clear();  // no command of a move empties a field
  Fields fields = attempt.before;
  record::apply(fields, given);
  return fields;
}

AttemptFacts::AttemptFacts(const Attempt& attempt, const Fields& fields)
    : attempt_(attempt),
      facts_(attempt.record, fields, attempt.world, attempt.event.at, {attempt.event.at, std::nullopt}) {}

Value AttemptFacts::value(std::string_view path) const {
  if (path == "actor") return attempt_.event.by;
  if (path == "status" && !attempt_.before.empty()) return shown_before(attempt_);
  const auto dot = path.find('.');
  const std::string_view head = path.substr(0, dot);
  if (dot == std::string_view::npos || (head != "actor" && head != "input")) return facts_.value(path);
  if (head == "input") return given(attempt_.event, path.substr(dot + 1));
  const record::AsOf as_of{attempt_.event.at, std::nullopt};
  const auto person = attempt_.world.find(attempt_.event.by, schema::kPersonType);
  if (!person) return {};
  const Fields fields = record::replay(*person, as_of);
  return record::RecordFacts(*person, fields, attempt_.world, attempt_.event.at, as_of).value(path.substr(dot + 1));
}

std::optional<bool> AttemptFacts::overdue(std::string_view clock) const {
  const record::Record past = past_record(attempt_);
  const auto answers = sla::clock_answers(past, attempt_.world, attempt_.event.at);
  return answers.overdue ? answers.overdue(clock) : std::nullopt;
}

std::optional<bool> AttemptFacts::breached(std::string_view clock) const {
  const record::Record past = past_record(attempt_);
  const auto answers = sla::clock_answers(past, attempt_.world, attempt_.event.at);
  return answers.breached ? answers.breached(clock) : std::nullopt;
}

std::vector<const record::Event*> live_events(const Attempt& attempt) {
  std::vector<const record::Event*> live;
  for (const auto* event : past_events(attempt)) {
    if (const auto voids = voided_by(attempt, *event); !voids.empty())
      std::erase_if(live, [&](const auto* earlier) { return contains(voids, earlier->verb); });
    live.push_back(event);
  }
  return live;
}

Date day_of_entry(const Attempt& attempt) { return attempt.world.zone().date_at(attempt.event.known_since().utc); }

std::vector<const schema::GuardGroup*> binding_guards(const Attempt& attempt, const schema::Rule& rule) {
  std::vector<const schema::GuardGroup*> binding;
  const AttemptFacts facts(attempt);
  const Date day = day_of_entry(attempt);
  for (const auto& group : rule.guards)
    if (group.valid.covers(day) && holds(group.when, facts)) binding.push_back(&group);
  return binding;
}

bool starts_from(const schema::Schema& schema, const schema::From& from, std::string_view state,
                 std::string_view shown) {
  if (schema.fits(from, state)) return true;
  return from.form == schema::From::Form::states && contains(from.states, shown);
}

const schema::Rule* pick_rule(const Attempt& attempt, const schema::Move& move, std::string_view via_move) {
  const std::string& state = get(attempt.before, "status").text();
  const std::string shown = shown_before(attempt);
  const Fields fields = with_inputs(attempt);
  const AttemptFacts facts(attempt, fields);
  const auto fits = [&](const schema::Rule& rule) {
    const bool beginning = rule.from.form == schema::From::Form::nothing;
    const bool from = state.empty() ? beginning : starts_from(attempt.schema, rule.from, state, shown);
    return from && holds(rule.when, facts);
  };
  // A carried move first looks for the rule made for it.
  for (const auto& rule : move.rules)
    if (!rule.via.empty() && rule.via == via_move && fits(rule)) return &rule;
  for (const auto& rule : move.rules)
    if (rule.via.empty() && fits(rule)) return &rule;
  return nullptr;
}

std::vector<std::string> inputs_of(const schema::Schema& schema, const schema::Move& move) {
  std::vector<std::string> inputs = schema.inputs_of(move);
  if (move.name == record::kNew)
    for (const auto& field : schema.fields)
      if (!schema.is_guarded(field.name)) inputs.push_back(field.name);
  return inputs;
}

std::string target_state(const Attempt& attempt, const schema::Rule& rule) {
  const std::string& present = get(attempt.before, "status").text();
  for (const auto* group : binding_guards(attempt, rule))
    for (const auto& test : group->tests)
      if (const auto* parties = std::get_if<schema::Parties>(&test);
          parties != nullptr && !all_parties(attempt, *parties))
        return present;
  if (rule.to == "same") return present;
  if (rule.to == "previous") return previous_state(attempt);
  return rule.to;
}

std::string option_of(std::string_view field) {
  std::string option = "--" + std::string(field);
  std::replace(option.begin(), option.end(), '_', '-');
  return option;
}

std::string named(const schema::Schema& schema, std::string_view field) {
  const schema::Field* found = schema.find_field(field);
  if (found == nullptr || found->label.text() == field) return fmt::format("'{}'", field);
  return fmt::format("'{}' ({})", field, found->label.text());
}

}  // namespace itss::process
