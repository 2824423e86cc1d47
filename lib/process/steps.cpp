#include "process/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/earlier.hpp"
#include "process/effect_check.hpp"
#include "process/in_use.hpp"
#include "process/overlay.hpp"
#include "process/via.hpp"

namespace itss::process {

namespace {

Refusal refusal(const char* code, std::string message, std::string clause = {}) {
  return {.code = code, .message = std::move(message), .hint = {}, .clause = std::move(clause)};
}

// The fields that an event changes, the state among them.
std::set<std::string> changed_by(const record::Event& event) {
  std::set<std::string> changed(event.unset.begin(), event.unset.end());
  for (const auto* part : {&event.set, &event.add, &event.remove, &event.put, &event.drop})
    for (const auto& [name, value] : *part) changed.insert(name);
  return changed;
}

// Why the rule does not lead from the state before to the state after; nothing if it does.
std::optional<std::string> state_problem(const Attempt& attempt, const schema::Move& move, const schema::Rule* rule) {
  const std::string& from = get(attempt.before, "status").text();
  const std::string& to = get(attempt.after, "status").text();
  if (rule == nullptr)
    return from.empty() ? fmt::format(fmt::runtime(tr("'{}' cannot begin a history")), move.name)
                        : fmt::format(fmt::runtime(tr("'{}' does not start from {}")), move.name, from);
  const bool beginning = rule->from.form == schema::From::Form::nothing;
  const std::string expected =
      beginning && rule->to == "same" ? attempt.schema.initial().name : target_state(attempt, *rule);
  if (expected != to) return fmt::format(fmt::runtime(tr("'{}' leads to {}, not to {}")), move.name, expected, to);
  return std::nullopt;
}

Refusal not_taken(const Attempt& attempt, const std::string& field) {
  return refusal("NO_INPUT", fmt::format(fmt::runtime(tr("'{}' does not take {}")), attempt.event.verb,
                                         named(attempt.schema, field)));
}

// The fields that an event under the rule may change: its inputs, the effects, the state; of `new` also the defaults.
std::set<std::string> fields_of(const schema::Schema& schema, const schema::Move& move, const schema::Rule& rule) {
  const auto inputs = inputs_of(schema, move);
  std::set<std::string> fields(inputs.begin(), inputs.end());
  fields.insert("status");
  fields.merge(schema::written_by(rule));
  for (const auto& name : rule.unsets) fields.insert(name);
  if (move.name == record::kNew)
    for (const auto& field : schema.fields)
      if (!field.fallback.empty()) fields.insert(field.name);
  return fields;
}

std::vector<Refusal> problems_of_move(const Attempt& attempt, const schema::Move& move) {
  const schema::Rule* rule = pick_rule(attempt, move, via_move_of(attempt.event, attempt.world));
  if (auto problem = state_problem(attempt, move, rule))
    return {refusal("MOVE_STATE", std::move(*problem), move.clause)};
  if (!move.valid.covers(day_of_entry(attempt))) return {not_in_use_now(move)};
  std::vector<Refusal> problems = judge(attempt, move, *rule);
  problems.erase(std::remove_if(problems.begin(), problems.end(),
                                [](const Refusal& each) { return each.severity != Severity::error; }),
                 problems.end());
  const auto fields = fields_of(attempt.schema, move, *rule);
  for (const auto& name : changed_by(attempt.event))
    if (fields.count(name) == 0) problems.push_back(not_taken(attempt, name));
  append_wrong_effects(attempt, move, *rule, problems);
  append_not_in_use(attempt, problems);
  return problems;
}

// Guarded fields and the state change by moves alone, and nothing changes by a comment.
std::vector<Refusal> problems_of_builtin(const Attempt& attempt) {
  std::vector<Refusal> problems;
  const std::string& verb = attempt.event.verb;
  for (const auto& name : changed_by(attempt.event))
    if (verb != "set" && verb != record::kEdit)
      problems.push_back(not_taken(attempt, name));
    else if (name == "status" || attempt.schema.is_guarded(name))
      problems.push_back(refusal(
          "GUARDED_FIELD", fmt::format(fmt::runtime(tr("{} is changed by moves only")), named(attempt.schema, name))));
  for (auto& empty : emptied_fields(attempt)) problems.push_back(std::move(empty));
  append_not_in_use(attempt, problems);
  return problems;
}

// The problems that a step has if other records were as the world has them.
std::vector<Refusal> problems_in(const record::World& world, const record::Step& step, const record::Record& record,
                                 const schema::Schema& schema) {
  const Attempt attempt{world, schema, record, step.before(), step.after(), *step.event};
  const schema::Move* move = schema.find_move(step.event->verb);
  return move == nullptr ? problems_of_builtin(attempt) : problems_of_move(attempt, *move);
}

// The events at or after `from` that were not possible, in order, each with its id.
std::vector<std::pair<std::string, BrokenEvent>> broken_events(const record::Record& record,
                                                               const schema::Schema& schema, const record::World& below,
                                                               const Instant& from) {
  std::vector<std::pair<std::string, BrokenEvent>> broken;
  Overlay world(below);
  world.put(record);
  for (const auto& step : record::steps(record)) {
    const record::Event& event = *step.event;
    if (event.at < from) continue;
    const auto problems = problems_of(step, record, schema, world);
    if (problems.empty()) continue;
    broken.emplace_back(event.id(),
                        BrokenEvent{fmt::format(fmt::runtime(tr("'{}' at {}")), event.verb, to_string(event.at)),
                                    problems.front().message});
  }
  return broken;
}

}  // namespace

std::vector<Refusal> problems_of(const record::Step& step, const record::Record& record, const schema::Schema& schema,
                                 const record::World& world) {
  const record::Event& event = *step.event;
  if (event.is_import()) return {};
  std::vector<Refusal> problems = problems_in(world, step, record, schema);
  // What happened to other records in the same second may have come before or after it: the file does not say.
  if (!problems.empty() && problems_in(Earlier(world, event.at, record.id), step, record, schema).empty())
    problems.clear();
  if (!is_caused(step, record, world))
    problems.push_back(refusal("VIA", fmt::format(fmt::runtime(tr("'{}' did not cause it")), event.via)));
  return problems;
}

bool has_twin(const record::Record& record, const record::Event& event) {
  return std::any_of(record.events.begin(), record.events.end(),
                     [&](const auto& other) { return other.at == event.at && other.id() == event.id(); });
}

void mark_out_of_order(record::Event& event, const record::Record& record) {
  if (!event.recorded &&
      std::any_of(record.events.begin(), record.events.end(), [&](const auto& other) { return other.at > event.at; }))
    event.recorded = event.at;
}

std::optional<BrokenEvent> first_new_problem(const record::Record& before, const record::Record& after,
                                             const schema::Schema& schema, const record::World& world,
                                             const Instant& from) {
  const bool nothing_later =
      std::none_of(before.events.begin(), before.events.end(), [&](const auto& event) { return event.at >= from; });
  if (nothing_later) return std::nullopt;
  std::set<std::string> known;
  for (const auto& [id, broken] : broken_events(before, schema, world, from)) known.insert(id);
  for (auto& [id, broken] : broken_events(after, schema, world, from))
    if (known.count(id) == 0) return std::move(broken);
  return std::nullopt;
}

}  // namespace itss::process
