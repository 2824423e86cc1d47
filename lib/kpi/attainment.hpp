#pragma once
// How the clocks of all records did in a window: per clock and level, and each breach.

#include <optional>
#include <string>
#include <vector>

#include "kpi/evaluate.hpp"
#include "sla/clock.hpp"

namespace itss::kpi {

struct ClockLine {
  std::string type;
  std::string clock;
  std::string level;  // of the promise that decided: `P1`, `unclassified`; empty: all levels, or none where n/a
  std::vector<std::string> group;  // the values of the fields of the query's `by`; empty: the whole
  long met = 0, breached = 0, running = 0, cancelled = 0, none = 0;
  long late_entry = 0;  // of the met ones: stopped in time, but recorded after the due time
  long excused = 0;     // of the breached ones
  long counted() const { return met + breached; }
  // In percent; nothing if none counted. Without those that were excused: the same of the others.
  std::optional<double> attainment() const;
  std::optional<double> attainment_without_excused() const;
};

struct Breach {
  std::string record, type, title, clock, level;
  std::optional<Instant> due;
  Instant breached_at;
  std::string cause;
  Seconds overrun{0};
  bool running = false;
  bool cancelled = false;  // after the breach
  std::optional<sla::Excuse> excused;
};

struct Attainment {
  // By type and clock in the schemas' order: the clock's whole, then its levels, or its groups if the query groups.
  std::vector<ClockLine> lines;
  std::vector<Breach> breaches;  // by breached_at, then record and clock
};

// The clocks of the types (empty: all that have clocks) in the query's window, other than those that follow a date
// which their record does not have: breached ones by the time of the breach, others by their due time, those without
// one by their end or start (itss-sla(7), "Counting"). A met one that the clock's rate among the measures leaves out
// (duplicate, out of scope) counts as cancelled.
Attainment attainment(const std::vector<Measure>& measures, const record::World& world, const Query& query,
                      std::vector<std::string> types = {});

}  // namespace itss::kpi
