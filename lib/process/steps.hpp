#pragma once
// Whether the steps of a history were possible: the question behind backdating, retracting and checking.

#include <optional>
#include <string>
#include <vector>

#include "process/attempt.hpp"

namespace itss::process {

// All that stands against the move of a step: it was not possible from the state before it, did not lead to the state
// after it (MOVE_STATE), or a guard did not hold. Warnings are left out; so is an event that is no move (imports,
// comments, edits).
std::vector<Refusal> problems_of(const record::Step& step, const record::Record& record, const schema::Schema& schema,
                                 const record::World& world);

// The first event at or after `from` that is not possible in `after` although it was in `before`, or was not in it.
// `world` holds the other records, and any version of this one.
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
