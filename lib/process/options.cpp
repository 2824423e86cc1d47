// options: what may be done next with a record, and by whom.
#include <algorithm>

#include "base/text.hpp"
#include "process/at_hand.hpp"
#include "process/plan.hpp"
#include "schema/paths.hpp"

namespace itss::process {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::string_view kInput = "input.";

// What the command gives anew is missing, whatever the record says.
bool lacks(const Present& present, const std::string& field) {
  return starts_with(field, kInput) ||
         schema::resolve(field, present.schema, present.world.schemas()).kind == schema::Target::Kind::unknown ||
         present.facts().value(field).empty();
}

std::string without_input(const std::string& field) {
  return starts_with(field, kInput) ? field.substr(kInput.size()) : field;
}

// What the guards ask for that bind whatever the command gives.
void read_guards(const Present& present, const schema::Move& move, const schema::Rule& rule, Option& option) {
  for (const auto* group : guards_at_hand(present, move, rule)) {
    for (const auto& test : group->tests) {
      if (const auto* actor = std::get_if<schema::Actor>(&test)) {
        option.roles = actor->roles;
        option.by = actor->by;
        option.together = actor->together;
      } else if (const auto* requires_ = std::get_if<schema::Requires>(&test)) {
        for (const auto& field : requires_->fields)
          if (lacks(present, field)) option.missing.push_back(without_input(field));
      } else if (const auto* any_of = std::get_if<schema::AnyOf>(&test)) {
        const auto& fields = any_of->fields;
        if (!std::all_of(fields.begin(), fields.end(), [&](const auto& field) { return lacks(present, field); }))
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
  for (const auto& move : schema->moves) {
    const auto* rule = rule_at_hand(present, move);
    if (rule == nullptr) continue;
    Option option;
    option.verb = move.name;
    option.to = rule->to == "same" ? get(record.fields, "status").text() : rule->to;
    read_guards(present, move, *rule, option);
    option.people = people_at(present, option.by);
    option.by_actor = may(option, world, actor, now);
    out.push_back(std::move(option));
  }
  return out;
}

}  // namespace itss::process
