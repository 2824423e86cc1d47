#pragma once
// The shares of mixes, below the figures.

#include <vector>

#include "format/document.hpp"
#include "kpi/evaluate.hpp"
#include "record/world.hpp"

namespace itss::report {

// A row for each share of each figure, with the group of those that have one.
format::Section share_section(const std::vector<kpi::Figure>& figures, const record::World& world,
                              const std::vector<std::string>& by);

// Whether any figure has shares.
bool has_shares(const std::vector<kpi::Figure>& figures);

}  // namespace itss::report
