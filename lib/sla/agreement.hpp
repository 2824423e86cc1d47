#pragma once
// Agreements: what is promised to whom, in which versions, and which of them holds for a record.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "record/world.hpp"
#include "schema/condition.hpp"

namespace itss::sla {

inline constexpr std::string_view kUnclassified = "unclassified", kEvery = "every";

// What an agreement promises for one clock.
struct Terms {
  std::string calendar;                                       // of targets without one of their own
  std::map<std::string, std::string, std::less<>> calendars;  // by level
  std::map<std::string, Duration, std::less<>> targets;       // by level: a code, `unclassified` or `every`

  const std::string& calendar_of(std::string_view level) const;
};

enum class OnChange { retroactive, from_change, proportional };
enum class OnReopen { carry_on, new_cycle, first_only };
enum class LateEntry { met, breach };

struct Agreement {
  std::string id;
  std::string series;
  std::string kind;  // sla, ola, uc; empty: of any
  long rank = 0;     // the higher one wins among equally specific ones
  schema::Condition covers;
  std::size_t conditions = 0;           // how specific it is
  SysSeconds from = SysSeconds::min();  // in force [from, until)
  SysSeconds until = SysSeconds::max();
  bool reaches_open = false;                        // applies_to: open
  std::map<std::string, Terms, std::less<>> terms;  // by clock
  std::vector<int> warn_at;                         // percentages, ascending
  std::optional<std::vector<std::string>> pauses;   // reasons of a hold that stop a clock; nothing: the clock's own
  std::optional<Duration> expires;                  // how long a hold may pause a clock at most
  std::optional<OnChange> on_change;
  OnReopen on_reopen = OnReopen::carry_on;
  LateEntry late_entry = LateEntry::met;
  bool follows_calendar = false;  // calendar_change: follow

  bool in_force(SysSeconds at) const { return from <= at && at < until; }
};

// The terms of promises that a schema itself makes, without an agreement: no id, every policy its default.
const Agreement& process_terms();

// What is wrong with an agreement's fields, one text each: a target of 0, an unknown calendar, clock, level, reason or
// policy, a clock that another kind of agreement promises, a condition that cannot be read, that asks for what no
// record with clocks has, or that names the field by which a clock chooses its target.
std::vector<std::string> problems_of(const Fields& agreement, const record::World& world);

// The agreements of a repository that are or were in force, as known at some time.
class Agreements {
 public:
  Agreements(const record::World& world, std::optional<Instant> known_at);
  ~Agreements();
  Agreements(Agreements&&) noexcept;
  Agreements& operator=(Agreements&&) noexcept;

  // The agreement for a clock of a record that was opened at `opened`, as its facts are at `at`: the most specific of
  // those in force at the opening, or in force later with `applies_to: open`. Null if none covers it. `held`: the one
  // by which it is judged until now, which stays although it has ended since.
  const Agreement* choose(std::string_view clock, const schema::Facts& facts, SysSeconds opened, SysSeconds at,
                          const Agreement* held = nullptr) const;

  // Later versions that reach open records: when they do, within (after, until].
  std::vector<SysSeconds> arrivals(SysSeconds after, SysSeconds until) const;

  // The first parts of all paths that a condition of an agreement names.
  const std::vector<std::string>& fields_named() const { return fields_named_; }
  // All paths that a condition of an agreement names.
  const std::vector<std::string>& paths_named() const { return paths_named_; }
  const std::vector<Agreement>& all() const { return all_; }
  // Of promises that follow a date: every second counts.
  const calendar::Calendar& round_the_clock() const { return *round_the_clock_; }

 private:
  std::vector<Agreement> all_;                       // the more specific first
  std::vector<std::vector<std::size_t>> replacers_;  // later versions of each one's series
  std::vector<std::string> fields_named_, paths_named_;
  std::unique_ptr<const calendar::Calendar> round_the_clock_;
};

// Findings AGREEMENT_PROBLEM and AGREEMENT_AMBIGUOUS of all agreements, by their files; SCHEMA_UNKNOWN of calendars
// that clocks name.
Diagnostics check_agreements(const record::World& world);

}  // namespace itss::sla
