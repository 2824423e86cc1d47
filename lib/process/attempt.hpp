#pragma once
// One event as it would happen, or did happen: what guards look at. The same code judges a plan and a history.

#include <string>
#include <vector>

#include "process/plan.hpp"
#include "record/facts.hpp"

namespace itss::process {

struct Attempt {
  const record::World& world;
  const schema::Schema& schema;
  const record::Record& record;  // its history holds what happened before the event (and may hold the event itself)
  const Fields& before;
  const Fields& after;  // with the event's inputs and effects applied
  const record::Event& event;
};

// The fields before the event with its inputs alone: without what the move itself sets, in the state that is left.
Fields with_inputs(const Attempt& attempt);

// The facts of a condition: the record after the event but for its `status`, which is the one that is left (of a new
// record the one that it gets), `actor`, `actor.FIELD`, `input.FIELD`.
class AttemptFacts : public schema::Facts {
 public:
  explicit AttemptFacts(const Attempt& attempt) : AttemptFacts(attempt, attempt.after) {}
  // The same with other fields. REQUIRES: they outlive the object.
  AttemptFacts(const Attempt& attempt, const Fields& fields);
  Value value(std::string_view path) const override;
  Instant now() const override { return attempt_.event.at; }
  const Zone& zone() const override { return attempt_.world.zone(); }
  std::optional<bool> overdue(std::string_view clock) const override;
  std::optional<bool> breached(std::string_view clock) const override;

 private:
  const Attempt& attempt_;
  record::RecordFacts facts_;
};

// Events that happened before the attempted one and still count: retracted and voided ones left out.
std::vector<const record::Event*> live_events(const Attempt& attempt);

// The groups of guards that bind the event: in use when it was entered, and under a condition that holds.
std::vector<const schema::GuardGroup*> binding_guards(const Attempt& attempt, const schema::Rule& rule);

// All that stands against the event under a rule (guards, required fields, who must be told), as refusals and (severity
// warning) as warnings.
std::vector<Refusal> judge(const Attempt& attempt, const schema::Move& move, const schema::Rule& rule);

// The required fields in use that are empty after the event and were not before it, or that a new record lacks
// (REQUIRES).
std::vector<Refusal> emptied_fields(const Attempt& attempt);

// The day on which the event was entered: what `since` and `until` are held against.
Date day_of_entry(const Attempt& attempt);

// The fields that a move may be given: the inputs that its rules read; for `new` every field besides that no move
// guards.
std::vector<std::string> inputs_of(const schema::Schema& schema, const schema::Move& move);

// The rule that applies to a move from the state before, the first whose `from`, `via` and `when` fit; null if none.
// `from` may name the state that is shown, a derived one, or the stored one; `when` looks at with_inputs().
// `via_move`: the `type.move` that carries this one, or empty.
const schema::Rule* pick_rule(const Attempt& attempt, const schema::Move& move, std::string_view via_move);

// Whether a rule starts from a state: the stored one, or the one that is shown instead.
bool starts_from(const schema::Schema& schema, const schema::From& from, std::string_view state,
                 std::string_view shown);

// The state that the record has after the event under the rule.
std::string target_state(const Attempt& attempt, const schema::Rule& rule);

// `--late-reason`: the option that fills a field.
std::string option_of(std::string_view field);

// `'resolution_steps' (解决步骤)`: a field by its name and label.
std::string named(const schema::Schema& schema, std::string_view field);

}  // namespace itss::process
