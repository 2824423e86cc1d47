#pragma once
// The one small language of conditions: `when` of a rule, `--where`, KPI populations, agreements' coverage.
//   {priority: [P1, P2], resolution: filled, opened: {ge: 2026-10-01}, any: [{...}, {...}], not: {...}}
// Keys of a map are joined by "and".

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "base/zone.hpp"
#include "yaml/document.hpp"

namespace itss::schema {

enum class Op {
  in,
  filled,
  empty,
  min_count,
  before,
  after,
  gt,
  ge,
  lt,
  le,
  match,
  overdue,
  breached,
  within,
  weekday,
  time
};

struct Condition {
  enum class Form { always, all, any, none, test } form = Form::always;  // none: `not`, true if its child is false
  std::vector<Condition> children;
  std::string path;  // test: a field, or a dotted path (`service.owner`, `builds.dev.sha256`)
  Op op = Op::in;
  std::vector<std::string> operands;  // in: one of these; match: a substring, ASCII case ignored; others: one operand

  static Condition all_of(std::vector<Condition> children);
};

// What a condition is asked about. Implemented over a record (record/facts.hpp) and faked in tests.
class Facts {
 public:
  virtual ~Facts() = default;
  // The value at a path; absent if there is none. `status` is the shown state (derived ones too), `opened` the first
  // event's instant, `updated` the last one's.
  virtual Value value(std::string_view path) const = 0;
  virtual Instant now() const = 0;
  virtual const Zone& zone() const = 0;  // of dates among operands
  // The state of a clock; nothing if the record has none of that name.
  virtual std::optional<bool> overdue(std::string_view clock) const = 0;
  virtual std::optional<bool> breached(std::string_view clock) const = 0;
};

// Whether the condition holds. A test on an absent value is false, other than `empty` and what stands under `not`.
// before/after/gt/ge/lt/le compare instants, dates (as 00:00 in the zone), durations (a day as 24 hours) and numbers by
// their value, anything else as text. Where the value is a time, the operand may be any text of parse_when: `now`,
// `today`, `-7d`. `within: 30d` holds from now until 30 days ahead, `within: -30d` for the 30 days that end now.
// `weekday: [thu]` and `time: '16:00'` ask what the zone's calendar and clock show at an instant.
bool holds(const Condition& condition, const Facts& facts);

// `mon` to `sun`.
bool is_weekday(std::string_view text);
std::string_view weekday_name(Date date);
// Seconds since midnight for `16:00` or `16:00:30`.
std::optional<Seconds> parse_time_of_day(std::string_view text);

// Reads a condition from YAML; a finding (SCHEMA_CONDITION) with its place for an unknown word.
std::optional<Condition> read_condition(const yaml::Document& document, const yaml::Node& node, Diagnostics& findings);
// The same from a Value, for agreements and KPIs held as records.
Result<Condition> read_condition(const Value& value);
// One `--where` text: `field=a,b`, `field!=a`, `field>=x`, `>`, `<=`, `<`, `field~text`, `field` (filled), `!field`
// (empty), `overdue:CLOCK`, `breached:CLOCK`.
Result<Condition> parse_where(std::string_view text);

// Such texts, joined by "and", in the form that read_condition(Value) reads and a record holds.
Result<Value> condition_value(const std::vector<std::string>& wheres);

// The paths that a condition names, each once.
std::vector<std::string> paths_of(const Condition& condition);
// The clocks that it names, each once.
std::vector<std::string> clocks_of(const Condition& condition);

}  // namespace itss::schema
