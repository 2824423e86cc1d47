#pragma once
// Clocks: a pure function of a record's history, agreement and calendar versions, now and known_at. Integer seconds.
// A clock is a list of promises; what is broken stays broken (itss-sla(7)).

#include <memory>
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

// A stretch of the clock and why it counts or not; the stretches add up to the wall-clock span, what they count to
// the clock's elapsed seconds.
struct Stretch {
  Instant from, to;
  Seconds counted{0};
  std::string why;  // `working`, `make_up`, `special`, `closed`, `holiday`, `paused`, `hold_without_consent`,
                    // `hold_not_agreed`, `hold_lapsed`, `resolved`, `earlier` (of a promise that was kept, or a cycle
                    // that ended)
  std::string detail;  // the holiday's name, the hold's reason and by whom
};

struct Promise {
  std::string agreement;  // its record id; empty: the schema itself promises it
  std::string calendar;
  std::string level;  // the code that chose the target: `P1`, `unclassified`, `every`
  Seconds target{0};
  Instant in_force_from;
  std::optional<Instant> until;  // replaced, kept or ended then
  Instant counted_from;          // elapsed counts from here
  std::optional<Instant> due;    // earliest instant at which elapsed = target; none: paused without an end
  bool provisional = false;
  std::optional<Instant> broken_at;
  std::string policy;  // why it exists: `opening`, `classification`, `priority_change`, `agreement_change`,
                       // `due_change`, `told`, `handed_on`, `reopen`
  std::string method;  // how its target was found: `from_start`, `from_change`, `proportional`, `date`
  Seconds elapsed{0};  // working seconds from counted_from until it ended, or until now
  // Of one that is not the last, was broken or counted by itself (user told, handed on, a new cycle): from counted_from
  // until it ended. They add up to its elapsed seconds.
  std::vector<Stretch> stretches;
};

// By whom, when and for which reason (a code) a breach was excused.
struct Excuse {
  std::string reason, by, note;
  Instant at;
};

// A part of a hold that stops a clock.
struct Pause {
  Instant from, to;
};

struct Clock {
  std::string name;
  Verdict verdict = Verdict::none;
  std::optional<Instant> started;  // nothing: it has not begun
  std::optional<Instant> stopped;
  std::vector<Promise> promises;
  std::optional<Instant> due;          // of the last promise
  std::optional<Instant> breached_at;  // of the first broken one
  std::string
      cause;  // `work`, `priority_change`, `agreement_change`, `due_change`, `hold_expired`, `late_entry`, `corrected`
  Seconds elapsed{0};  // working seconds until it stopped, or until now
  bool paused = false;
  bool hold_lapsed = false;       // on hold still, but the pause is over
  bool cancelled = false;         // also of a clock that was breached before
  bool late_entry = false;        // not breached only by what was recorded after the breach
  bool provisional = false;       // the due time needs days that the calendar does not cover
  std::optional<Excuse> excused;  // of a breach: figures are given with and without it
  int warned = 0;                 // the highest of the agreement's warn_at percentages reached, while it runs
  std::vector<Pause> pauses;      // of all its cycles until now, and of holds after it stopped
  std::vector<Stretch> stretches;
  // The instant whose window counts this clock: breached_at, else due; nothing while it is `none` or cancelled before a
  // breach.
  std::optional<Instant> counted_at() const;
  // Working seconds until the last promise's target is used up, negative when overdue; 0 without a promise.
  Seconds left() const;
  // elapsed beyond the target of the last promise; 0 if none.
  Seconds overrun() const;
  // Promised and not stopped, be it paused or late.
  bool is_running() const;
  // Runs, and elapsed > target of its last promise; never merely "now is after due".
  bool is_overdue() const;
  // Breached, and nobody has excused it.
  bool is_alarming() const;
};

// Whether the stretches are wanted: they cost more than all else.
enum class Detail { figures, stretches };

// Reads the agreements of a repository once, then answers for any number of records.
class Clockwork {
 public:
  // The agreements as known at `known_at`. REQUIRES: `world` outlives the object.
  explicit Clockwork(const record::World& world, std::optional<Instant> known_at = std::nullopt);
  ~Clockwork();
  Clockwork(Clockwork&&) noexcept;
  Clockwork& operator=(Clockwork&&) noexcept;

  // The clocks that the record's type declares, in its order. Events after `now` have not happened.
  std::vector<Clock> clocks_of(const record::Record& record, const Instant& now, Detail detail = Detail::figures) const;

  // The agreement that would promise the clock to a record of which only these facts are known, if it were opened at
  // `at`; empty if none would.
  std::string agreement_for(std::string_view clock, const schema::Facts& facts, const Instant& at) const;

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

// The same for one record, with stretches.
std::vector<Clock> clocks_of(const record::Record& record, const record::World& world, const Instant& now,
                             std::optional<Instant> known_at = std::nullopt);

// Answers for `overdue:` (runs, and elapsed > target of its last promise) and `breached:` in conditions about the
// record. REQUIRES: record and world outlive the answers.
record::ClockAnswers clock_answers(const record::Record& record, const record::World& world, const Instant& now);
// The same for one of many records. REQUIRES: record and clockwork outlive the answers.
record::ClockAnswers clock_answers(const record::Record& record, const Clockwork& clockwork, const Instant& now);

}  // namespace itss::sla
