#include "process/checks.hpp"

#include <fmt/format.h>

#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "process/apart.hpp"
#include "sla/agreement.hpp"

namespace itss::process {

namespace {

std::optional<std::string> no_cycle_over(const Attempt& attempt, std::string_view field);

// The link field named, or every link field to the record's own type.
std::optional<std::string> no_cycle(const Attempt& attempt, std::string_view field) {
  if (!field.empty()) return no_cycle_over(attempt, field);
  for (const auto& each : attempt.schema.fields)
    if (each.to == attempt.schema.record)
      if (auto problem = no_cycle_over(attempt, each.name)) return problem;
  return std::nullopt;
}

// Whether following the link field from the record's new value leads back to the record.
std::optional<std::string> no_cycle_over(const Attempt& attempt, std::string_view field) {
  std::vector<std::string> open = get(attempt.after, field).texts();
  std::set<std::string> seen;
  while (!open.empty()) {
    const std::string id = open.back();
    open.pop_back();
    if (id == attempt.record.id)
      return fmt::format(fmt::runtime(tr("'{}' would lead back to '{}'")), field, attempt.record.id);
    if (!seen.insert(id).second) continue;
    if (const auto other = attempt.world.find(id, attempt.schema.record))
      for (const auto& next : get(other->fields, field).texts()) open.push_back(next);
  }
  return std::nullopt;
}

// Whether the clocks can be counted by the record as an agreement.
std::optional<std::string> agreement_sound(const Attempt& attempt, std::string_view) {
  const auto problems = sla::problems_of(attempt.after, attempt.world);
  return problems.empty() ? std::nullopt : std::optional(join(problems, "; "));
}

// The window named, or every field of the record that is one, ends after it starts; what lacks an end has none.
std::optional<std::string> window_sound(const Attempt& attempt, std::string_view name) {
  std::vector<std::string> windows;
  if (!name.empty()) windows.emplace_back(name);
  for (const auto& field : attempt.schema.fields)
    if (name.empty() && field.key.empty() && field.find_field("from") != nullptr) windows.push_back(field.name);
  for (const auto& each : windows) {
    const auto window = window_of(attempt.after, each);
    if (window && !(window->from < window->to))
      return fmt::format(fmt::runtime(tr("{} ends at {}, which is not after its start, {}")),
                         named(attempt.schema, each), to_string(window->to), to_string(window->from));
  }
  return std::nullopt;
}

}  // namespace

const std::vector<NamedCheck>& named_checks() {
  static const std::vector<NamedCheck> rows = {
      {"agreement_sound", agreement_sound},
      {"no_cycle", no_cycle},
      {"window_sound", window_sound},
  };
  return rows;
}

std::optional<std::string> run_check(std::string_view name, const Attempt& attempt) {
  const auto colon = name.find(':');
  for (const auto& row : named_checks())
    if (row.name == name.substr(0, colon))
      return row.run(attempt, colon == std::string_view::npos ? std::string_view() : name.substr(colon + 1));
  return fmt::format(fmt::runtime(tr("there is no check named '{}'")), name);
}

}  // namespace itss::process
