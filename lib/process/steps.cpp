#include "process/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/translate.hpp"
#include "process/overlay.hpp"

namespace itss::process {

namespace {

bool is_move(const record::Event& event, const schema::Schema& schema) {
  return schema.find_move(event.verb) != nullptr && !event.is_import();
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

std::string via_move_of(const record::Event& event, const record::World& world) {
  const auto dot = event.via.rfind('.');
  if (dot == std::string::npos) return {};
  const auto carrier = world.find(event.via.substr(0, dot), {});
  return carrier ? carrier->type + event.via.substr(dot) : std::string();
}

std::vector<Refusal> problems_of(const record::Step& step, const record::Record& record, const schema::Schema& schema,
                                 const record::World& world) {
  if (!is_move(*step.event, schema)) return {};
  const schema::Move& move = *schema.find_move(step.event->verb);
  const Attempt attempt{world, schema, record, step.before, step.after, *step.event};
  const schema::Rule* rule = pick_rule(attempt, move, via_move_of(*step.event, world));
  if (auto problem = state_problem(attempt, move, rule))
    return {{.code = "MOVE_STATE", .message = std::move(*problem), .hint = {}, .clause = move.clause}};
  std::vector<Refusal> problems = judge(attempt, move, *rule);
  problems.erase(std::remove_if(problems.begin(), problems.end(),
                                [](const Refusal& each) { return each.severity != Severity::error; }),
                 problems.end());
  return problems;
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
