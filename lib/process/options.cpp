// options: what may be done next with a record, and by whom.
#include <algorithm>

#include "base/text.hpp"
#include "process/attempt.hpp"
#include "process/plan.hpp"
#include "schema/paths.hpp"

namespace itss::process {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The record as the command would find it.
struct Present {
  const schema::Schema& schema;
  const record::Record& record;
  const record::World& world;
  const Instant& now;

  record::RecordFacts facts() const { return {record, record.fields, world, now}; }

  // What the command gives anew is missing, whatever the record says.
  bool lacks(const std::string& field) const {
    return starts_with(field, kInput) ||
           schema::resolve(field, schema, world.schemas()).kind == schema::Target::Kind::unknown ||
           facts().value(field).empty();
  }

  static constexpr std::string_view kInput = "input.";
};

std::string without_input(const std::string& field) {
  return starts_with(field, Present::kInput) ? field.substr(Present::kInput.size()) : field;
}

// Whether the condition asks about what the command has yet to give.
bool asks_inputs(const schema::Schema& schema, const schema::Move& move, const schema::Condition& condition) {
  const auto inputs = schema.inputs_of(move);
  const auto paths = paths_of(condition);
  return std::any_of(paths.begin(), paths.end(), [&](const auto& path) {
    return starts_with(path, Present::kInput) || starts_with(path, "actor") || contains(inputs, path);
  });
}

// What the guards ask for that bind whatever the command gives.
void read_guards(const Present& present, const schema::Move& move, const schema::Rule& rule, Option& option) {
  const Date today = present.world.zone().date_at(present.now.utc);
  for (const auto& group : rule.guards) {
    if (group.severity != Severity::error || !group.valid.covers(today)) continue;
    if (asks_inputs(present.schema, move, group.when) || !holds(group.when, present.facts())) continue;
    for (const auto& test : group.tests) {
      if (const auto* actor = std::get_if<schema::Actor>(&test)) {
        option.roles = actor->roles;
        option.by = actor->by;
        option.together = actor->together;
      } else if (const auto* requires_ = std::get_if<schema::Requires>(&test)) {
        for (const auto& field : requires_->fields)
          if (present.lacks(field)) option.missing.push_back(without_input(field));
      } else if (const auto* any_of = std::get_if<schema::AnyOf>(&test)) {
        const auto& fields = any_of->fields;
        if (!std::all_of(fields.begin(), fields.end(), [&](const auto& field) { return present.lacks(field); }))
          continue;
        auto& group_of = option.one_of.emplace_back();
        for (const auto& field : fields) group_of.push_back(without_input(field));
      }
    }
  }
  if (rule.told && (rule.told_from.empty() || get(present.record.fields, rule.told_from).empty()) &&
      !contains(option.missing, "told"))
    option.missing.emplace_back("told");
}

// Whether a rule could apply: its condition holds, or asks about what the command has yet to give.
bool could_apply(const Present& present, const schema::Move& move, const schema::Rule& rule) {
  return asks_inputs(present.schema, move, rule.when) || holds(rule.when, present.facts());
}

bool may(const Option& option, const record::World& world, std::string_view actor, const Instant& now) {
  if (option.roles.empty() && option.by.empty()) return true;
  const bool named = contains(option.people, record::resolve_person(world, actor));
  const bool role = std::any_of(option.roles.begin(), option.roles.end(), [&](const auto& each) {
    return record::holds_role(world, actor, each, {now, std::nullopt});
  });
  return option.together ? named && role : named || role;
}

}  // namespace

std::vector<Option> options(const record::Record& record, const record::World& world, std::string_view actor,
                            const Instant& now) {
  std::vector<Option> out;
  const schema::Schema* schema = world.schemas().find(record.type);
  if (schema == nullptr) return out;
  const Present present{*schema, record, world, now};
  const std::string& state = get(record.fields, "status").text();
  const std::string shown = record::shown_state(record, record.fields, world, now);
  for (const auto& move : schema->moves) {
    if (move.name == record::kNew || !move.valid.covers(world.zone().date_at(now.utc))) continue;
    const auto rule = std::find_if(move.rules.begin(), move.rules.end(), [&](const auto& each) {
      const bool from = starts_from(*schema, each.from, state, shown);
      return each.via.empty() && from && could_apply(present, move, each);
    });
    if (rule == move.rules.end()) continue;
    Option option;
    option.verb = move.name;
    option.to = rule->to == "same" ? state : rule->to;
    read_guards(present, move, *rule, option);
    for (const auto& field : option.by)
      for (const auto& person : present.facts().value(field).texts())
        option.people.push_back(record::resolve_person(world, person));
    option.by_actor = may(option, world, actor, now);
    out.push_back(std::move(option));
  }
  return out;
}

}  // namespace itss::process
