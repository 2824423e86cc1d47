#pragma once
// Which of what a measure counts repeats something before it. Inside kpi/ only.

#include <set>
#include <string>
#include <tuple>

#include "kpi/view.hpp"

namespace itss::kpi {

// A counted thing: its record, part and counting moment.
using Thing = std::tuple<std::string, std::string, SysSeconds>;
using Things = std::set<Thing>;
Thing thing_of(const View& view, const Part& part, const Instant& at);

// Those that the measure's `repeats` holds of: in a pass of its own, since what is repeated may lie before the window.
// Empty for a measure without the word.
Things find_repeated(const Measure& measure, const record::World& world, const sla::Clockwork& clockwork,
                     const Query& query);

}  // namespace itss::kpi
