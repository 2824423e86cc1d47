#include "process/at_hand.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "process/attempt.hpp"

namespace itss::process {

namespace {

// Whether the condition asks about what the command has yet to give.
bool asks_inputs(const schema::Schema& schema, const schema::Move& move, const schema::Condition& condition) {
  const auto inputs = schema.inputs_of(move);
  const auto paths = paths_of(condition);
  return std::any_of(paths.begin(), paths.end(), [&](const auto& path) {
    return starts_with(path, "input.") || starts_with(path, "actor") ||
           std::find(inputs.begin(), inputs.end(), path) != inputs.end();
  });
}

}  // namespace

const schema::Rule* rule_at_hand(const Present& present, const schema::Move& move) {
  const auto& [schema, record, world, now] = present;
  if (move.name == record::kNew || !move.valid.covers(world.zone().date_at(now.utc))) return nullptr;
  const std::string& state = get(record.fields, "status").text();
  const std::string shown = record::shown_state(record, record.fields, world, now);
  for (const auto& rule : move.rules)
    if (rule.via.empty() && starts_from(schema, rule.from, state, shown) &&
        (asks_inputs(schema, move, rule.when) || holds(rule.when, present.facts())))
      return &rule;
  return nullptr;
}

std::vector<const schema::GuardGroup*> guards_at_hand(const Present& present, const schema::Move& move,
                                                      const schema::Rule& rule) {
  const Date today = present.world.zone().date_at(present.now.utc);
  std::vector<const schema::GuardGroup*> groups;
  for (const auto& group : rule.guards)
    if (group.severity == Severity::error && group.valid.covers(today) &&
        !asks_inputs(present.schema, move, group.when) && holds(group.when, present.facts()))
      groups.push_back(&group);
  return groups;
}

std::vector<std::string> people_at(const Present& present, const std::vector<std::string>& paths) {
  std::vector<std::string> people;
  for (const auto& path : paths)
    for (const auto& person : present.facts().value(path).texts())
      people.push_back(record::resolve_person(present.world, person));
  return people;
}

}  // namespace itss::process
