// options: what may be done next with a record, and by whom.
#include <algorithm>

#include "base/text.hpp"
#include "process/attempt.hpp"
#include "process/plan.hpp"

namespace itss::process {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// What the rule's own, unconditional guards ask for.
void read_guards(const schema::Rule& rule, const record::Record& record, Option& option) {
  for (const auto& group : rule.guards) {
    if (group.when.form != schema::Condition::Form::always || group.severity != Severity::error) continue;
    for (const auto& test : group.tests) {
      if (const auto* actor = std::get_if<schema::Actor>(&test)) {
        option.roles = actor->roles;
        option.by = actor->by;
      } else if (const auto* requires_ = std::get_if<schema::Requires>(&test)) {
        for (const auto& field : requires_->fields)
          if (get(record.fields, field).empty()) option.missing.push_back(field);
      }
    }
  }
}

// Whether a rule could apply: its condition holds, or asks about what the command has yet to give.
bool could_apply(const schema::Schema& schema, const schema::Move& move, const schema::Rule& rule,
                 const record::Record& record, const record::World& world, const Instant& now) {
  const auto inputs = schema.inputs_of(move);
  for (const auto& path : paths_of(rule.when))
    if (starts_with(path, "input.") || starts_with(path, "actor") || contains(inputs, path)) return true;
  return holds(rule.when, record::RecordFacts(record, record.fields, world, now));
}

bool may(const Option& option, const record::World& world, std::string_view actor, const Instant& now) {
  if (option.roles.empty() && option.by.empty()) return true;
  if (contains(option.people, record::resolve_person(world, actor))) return true;
  return std::any_of(option.roles.begin(), option.roles.end(), [&](const auto& role) {
    return record::holds_role(world, actor, role, {now, std::nullopt});
  });
}

}  // namespace

std::vector<Option> options(const record::Record& record, const record::World& world, std::string_view actor,
                            const Instant& now) {
  std::vector<Option> out;
  const schema::Schema* schema = world.schemas().find(record.type);
  if (schema == nullptr) return out;
  const std::string& state = get(record.fields, "status").text();
  for (const auto& move : schema->moves) {
    if (move.name == record::kNew || !move.valid.covers(world.zone().date_at(now.utc))) continue;
    const auto rule = std::find_if(move.rules.begin(), move.rules.end(), [&](const auto& each) {
      return each.via.empty() && schema->fits(each.from, state) && could_apply(*schema, move, each, record, world, now);
    });
    if (rule == move.rules.end()) continue;
    Option option;
    option.verb = move.name;
    option.to = rule->to == "same" ? state : rule->to;
    read_guards(*rule, record, option);
    for (const auto& field : option.by)
      for (const auto& person : get(record.fields, field).texts())
        option.people.push_back(record::resolve_person(world, person));
    option.by_actor = may(option, world, actor, now);
    out.push_back(std::move(option));
  }
  return out;
}

}  // namespace itss::process
