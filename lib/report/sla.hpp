#pragma once
// The SLA report: how the clocks of all records did in a window.

#include <string>
#include <vector>

#include "format/document.hpp"
#include "kpi/attainment.hpp"
#include "record/world.hpp"

namespace itss::report {

// Per clock and level (priority): counted, met, breached, attainment with and without excused breaches, running,
// cancelled, n/a; then each breach. What the measures' rate of a clock leaves out is among the cancelled ones. `types`
// empty: every type that has clocks. JSON: {from, to, zone, now, known_at, clocks: [...], breaches: [...]}.
format::Document sla_report(const std::vector<kpi::Measure>& measures, const record::World& world,
                            const kpi::Query& query, const std::vector<std::string>& types = {});

}  // namespace itss::report
