#pragma once
// The report of a simulation: how the clocks of a window did, and how they would have done with a draft.

#include <string>

#include "format/document.hpp"
#include "kpi/simulation.hpp"

namespace itss::report {

// Per clock and level: counted, met, breached, running, n/a and kept, as they are and with the draft, and the
// difference in percentage points; for people `before → after` in one cell. Excused breaches count, and what is kept is
// given without them too. If the query keeps items, each record whose verdict changes, which then is the one table of
// CSV and TSV. JSON: {from, to, zone, now, known_at, series, replaced, clocks: [...], records: [...]}.
format::Document simulation_report(const kpi::Simulation& simulation, const record::World& world,
                                   const kpi::DraftWorld& draft, const kpi::Query& query);

}  // namespace itss::report
