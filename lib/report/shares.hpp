#pragma once
// The shares of mixes, below the figures.

#include <vector>

#include "format/document.hpp"
#include "kpi/evaluate.hpp"
#include "record/world.hpp"

namespace itss::report {

// A row for each share of each figure, with the group of those that have one. `measures` are those of the figures.
format::Section share_section(const std::vector<kpi::Measure>& measures, const std::vector<kpi::Figure>& figures,
                              const record::World& world, const std::vector<std::string>& by);

// The value of the measure's `of` that has a share, masked if it is confidential.
format::Cell share_value_cell(const record::World& world, const kpi::Measure& measure, const std::string& value);

// Whether any figure has shares.
bool has_shares(const std::vector<kpi::Figure>& figures);

}  // namespace itss::report
