#pragma once
// Measures as data (schemas/kpis.yaml): what is counted, the moment that puts it into a window, what is good, what is
// left out and why, unit, target. The words are few and general; no measure has a line of C++ of its own.
//
//   response_on_time:
//     label: {en: Answered on time, zh: 按时响应率}
//     explanation: {en: ..., zh: ...}
//     clause: 台A 3-2
//     record: ticket                  # a type, or a list of types
//     counts: clock response          # record (default), clock NAME, clocks, promises NAME, events MOVE, items FIELD
//     by: clock                       # a moment, or a list: the earliest of them
//     where: {...}                    # population: what does not fit is not looked at
//     excludes: [cancelled, pending]  # names under `reasons:`; the first that fits takes it out, counted and listed
//     formula: ratio                  # count, ratio, sum, mean, median, percentile
//     good: {clock.verdict: met}      # ratio: its numerator
//     amount: {from: opened, to: told, less: [paused:resolution, in:on_hold]}   # or {path: FACT, scores: {code: 100}}
//     facts: now                      # conditions see the facts of now (default), or those of the `moment`
//     unit: percent                   # number, percent, minutes, hours, points
//     target: {at_least: 95}          # or at_most; none: no verdict
//     floor: 90                       # between it and the target a miss is only a warning
//
// Moments: `opened`, `recorded` (when the opening was entered), `told` (first), `entered:STATE` (the last time),
// `first:STATE` (the first time), `move:NAME` (the last time), `field:PATH` (an instant or date), `window_end` (the
// record as it was then), and of a clock `clock[:NAME]` (breached, else due), `started[:NAME]`, `stopped[:NAME]`,
// `due[:NAME]`, `breached[:NAME]`; `event` of a counted event, `item:FIELD` of a counted sub-record. Facts in
// conditions, beside those of the record: `clock.` or `clocks.NAME.` with `name verdict cause level policy elapsed
// overrun stopped due breached late_entry excused`; `history.told`, `history.imported` (yes), `history.moves.NAME` and
// `history.entries.STATE` (how often), `history.returns.STATE` (how often an earlier state was entered after it);
// `event.by`, `event.FIELD`; `item.key`, `item.FIELD`.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/zone.hpp"
#include "schema/schema.hpp"
#include "schema/set.hpp"

namespace itss::kpi {

enum class Formula { count, ratio, sum, mean, median, percentile };
enum class Unit { number, percent, minutes, hours, points };
enum class Aim { none, at_least, at_most };

// What of a record is counted: the record itself, or each of several things that it has.
struct Subject {
  enum class Form { record, clock, promise, event, item } form = Form::record;
  std::string name;  // the clock, move or field; `*`: every clock
};

struct Moment {
  enum class Form {
    opened,
    recorded,
    told,
    entered,
    first,
    move,
    field,
    window_end,
    clock,
    started,
    stopped,
    due,
    breached,
    event,
    item
  };
  Form form = Form::opened;
  std::string name;  // empty for a clock's moment: of the clock that is counted
};
using Moments = std::vector<Moment>;  // the earliest that there is

// A span of the record that an amount does not count: the pauses of a clock, or the time in a state.
struct Less {
  enum class Form { paused, in_state } form = Form::paused;
  std::string name;
};

// What each counted thing adds: the span between two moments, or the value of a fact.
struct Amount {
  Moments from, to;
  std::vector<Less> less;
  std::string path;                      // a fact: a number, or a duration
  std::map<std::string, double> scores;  // for a fact that is a code
  bool given() const { return !path.empty() || !from.empty(); }
};

struct Reason {
  std::string name;
  schema::Label label;
  schema::Condition when;
};

struct Measure {
  std::string name;
  schema::Label label;
  schema::Label explanation;  // the formula in words
  std::string clause;
  std::vector<std::string> records;  // the types
  Subject counts;
  Moments by;
  schema::Condition where;
  std::vector<Reason> excludes;
  Formula formula = Formula::count;
  double percentile = 0;  // of formula percentile: 0 to 100
  schema::Condition good;
  Amount amount;
  bool facts_at_moment = false;
  Unit unit = Unit::number;
  Aim aim = Aim::none;
  double target = 0;
  std::optional<double> floor;
  Place place;  // where it was read
};

// The measures of a file, in its order. Findings KPI_KEY, KPI_MISSING, KPI_NAME, KPI_VALUE with their places; a measure
// with an error is left out. `reasons` are known beside those of the file.
std::vector<Measure> read_measures(const schema::Source& source, Diagnostics& findings,
                                   const std::vector<Reason>& reasons = {});

// The reasons that a file declares.
std::vector<Reason> read_reasons(const schema::Source& source, Diagnostics& findings);

// `team` replaces measures of the same name in place and adds the others behind.
std::vector<Measure> merge_measures(std::vector<Measure> base, std::vector<Measure> team);

// The shipped measures with those of the repository's `.itss/kpis.yaml`, if it has one.
std::vector<Measure> load_measures(const std::optional<schema::Source>& team, Diagnostics& findings);

// Whether the types, states, clocks, moves and fields that the measures name exist: KPI_NAME findings.
Diagnostics verify(const std::vector<Measure>& measures, const schema::SchemaSet& schemas);

// The measure of this name, or null.
const Measure* find_measure(const std::vector<Measure>& measures, std::string_view name);

// The first measure that is the rate of a clock of a type: a ratio over this clock or all clocks by their own moment,
// good where the verdict is met. Null if there is none.
const Measure* find_rate(const std::vector<Measure>& measures, std::string_view type, std::string_view clock);

// The words as in kpis.yaml, for an explanation.
std::string to_text(const schema::Condition& condition);
std::string to_text(const Moments& moments);
std::string to_text(const Subject& subject);
std::string to_text(const Amount& amount);
std::string_view name_of(Formula formula);
std::string_view name_of(Unit unit);

}  // namespace itss::kpi
