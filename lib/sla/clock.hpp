#pragma once
// Clocks: a pure function of a record's history, agreement and calendar versions, now and known_at. Integer seconds.
// A clock is a list of promises; what is broken stays broken (itss-sla(7)).

#include <optional>
#include <string>
#include <vector>

#include "calendar/calendar.hpp"
#include "record/facts.hpp"
#include "record/world.hpp"

namespace itss::sla {

// none: no agreement or no reply recorded by an import ("n/a"), in no denominator.
enum class Verdict { running, met, breached, cancelled, none };
std::string_view name_of(Verdict verdict);

struct Promise {
  std::string agreement;      // its record id
  std::string calendar;
  std::string level;          // the code that chose the target: `P1`, `unclassified`
  Seconds target{0};
  Instant in_force_from;
  std::optional<Instant> until;
  Instant counted_from;       // elapsed counts from here
  std::optional<Instant> due; // earliest instant at which elapsed = target
  bool provisional = false;
  std::optional<Instant> broken_at;
  std::string policy;         // why it exists: `opening`, `classification`, `priority_change`, `told`, `reopen`
};

// A stretch of the clock and why it counts or not; the stretches add up to the wall-clock span.
struct Stretch {
  Instant from, to;
  Seconds counted{0};
  std::string why;       // `working`, `closed`, `holiday`, `make_up`, `paused`, `hold_without_consent`, `hold_lapsed`, `resolved`
  std::string detail;    // the holiday's name, the hold's reason, by whom
};

struct Clock {
  std::string name;
  Verdict verdict = Verdict::none;
  Instant started;
  std::optional<Instant> stopped;
  std::vector<Promise> promises;
  std::optional<Instant> due;          // of the last promise
  std::optional<Instant> breached_at;  // of the first broken one
  std::string cause;                   // `work`, `priority_change`, `hold_expired`, `late_entry`, `corrected`
  Seconds elapsed{0};                  // working seconds until it stopped, or until now
  bool paused = false;
  bool late_entry = false;
  std::vector<Stretch> stretches;
  // The instant whose window counts this clock: breached_at, else due; nothing while it is `none` or cancelled.
  std::optional<Instant> counted_at() const;
  // elapsed beyond the target of the last promise; 0 if none.
  Seconds overrun() const;
};

// The clocks that the record's type declares, in its order.
std::vector<Clock> clocks_of(const record::Record& record, const record::World& world, const Instant& now,
                             std::optional<Instant> known_at = std::nullopt);

// Answers for `overdue:` and `breached:` in conditions about the record.
record::ClockAnswers clock_answers(const record::Record& record, const record::World& world, const Instant& now);

}  // namespace itss::sla
