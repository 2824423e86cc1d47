#pragma once
// Which target holds for a clock of a record at one moment: an agreement's, the schema's own, or a date of the record.
// Inside sla/ only.

#include <optional>
#include <string>

#include "record/facts.hpp"
#include "sla/course.hpp"

namespace itss::sla {

struct Choice {
  const Agreement* agreement = nullptr;  // null: no promise
  const calendar::Calendar* calendar = nullptr;
  std::string level;
  Duration target;
  std::optional<SysSeconds> date;  // by which the clock must stop, in place of a target

  explicit operator bool() const { return agreement != nullptr; }
  // Whether it is what the pledge promises already.
  bool same_as(const Pledge& pledge) const;
};

class Chooser {
 public:
  // REQUIRES: `question` outlives the object and has steps.
  explicit Chooser(const Question& question);

  // What holds after a step, at `at`. `held`: the agreement by which the clock is judged until now, or null.
  Choice choose(const record::Step& step, const Instant& at, const Agreement* held) const;
  // Whether the step touches what the choice depends on.
  bool is_touched_by(const record::Step& step) const;
  // Whether it fills only what was empty among that: a classification, no change.
  bool is_classified_by(const record::Step& step) const;

 private:
  record::RecordFacts facts(const Fields& fields, const Instant& at) const;
  Choice dated(const record::RecordFacts& facts) const;
  Choice promised(const Agreement& agreement, const std::string& level) const;
  Choice own() const;

  const Question& q_;
  SysSeconds opened_;
};

}  // namespace itss::sla
