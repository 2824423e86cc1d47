#pragma once
// The SLA report: how the clocks of all records did in a window.

#include <optional>
#include <string>
#include <vector>

#include "format/document.hpp"
#include "kpi/attainment.hpp"
#include "record/world.hpp"
#include "report/course.hpp"

namespace itss::report {

// Per clock and level (priority), or per group if the query groups: counted, met, breached, attainment with and without
// excused breaches, running, cancelled, n/a, what the measures' rate of the clock is to reach; then each breach. What
// the measures' rate of a clock leaves out is among the cancelled ones. `types` empty: every type that has clocks.
// JSON: {from, to, zone, now, known_at, clocks: [...], breaches: [...]}; with a trend `trend: [...]`, a row for each
// line in each period.
format::Document sla_report(const std::vector<kpi::Measure>& measures, const record::World& world,
                            const kpi::Query& query, const std::vector<std::string>& types = {},
                            const Course& course = {});

// The measure whose figure is the attainment of a clock's whole among these types: its rate, of this clock alone.
// Nothing if there is none.
std::optional<kpi::Measure> clock_rate(const std::vector<kpi::Measure>& measures, const schema::SchemaSet& schemas,
                                       const std::vector<std::string>& types, const std::string& clock);

}  // namespace itss::report
