#pragma once
// A record as the facts of a condition (schema/condition.hpp): fields, dotted paths over links and sub-records, derived
// states.

#include <functional>

#include "record/world.hpp"
#include "schema/condition.hpp"

namespace itss::record {

// Answers for clocks, given by sla/ from above; without it every clock is unknown.
struct ClockAnswers {
  std::function<std::optional<bool>(std::string_view clock)> overdue;
  std::function<std::optional<bool>(std::string_view clock)> breached;
};

class RecordFacts : public schema::Facts {
 public:
  // The record with `fields` (as of `as_of`, which dates the facts of linked records too).
  // REQUIRES: all references outlive the object.
  RecordFacts(const Record& record, const Fields& fields, const World& world, Instant now, AsOf as_of = {});
  void set_clocks(ClockAnswers answers) { clocks_ = std::move(answers); }

  Value value(std::string_view path) const override;
  Instant now() const override { return now_; }
  const Zone& zone() const override { return world_.zone(); }
  std::optional<bool> overdue(std::string_view clock) const override;
  std::optional<bool> breached(std::string_view clock) const override;

 private:
  const Record& record_;
  const Fields& fields_;
  const World& world_;
  Instant now_;
  AsOf as_of_;
  ClockAnswers clocks_;
};

// The state that is shown: a derived one while its condition holds, else the stored one.
std::string shown_state(const Record& record, const Fields& fields, const World& world, Instant now);

}  // namespace itss::record
