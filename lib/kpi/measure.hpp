#pragma once
// Measures as data (schemas/kpis.yaml): what is counted, the moment that puts it into a window, what is good, what is
// left out and why, unit, target. The words are few and general; no measure has a line of C++ of its own.
//
//   response_on_time:
//     label: {en: Answered on time, zh: 按时响应率}
//     explanation: {en: ..., zh: ...}
//     clause: 台A 3-2
//     record: ticket                  # a type, or a list of types
//     counts: clock response          # record (default), clock NAME, clocks, promises NAME, events MOVE..., items
//     FIELD,
//                                     # spans 24h, occurrences TYPE.SERIES
//     by: clock                       # a moment, or a list: the earliest of them; or overlap
//     where: {...}                    # population: what does not fit is not looked at
//     excludes: [cancelled, pending]  # names under `reasons:`; the first that fits takes it out, counted and listed
//     formula: ratio                  # count, ratio, shares, sum, mean, median, percentile, min, max, rate, remainder
//     good: {clock.verdict: met}      # ratio: its numerator
//     same: [builds.test.sha256, builds.prod.sha256]    # ratio: facts that must be equal too
//     moved: {field: assets, move: update-ci, naming: release, since: first:deployed, within: 48h}   # and done
//     elsewhere
//     repeats: {same: [assets, cause], within: 30d}     # and one like it before
//     of: channel                     # shares: the fact whose values are told apart
//     amount: {from: opened, to: told, less: [paused:resolution, in:on_hold], in: service.hours, once: service}
//                                     # or {path: FACT, scores: {code: 100}}
//                                     # or {named_by: ticket.caused_by_release, where: {...}, within: 7d}
//     each: day                       # the figure is of the days of the window, not of what is counted
//     per: {record: service, by: window_end, where: {...}, amount: {...}}   # rate, remainder: what stands below
//     facts: now                      # conditions see the facts of now (default), or those of the `moment`
//     unit: percent                   # number, percent, minutes, hours, points
//     target: {at_least: 95}          # or at_most, below; none: no verdict
//     floor: 90                       # between it and the target a miss is only a warning
//
// The words are explained in itss-kpis(5).

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/time.hpp"
#include "base/zone.hpp"
#include "schema/schema.hpp"
#include "schema/set.hpp"
#include "yaml/word_places.hpp"

