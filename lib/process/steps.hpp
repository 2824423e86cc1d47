#pragma once
// Whether the steps of a history were possible: the question behind backdating, retracting and checking.

#include <optional>
#include <string>

#include "process/attempt.hpp"

namespace itss::process {

// Why the move of a step was not possible from the state before it, or did not lead to the state after it; nothing if
// it was, or if the event is no move (imports, comments, edits). Guards are not asked.
std::optional<std::string> problem_of(const record::Step& step, const record::Record& record,
                                      const schema::Schema& schema, const record::World& world);

// The first event at or after `from` that is not possible in `after` although it was in `before`.
struct BrokenEvent {
  std::string event;  // `close at 2026-11-24T09:15:00+08:00`
  std::string problem;
};
std::optional<BrokenEvent> first_new_problem(const record::Record& before, const record::Record& after,
                                             const schema::Schema& schema, const record::World& world,
                                             const Instant& from);

// `type.move` of the record and move that an event's `via` names; empty if it has none or names nothing known.
std::string via_move_of(const record::Event& event, const record::World& world);

}  // namespace itss::process
