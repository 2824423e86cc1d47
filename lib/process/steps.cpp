#include "process/steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/translate.hpp"

namespace itss::process {

namespace {

// What makes an event the same one in two versions of a history, without its position.
std::string key_of(const record::Event& event) { return event.id(); }

bool is_move(const record::Event& event, const schema::Schema& schema) {
  return schema.find_move(event.verb) != nullptr && !event.is_import();
}

}  // namespace

std::string via_move_of(const record::Event& event, const record::World& world) {
  const auto dot = event.via.rfind('.');
  if (dot == std::string::npos) return {};
  const auto carrier = world.find(event.via.substr(0, dot), {});
  return carrier ? carrier->type + event.via.substr(dot) : std::string();
}

std::optional<std::string> problem_of(const record::Step& step, const record::Record& record,
                                      const schema::Schema& schema, const record::World& world) {
  if (!is_move(*step.event, schema)) return std::nullopt;
  const schema::Move& move = *schema.find_move(step.event->verb);
  const Attempt attempt{world, schema, record, step.before, step.after, *step.event};
  const schema::Rule* rule = pick_rule(attempt, move, via_move_of(*step.event, world));
  const std::string& from = get(step.before, "status").text();
  const std::string& to = get(step.after, "status").text();
  if (rule == nullptr)
    return from.empty() ? fmt::format(fmt::runtime(tr("'{}' cannot begin a history")), move.name)
                        : fmt::format(fmt::runtime(tr("'{}' does not start from {}")), move.name, from);
  const bool beginning = rule->from.form == schema::From::Form::nothing;
  const std::string expected = beginning && rule->to == "same" ? schema.initial().name : target_state(attempt, *rule);
  if (expected != to) return fmt::format(fmt::runtime(tr("'{}' leads to {}, not to {}")), move.name, expected, to);
  return std::nullopt;
}

std::optional<BrokenEvent> first_new_problem(const record::Record& before, const record::Record& after,
                                             const schema::Schema& schema, const record::World& world,
                                             const Instant& from) {
  const bool nothing_later =
      std::none_of(before.events.begin(), before.events.end(), [&](const auto& event) { return event.at >= from; });
  if (nothing_later) return std::nullopt;
  std::set<std::string> broken_before;
  for (const auto& step : record::steps(before))
    if (step.event->at >= from && problem_of(step, before, schema, world)) broken_before.insert(key_of(*step.event));
  for (const auto& step : record::steps(after)) {
    if (step.event->at < from) continue;
    const auto problem = problem_of(step, after, schema, world);
    if (problem && broken_before.count(key_of(*step.event)) == 0)
      return BrokenEvent{fmt::format(fmt::runtime(tr("'{}' at {}")), step.event->verb, to_string(step.event->at)),
                         *problem};
  }
  return std::nullopt;
}

}  // namespace itss::process