namespace itss::kpi {

enum class Formula { count, ratio, shares, sum, mean, median, percentile, min, max, rate, remainder };
enum class Unit { number, percent, minutes, hours, points };
enum class Aim { none, at_least, at_most, below };

// What of a record is counted: the record itself, or each of several things that it has.
struct Subject {
  enum class Form { record, clock, promise, event, item, span, occurrence } form = Form::record;
  std::vector<std::string> names;  // the clock, the field, the moves, or the series as `TYPE.NAME`; `*`: every clock
  Seconds length{0};               // of a span
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
    window_start,
    window_end,
    clock,
    started,
    stopped,
    due,
    breached,
    event,
    item,
    span,
    slot,
    overlap
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
  std::string calendar;                  // a fact that names the calendar in which the span counts; empty: every second
  std::string once;                      // a fact: where spans with the same value of it overlap, they count once
  std::string path;                      // a fact: a number, a duration, or a list, which adds how many it has
  std::map<std::string, double> scores;  // for a fact that is a code
  std::string named_by, link;            // how many records of this type name the record by this field, ...
  schema::Condition named_where;         // ... fulfil this, ...
  std::optional<Duration> within;        // ... and were opened so soon after the counting moment
  bool given() const { return !path.empty() || !from.empty() || !named_by.empty(); }
  bool is_span() const { return !from.empty(); }
};

// Of a ratio: each record that a field names made a move in time.
struct Moved {
  std::string field;
  std::string move;
  std::string naming;              // the field of the other record that names this one after the move; empty: any
  Moments since;                   // empty: the counting moment
  std::optional<Duration> within;  // after `since`; none: by the counting moment
  bool given() const { return !field.empty(); }
};

// Of a ratio: another that is counted came so long before at most, with a value in common of each of the facts.
struct Repeats {
  std::vector<std::string> same;
  Duration within;
  bool given() const { return !same.empty(); }
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
  std::vector<std::string> same;  // facts that are equal where it is good
  Moved moved;
  Repeats repeats;
  std::string of;  // of formula shares
  Amount amount;
  bool each_day = false;
  std::vector<Measure> per;  // of formulas rate and remainder: one, whose count or sum stands below the line
  bool facts_at_moment = false;
  Unit unit = Unit::number;
  Aim aim = Aim::none;
  double target = 0;
  std::optional<double> floor;
  Place place;             // where it was read
  yaml::WordPlaces words;  // of its file, for findings about names
};

// A duration as seconds, a day as 24 hours.
inline Seconds seconds_of(const Duration& duration) {
  return duration.seconds + std::chrono::hours(24) * duration.days;
}

// What files have of measures.
struct Catalogue {
  std::vector<Measure> measures;  // those that can be used
  std::vector<Measure> unsound;   // those with an error, as far as they could be read
  bool complete = true;           // false: an error outside of the measures may concern any of them
};

// The measures of a file, in its order. Findings KPI_KEY, KPI_MISSING, KPI_NAME, KPI_VALUE with their places; a measure
// with an error is left out. `reasons` are known beside those of the file.
std::vector<Measure> read_measures(const schema::Source& source, Diagnostics& findings,
                                   const std::vector<Reason>& reasons = {});

// The same with the measures that have errors.
Catalogue read_catalogue(const schema::Source& source, Diagnostics& findings, const std::vector<Reason>& reasons = {});

// The reasons that a file declares.
std::vector<Reason> read_reasons(const schema::Source& source, Diagnostics& findings);

// `team` replaces measures of the same name in place and adds the others behind.
std::vector<Measure> merge_measures(std::vector<Measure> base, std::vector<Measure> team);

// The file of the shipped measures, as their places name it.
inline constexpr const char* kShippedMeasures = "schemas/kpis.yaml";

// The shipped measures with those of the repository's `.itss/kpis.yaml`, if it has one.
std::vector<Measure> load_measures(const std::optional<schema::Source>& team, Diagnostics& findings);

// The same with the measures that have errors. One of the team that has any hides the shipped one of its name, whose
// figure would pass for the team's.
Catalogue load_catalogue(const std::optional<schema::Source>& team, Diagnostics& findings);

// Whether the measure counts records of a type whose schema cannot be used, as its own findings say.
bool is_of_unusable_type(const Measure& measure, const schema::SchemaSet& schemas);

// Whether the types, states, clocks, moves and fields that the measures name exist: KPI_NAME findings at the names. Of
// a type whose schema cannot be used nothing can be told.
Diagnostics verify(const std::vector<Measure>& measures, const schema::SchemaSet& schemas);

// Verifies all of the catalogue; measures with errors, and those of types whose schemas cannot be used, become unsound.
Diagnostics verify(Catalogue& catalogue, const schema::SchemaSet& schemas);

// The measure of this name, or null.
const Measure* find_measure(const std::vector<Measure>& measures, std::string_view name);

// The first measure that is the rate of a clock of a type: a ratio over this clock or all clocks by their own moment,
// good where the verdict is met. Null if there is none.
const Measure* find_rate(const std::vector<Measure>& measures, std::string_view type, std::string_view clock);

// Whether amounts are collected one by one (sum, mean, median, percentile, min, max), other than things that are
// counted or weighed.
bool is_of_amounts(Formula formula);

// The words as in kpis.yaml, for an explanation.
std::string to_text(const schema::Condition& condition);
std::string to_text(const Moments& moments);
std::string to_text(const Subject& subject);
std::string to_text(const Amount& amount);
std::string to_text(const Moved& moved);
std::string to_text(const Repeats& repeats);
std::string_view name_of(Formula formula);
std::string_view name_of(Unit unit);
std::string_view name_of(Aim aim);
// The formula with its number, or what it is of: `percentile 90`, `shares of channel`, `min of each day`.
std::string formula_text(const Measure& measure);
// `≥`, `≤` or `<`; empty for none.
std::string_view sign_of(Aim aim);

}  // namespace itss::kpi
