#pragma once
// From events to states. Events are ordered by (at, position in the file); what a retract event names is skipped; equal
// events are one.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "record/record.hpp"

namespace itss::record {

// What was true of a record at one moment.
struct AsOf {
  std::optional<Instant> at;        // events after it have not happened yet; none: all happened
  std::optional<Instant> known_at;  // events recorded after it do not exist; none: all are known
};

// The events that count, in order: known, not later than `at`, neither retracted nor retractions. Pointers into
// `record`.
std::vector<const Event*> effective_events(const Record& record, const AsOf& as_of = {});

// The retractions that count, in order: known, not later than `at`, not retracted themselves. Pointers into `record`.
std::vector<const Event*> effective_retractions(const Record& record, const AsOf& as_of = {});

// Applies one event to the fields.
void apply(Fields& fields, const Event& event);

// The fields after the effective events; empty if the record did not exist yet.
Fields replay(const Record& record, const AsOf& as_of = {});

// One step of a history: the event with the fields before and after it.
struct Step {
  const Event* event;
  std::shared_ptr<const Fields> earlier, later;  // never null; what comes after one step is what is before the next
  const Fields& before() const { return *earlier; }
  const Fields& after() const { return *later; }
};
std::vector<Step> steps(const Record& record, const AsOf& as_of = {});

// The time at which each state was entered, in order; a state entered again occurs again.
struct StateSpan {
  std::string state;
  Instant from;
  std::optional<Instant> to;  // none: still in it
};
std::vector<StateSpan> state_spans(const Record& record, const AsOf& as_of = {});

// Top-level fields that differ from what the history says: DRIFT findings with the place of the key.
Diagnostics drift(const Record& record, const schema::Schema& schema, const yaml::Document& document);

}  // namespace itss::record
