#pragma once
// One record as measures see it: its effective events, states, clocks and facts, each worked out at most once.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kpi/conditions.hpp"
#include "kpi/evaluate.hpp"
#include "record/facts.hpp"
#include "sla/clock.hpp"
#include "sla/recurrence.hpp"

namespace itss::kpi {

// The thing of a record that is being counted; all null: the record itself.
struct Part {
  // A whole stretch of the record's life, half-open.
  struct Stretch {
    Instant from, to;
    bool quiet = false;  // nothing happened in it
  };

  const sla::Clock* clock = nullptr;
  const sla::Promise* promise = nullptr;
  const record::Event* event = nullptr;
  const std::string* key = nullptr;  // of a sub-record
  const Value* item = nullptr;
  const Stretch* span = nullptr;
  const sla::Occurrence* occurrence = nullptr;
};

// The time that a part adds, within the window where it counts by overlap.
struct Covered {
  Instant from, to;
  std::string calendar;  // empty: every second counts
};

// The spans in order, joined where they overlap or touch.
std::vector<std::pair<Instant, Instant>> disjoint(std::vector<std::pair<Instant, Instant>> spans);

// The seconds of its calendar that it has; nothing if there is no such calendar.
std::optional<double> seconds_of(const Covered& span, const record::World& world);

// How many seconds one unit is; 1 for units that are no time.
double seconds_in(Unit unit);

class View {
 public:
  // `conditions`, if given, are those that will be asked again and again.
  // REQUIRES: all references outlive the view.
  View(const record::Record& record, const record::World& world, const sla::Clockwork& clockwork, const Query& query,
       const Conditions* conditions = nullptr);

  bool exists() const { return !events_.empty(); }
  const record::Record& record() const { return record_; }
  const std::vector<const record::Event*>& events() const { return events_; }
  const std::vector<record::StateSpan>& spans() const;
  const Fields& fields() const;
  // As of now, other than those that were decided in the query's window and started again after it.
  const std::vector<sla::Clock>& clocks() const;
  const sla::Clock* clock(std::string_view name) const;

  // The record's fields after the events up to `at`.
  const Fields& fields_at(const Instant& at) const;
  // The end of the window for measures that ask for it: its last second, or now if that is earlier.
  Instant window_end() const;
  // The whole stretches of this length from the opening on, until the record came into a final state or now, that end
  // within the window.
  std::vector<Part::Stretch> stretches(Seconds length) const;

  // The times of the series `TYPE.NAME` for the record whose slots lie in the window, up to now.
  const std::vector<sla::Occurrence>& occurrences(const std::string& series) const;

  // The earliest of the moments; nothing if there is none.
  std::optional<Instant> moment(const Moments& moments, const Part& part) const;
  // What the part adds: the seconds of a span or a duration, else the number; nothing if it cannot be told.
  std::optional<double> amount(const Measure& measure, const Part& part) const;
  // The span of an amount; nothing if a moment of it is missing or it would be negative.
  std::optional<Covered> covered(const Measure& measure, const Part& part) const;
  // The facts of the part as conditions see them, of now or of a moment.
  bool holds(const schema::Condition& condition, const Part& part, const std::optional<Instant>& at) const;
  Value fact(std::string_view path, const Part& part, std::optional<Instant> at = std::nullopt) const;
  // The texts of fields at a moment, for groups; empty where there was none.
  std::vector<std::string> group_at(const std::vector<std::string>& fields, const Instant& at) const;
  // The same of what is counted when it is opened, before anybody has judged it: a field that was empty then has the
  // first value that it got.
  std::vector<std::string> group_since(const std::vector<std::string>& fields, const Instant& at) const;

 private:
  friend class PartFacts;
  enum class Answer : char { unknown, no, yes };
  using Answers = std::vector<Answer>;  // by the numbers of conditions
  // Where the answer of a condition is kept; null if it must be asked each time.
  Answer* place_of(const Conditions::Node& node, const Part& part, const std::optional<Instant>& at) const;
  bool answer(const schema::Condition& condition, const Part& part, const std::optional<Instant>& at) const;
  std::vector<sla::Clock> find_clocks() const;
  const std::vector<sla::Clock>& clocks_at(const Instant& at) const;
  std::optional<Instant> end_of_amount(const Moments& moments, const Part& part) const;
  const Fields& fields_after(std::size_t events) const;
  std::size_t events_until(const Instant& at) const;
  std::optional<Instant> one_moment(const Moment& moment, const Part& part) const;
  std::optional<Instant> clock_moment(const Moment& moment, const Part& part) const;
  void take_off(const Less& less, const Instant& from, const Instant& to,
                std::vector<std::pair<Instant, Instant>>& off) const;

  const record::Record& record_;
  const record::World& world_;
  const sla::Clockwork& clockwork_;
  const Query& query_;
  const Conditions* conditions_;
  mutable Answers answers_;                               // of now
  mutable Answers quiet_answers_;                         // of spans in which nothing happened
  mutable std::map<std::size_t, Answers> answers_after_;  // after so many events, until the next
  mutable std::map<SysSeconds, Answers> answers_then_;    // of a moment
  std::vector<const record::Event*> events_;
  bool has_derived_states_;
  mutable std::optional<std::vector<record::StateSpan>> spans_;
  mutable std::map<std::size_t, Fields> fields_;  // after so many events
  mutable std::optional<std::vector<sla::Clock>> clocks_;
  mutable std::map<SysSeconds, std::vector<sla::Clock>> clocks_then_;
  mutable std::map<std::string, std::vector<sla::Occurrence>> occurrences_;
};

}  // namespace itss::kpi
