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

// The facts of a condition of a rule: the record after the inputs, `actor`, `actor.FIELD`, `input.FIELD`.
class AttemptFacts : public schema::Facts {
 public:
  explicit AttemptFacts(const Attempt& attempt);
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

// All that stands against the event under a rule (guards, required fields, who must be told), as refusals and (severity
// warning) as warnings.
std::vector<Refusal> judge(const Attempt& attempt, const schema::Move& move, const schema::Rule& rule);

// The required fields that are empty after an event and were not before it, or that a new record lacks (REQUIRES).
std::vector<Refusal> emptied_fields(const schema::Schema& schema, const Fields& before, const Fields& after);

// The fields that a move may be given: the inputs that its rules read; for `new` every field besides that no move
// guards.
std::vector<std::string> inputs_of(const schema::Schema& schema, const schema::Move& move);

// The rule that applies to a move from the state before, the first whose `from`, `via` and `when` fit; null if none.
// `via_move`: the `type.move` that carries this one, or empty.
const schema::Rule* pick_rule(const Attempt& attempt, const schema::Move& move, std::string_view via_move);

// The state that the record has after the event under the rule.
std::string target_state(const Attempt& attempt, const schema::Rule& rule);

// `--late-reason`: the option that fills a field.
std::string option_of(std::string_view field);

// `'resolution_steps' (解决步骤)`: a field by its name and label.
std::string named(const schema::Schema& schema, std::string_view field);

}  // namespace itss::process
