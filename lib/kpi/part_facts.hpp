#pragma once
// The facts of a part of a record, as conditions and amounts of measures name them.

#include <optional>
#include <string_view>

#include "kpi/view.hpp"
#include "record/facts.hpp"
#include "schema/condition.hpp"

namespace itss::kpi {

// The record's facts, with those of its history, its clocks and the part that is counted before them; of now, or as
// they were at a moment.
class PartFacts : public schema::Facts {
 public:
  // `fields`: of now, or of `at`. REQUIRES: all references outlive the object.
  PartFacts(const View& view, const Part& part, const Fields& fields, std::optional<Instant> at);

  Value value(std::string_view path) const override;
  Instant now() const override { return facts_.now(); }
  const Zone& zone() const override { return facts_.zone(); }
  std::optional<bool> overdue(std::string_view clock) const override { return facts_.overdue(clock); }
  std::optional<bool> breached(std::string_view clock) const override { return facts_.breached(clock); }

 private:
  const sla::Clock* clock(std::string_view name) const;
  std::optional<bool> late(std::string_view name, bool ever) const;
  Value named_clock(std::string_view rest) const;
  Value covered(std::string_view clock) const;
  Value event(std::string_view name) const;
  Value next_verb() const;
  Value span(std::string_view path) const;
  Value history(std::string_view path) const;
  long entries(std::string_view state) const;
  long returns(std::string_view state) const;

  const View& view_;
  const Part& part_;
  Instant at_;
  const View* clocks_;  // whose clocks of now count; null: those of the moment
  record::RecordFacts facts_;
};

}  // namespace itss::kpi
