#pragma once
// When the records of a type last, and which of them get in each other's way or in that of others.

#include <cstddef>
#include <string>
#include <vector>

#include "record/world.hpp"

namespace itss::process {

// A record that lasts from one instant to another.
struct Slot {
  record::RecordPtr record;
  const schema::Schema* type = nullptr;
  Window window;
  std::vector<std::string> touches;  // ids of the records that it works on, each once
};

// Two slots at one time that touch each other, or that a rule keeps apart.
struct Clash {
  std::size_t first = 0, second = 0;  // Timetable::slots
  enum class Why { shared, dependent, rule } why = Why::shared;
  Window window;                // when both last
  std::vector<std::string> on;  // the ids that both touch; where `over` says how, those on the way between them
  std::vector<const schema::Field*> over;     // the links that a fault goes over, from on[0] to on[1] and so on
  const schema::Schema* ruling = nullptr;     // of a rule: the type whose move asks for it, ...
  std::string move;                           // ... that move, ...
  const schema::GuardGroup* guard = nullptr;  // ... and its guard
};

struct Timetable {
  std::vector<Slot> slots;     // those of the type in the period, in order of time; behind them those they clash with
  std::size_t own = 0;         // how many of them are the type's own in the period
  std::vector<Clash> clashes;  // each pair once, in order of time
};

struct TimetableQuery {
  const schema::Schema* type = nullptr;  // has a window
  Window period;
  bool closed_too = false;  // those in final states too
  std::string on_type, on;  // only slots that touch this record; an empty id: all
  Instant now;
};

// Two slots clash if their windows overlap and they touch one record, or records of which one fails with the other.
// What they touch is what they name of types over whose links faults spread, and of those that `sharing` of a guard
// `apart` names. Records that name one another, or one and the same record with a window, are one piece of work and do
// not clash.
//
// That goes for slots of different types too, but for a type that guards of others keep apart and that keeps apart from
// nothing itself, such as a time in which nothing may be changed: these guards alone say what clashes with it, as if
// their move was made now. What they ask to be shared may depend on each other too. A slot clashes too if one that
// names it is kept apart so.
//
// REQUIRES: the world's schemas outlive what is returned.
Timetable timetable(const record::World& world, const TimetableQuery& query);

// The types of which the slots of a type touch records.
std::vector<std::string> touched_types(const schema::SchemaSet& schemas, const schema::Schema& type);

}  // namespace itss::process
