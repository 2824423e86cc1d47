#pragma once

#include <vector>

#include "app.hpp"
#include "kpi/measure.hpp"

namespace itss::cmd {

// The shipped measures with those of the team, `.itss/kpis.yaml`, which add to them or replace one; findings of both.
std::vector<kpi::Measure> read_measures(const store::Repository& repository, Diagnostics& findings);

// The same where there may be no repository: then the shipped ones.
std::vector<kpi::Measure> read_measures(App& app, Diagnostics& findings);

// Both with the measures that have errors; the findings stand in the order of the files' lines.
kpi::Catalogue read_catalogue(const store::Repository& repository, Diagnostics& findings);
kpi::Catalogue read_catalogue(App& app, Diagnostics& findings);

// Those that can be used, with what is wrong with them told; `exit` becomes 3 if one of them cannot be used.
std::vector<kpi::Measure> usable_measures(App& app, Exit& exit);
// The same with those that have errors.
kpi::Catalogue told_catalogue(App& app, Exit& exit);

// The measure of this name. Throws Failure (2) with a suggestion if there is none.
const kpi::Measure& wanted_measure(const std::vector<kpi::Measure>& measures, const std::string& name);
// The same; Failure (3) if there is one that has errors.
const kpi::Measure& wanted_measure(const kpi::Catalogue& catalogue, const std::string& name);

}  // namespace itss::cmd
