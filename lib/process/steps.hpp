#pragma once
// Whether the steps of a history were possible: the question behind backdating, retracting and checking.

#include <optional>
#include <string>
#include <vector>

#include "process/attempt.hpp"

namespace itss::process {

// All that stands against a step that no command would have made: a move from another state than its own, to another
// than its own (MOVE_STATE), against a guard, or with fields that it does not change; a `set` or `edit` of what only
// moves change; a comment that changes anything; a `via` that did not cause it. Warnings are left out. Imports are
// free, and verbs that the type does not have are the caller's question.
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

// Whether the record has the very same event: equal events are one.
bool has_twin(const record::Record& record, const record::Event& event);

// An event that is entered behind a later one, by a clock that is behind another's, says so in `recorded`, as a
// backdated one does; else nothing changes.
void mark_out_of_order(record::Event& event, const record::Record& record);

// What stands against taking back an event of the record: it made the record (FIRST_EVENT), or the actor neither made
// it nor holds a role of the type's `retract` at that time (ROLE). REQUIRES: the event is in `record.events`.
std::vector<Refusal> problems_of_retraction(const record::Record& record, const record::Event& target,
                                            const std::string& actor, const Instant& at, const schema::Schema& schema,
                                            const record::World& world);

}  // namespace itss::process
