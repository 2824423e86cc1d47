#pragma once
// The figures of measures over the records of a world, in one pass: each record's history and clocks are worked out
// once for all measures.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kpi/measure.hpp"
#include "record/world.hpp"

namespace itss::kpi {

// One thing that a figure looked at.
struct Item {
  // good: in the numerator of a ratio or remainder, or what a rate has above its line; then `counted` is the rest of
  // it, or what stands below the line of a rate.
  enum class Role { counted, good, excluded } role = Role::counted;
  std::string record;    // of a day on which nobody is found: empty
  std::string part;      // the clock, event, sub-record, span or day, if it is not the record itself
  std::string share;     // of formula shares: to which one it belongs
  std::string reason;    // excluded: the name of the reason
  Instant moment;        // that put it into the window
  double amount = 0;     // in the measure's unit, if it has amounts
  bool excused = false;  // a breach that was excused: it counts, and is left out of `value_without_excused`
  bool per = false;      // of what a rate or remainder stands upon
  double taken = 0;      // what a remainder has taken off it, in the same unit; `amount` is what is left
};

// What one value of a fact has of a mix.
struct Share {
  std::string value;     // empty: those that have none
  double numerator = 0;  // of the figure's denominator
  double part = 0;       // in the measure's unit
};

struct Figure {
  const Measure* measure = nullptr;
  std::vector<std::string> group;  // the values of the fields of `by` (or of the grouping); empty: the whole
  double numerator = 0;            // count and sum: the value; ratio: the good ones; mean: the sum in the unit
  double denominator = 0;          // what was counted; of spans in percent both are hours
  std::optional<double> value;     // nothing: n/a, the denominator is empty
  double excused = 0;              // of ratios and counts of clocks: what counts against it although it was excused
  std::optional<double> value_without_excused;  // the value as if that had not been counted
  enum class Verdict { none, met, missed } verdict = Verdict::none;
  bool below_floor = false;                // a miss beyond the measure's floor
  std::vector<Share> shares;               // of formula shares, the largest first
  std::map<std::string, long> exclusions;  // reason -> how many
  std::vector<Item> items;                 // in the order of records; only if the query keeps them
};

// How the figures of one measure are split.
struct Grouping {
  std::vector<std::string> by;  // fields, as in a query
  // Bounds, ascending: under the first, from one to under the next, from the last on. What is parted is the measure's
  // amount if it has one in a unit of time, else how long before the counting moment the record was opened. The group
  // has the number of the part, from 0, behind the values of `by`.
  std::vector<Seconds> ages;
  bool given() const { return !by.empty() || !ages.empty(); }
};

struct Query {
  Window window;
  // Fields to group by: their values at the counting moment. Of what is counted at its opening, a field that was empty
  // then has the first value that it got: nothing is classified before it is opened.
  std::vector<std::string> by;
  Instant now;
  std::optional<Instant> known_at;
  bool keep_items = false;
  std::vector<Grouping> groupings;  // of each measure, in their order, in place of `by`; empty: all by `by`
};

// An exclusion of its own beside a measure's reasons: the amount cannot be told, since a moment or a fact is missing
// or the span would be negative.
inline constexpr std::string_view kNotMeasurable = "not_measurable";
// And one where others still have time for the move that is asked of them.
inline constexpr std::string_view kUndecided = "undecided";

// The figures in the order of the measures, the groups of each, sorted, behind its whole. The figures point into
// `measures`, which must outlive them. The order of the records changes nothing but the order of items.
std::vector<Figure> evaluate(const std::vector<Measure>& measures, const record::World& world, const Query& query);

// The figure of a group in which nothing was counted: 0 of a count or sum, else n/a.
Figure empty_figure(const Measure& measure, const std::vector<std::string>& group);

// The unit of the amounts of its items: its own, other than of spans that are set against each other, which are in
// hours.
Unit unit_of_amounts(const Measure& measure);

// The label of an exclusion's reason in the chosen language.
std::string reason_label(const Measure& measure, std::string_view reason);

}  // namespace itss::kpi
