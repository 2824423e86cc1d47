#pragma once
// The course of one clock: what a record's history did to it. Built once per clock by walk.cpp; arithmetic.cpp counts
// on it, clock.cpp gives the verdict, explain.cpp shows it.

#include <optional>
#include <string>
#include <vector>

#include "sla/agreement.hpp"
#include "sla/clock.hpp"

namespace itss::sla {

// A stretch of a hold during which its reason, end and consent did not change.
struct Hold {
  SysSeconds from{};
  SysSeconds to = SysSeconds::max();
  SysSeconds entered{};  // when the hold began
  std::optional<SysSeconds> until;
  std::string reason, consent;
  std::string by;  // who put it on hold
};

// Stopped, and started again by a reopening.
struct Rest {
  SysSeconds from{}, to{};
};

// A promise with what is needed to count on it.
struct Pledge {
  Promise shown;
  const schema::ClockRule* rule = nullptr;
  const Agreement* agreement = nullptr;
  const calendar::Calendar* calendar = nullptr;
  calendar::Use use;
  std::optional<SysSeconds> date;  // that was promised: nothing pauses it
  Seconds level_target{0};         // of which shown.target is what was left, if it is proportional; else the same
  bool replaced = false;           // by the promise after it, at shown.until; else it ended there because the clock did
  std::optional<SysSeconds> stop_known;  // when it was entered that the clock had stopped, if that ended it
  bool late_stop = false;                // stopped by its due time, but entered only after it
};

struct Course {
  bool started = false;
  Instant start;
  SysSeconds start_known{};  // when the start was entered
  SysSeconds cycle_start{};  // the present promises count from here unless they say otherwise
  std::optional<Instant> stopped;
  std::optional<Instant> cancelled;
  bool uncovered = false;      // an agreement covered the record, now none does
  bool reply_unknown = false;  // imported without the reply that would stop it
  std::vector<Hold> holds;
  std::vector<Rest> rests;
  std::vector<Pledge> pledges;
  std::optional<Excuse> excuse;  // the last one for this clock
};

// What the walk looks at.
struct Question {
  const record::Record& record;
  const schema::Schema& schema;
  const schema::ClockRule& rule;
  const record::World& world;
  const Agreements& agreements;
  const std::vector<record::Step>& steps;  // as of now and known_at
  Instant now;
  std::optional<Instant> known_at;
};

Course walk(const Question& question);

// Time that does not count for a pledge: pauses and rests, in order, without overlaps.
struct Gap {
  SysSeconds from{};
  SysSeconds to = SysSeconds::max();
};
std::vector<Gap> gaps_of(const Course& course, const Pledge& pledge);
// Whether a hold for this reason is one that stops the pledge's clock, if the requester consents.
bool is_agreed(const Hold& hold, const Pledge& pledge);
// The part of a hold that pauses the pledge's clock; nothing if none of it does.
std::optional<Gap> pause_of(const Hold& hold, const Pledge& pledge);
// Working seconds of the pledge in [from, to).
Seconds worked(const Course& course, const Pledge& pledge, SysSeconds from, SysSeconds to);
// The second in which the pledge is broken: the first one of work beyond its target begins there.
std::optional<SysSeconds> breaking_second(const Course& course, const Pledge& pledge);
// The earliest instant at which the pledge's target is used up.
std::optional<calendar::Calendar::Moment> due_of(const Course& course, const Pledge& pledge);

// From the start of the clock to `end`, why each stretch counts or not for the last pledge. REQUIRES: there is one.
std::vector<Stretch> stretches_of(const Course& course, SysSeconds end, const Zone& zone);
// The same of any pledge, from where it counts to `end`.
std::vector<Stretch> stretches_of(const Course& course, const Pledge& pledge, SysSeconds end, const Zone& zone);

}  // namespace itss::sla
