#pragma once

#include <vector>

#include "app.hpp"
#include "kpi/measure.hpp"

namespace itss::cmd {

// The shipped measures with those of the team, `.itss/kpis.yaml`, which add to them or replace one; findings of both.
std::vector<kpi::Measure> read_measures(const store::Repository& repository, Diagnostics& findings);

}  // namespace itss::cmd
