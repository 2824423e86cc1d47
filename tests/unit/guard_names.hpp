#pragma once
// The guards of a rule as a table of moves names them (moves_table.hpp).

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "schema/condition.hpp"
#include "schema/schema.hpp"

namespace itss::testing {

// A guard as the table names it: its word and what it names, such as `requires note`.
struct GuardName {
  std::string operator()(const schema::AnyOf& guard) const { return "any_of " + all(guard.fields); }
  std::string operator()(const schema::Actor& guard) const {
    std::string who = guard.roles.empty() ? "" : "roles " + all(guard.roles);
    if (!guard.by.empty()) who += (who.empty() ? "by " : " by ") + all(guard.by);
    return who;
  }
  std::string operator()(const schema::NotBy& guard) const { return "not_by " + all(guard.moves); }
  std::string operator()(const schema::After& guard) const { return "after " + guard.move; }
  std::string operator()(const schema::Same& guard) const { return "same " + all(guard.paths); }
  std::string operator()(const schema::Covers& guard) const { return "covers " + guard.all; }
  std::string operator()(const schema::Disjoint& guard) const { return "disjoint " + all(guard.paths); }
  std::string operator()(const schema::Each& guard) const { return "each " + guard.in; }
  std::string operator()(const schema::Linked& guard) const { return "links " + guard.field; }
  std::string operator()(const schema::Children& guard) const { return "children " + guard.type + "." + guard.field; }
  std::string operator()(const schema::Parties& guard) const { return "parties " + guard.of; }
  std::string operator()(const schema::During& guard) const { return "during " + guard.field; }
  std::string operator()(const schema::Apart& guard) const { return "apart " + guard.type + "." + guard.field; }
  std::string operator()(const schema::Holds& guard) const {
    auto names = schema::paths_of(guard.condition);
    for (const auto& clock : schema::clocks_of(guard.condition)) names.push_back("clock:" + clock);
    return "holds " + all(names);
  }
  std::string operator()(const schema::Named& guard) const { return "check " + guard.check; }
  std::string operator()(const schema::Requires&) const { return {}; }  // one name for each field instead

  static std::string all(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : " ") + name;
    return text;
  }
};

// The guards of a rule by name, each with its severity; beside them `told`, if the rule asks for the channel. Where one
// name is that of an error and of a warning, the second is called `NAME (warning)`.
inline std::map<std::string, Severity> guards_of(const schema::Rule& rule) {
  std::map<std::string, Severity> names;
  const auto add = [&](const std::string& name, Severity severity) {
    const auto [found, is_new] = names.try_emplace(name, severity);
    if (is_new || found->second == severity) return;
    found->second = Severity::error;
    names[name + " (warning)"] = Severity::warning;
  };
  for (const auto& group : rule.guards)
    for (const auto& test : group.tests) {
      if (const auto* needed = std::get_if<schema::Requires>(&test))
        for (const auto& field : needed->fields) add("requires " + field, group.severity);
      else
        add(std::visit(GuardName(), test), group.severity);
    }
  if (rule.told && rule.told_from.empty()) names["told"] = Severity::error;
  return names;
}

}  // namespace itss::testing
