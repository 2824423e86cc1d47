#pragma once
// Measures as data (schemas/kpis.yaml): population and numerator as conditions, the moment that puts a record into a window, unit, target.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "record/world.hpp"
#include "schema/schema.hpp"
#include "sla/clock.hpp"

namespace itss::kpi {

enum class Formula { count, ratio, mean };
enum class Unit { number, percent, minutes, hours };
enum class Aim { at_least, at_most, none };

struct Measure {
  std::string name;
  schema::Label label;
  schema::Label explanation;      // the formula in words
  std::string clause;
  std::string record;             // the type
  Formula formula = Formula::count;
  Unit unit = Unit::number;
  std::string by;                 // the moment: `opened`, `entered:resolved`, `clock:response`, `window_end`
  std::string clock;              // ratio of clocks met / counted; `*`: every clock of the record
  schema::Condition population;   // records that count at all
  schema::Condition numerator;    // ratio: those of them that are good
  std::string span_from, span_to; // mean: moments, as in `by`; or `elapsed:CLOCK`
  Aim aim = Aim::none;
  double target = 0;
};

std::vector<Measure> read_measures(const schema::Source& source, Diagnostics& findings);

// One line of a report.
struct Item {
  std::string record;
  std::string why;                // `counted`, `numerator`, `excluded: REASON`
  double amount = 0;              // mean: the record's own figure in the unit
};
struct Figure {
  const Measure* measure = nullptr;
  std::string group;              // of --by: `P1`, `P1 / desk`; empty: all
  double numerator = 0;
  double denominator = 0;
  std::optional<double> value;    // nothing: n/a, the denominator is empty
  enum class Verdict { met, missed, none } verdict = Verdict::none;
  std::vector<Item> items;        // records that make the figure, and those excluded with the reason
  std::map<std::string, long> exclusions;  // reason -> records
};

struct Query {
  Window window;
  std::vector<std::string> by;    // fields to group by, at most two
  Instant now;
  std::optional<Instant> known_at;
  bool keep_items = false;
};

// The figures of the measures, each group after the whole, over the records of the world.
std::vector<Figure> evaluate(const std::vector<Measure>& measures, const record::World& world, const Query& query);

}  // namespace itss::kpi
