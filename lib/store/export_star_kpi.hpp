#pragma once
// The measures of an export: what they counted in each period, and that the views say the same as the report. Inside
// store/ only.

#include "store/export_star.hpp"
#include "store/sqlite.hpp"

namespace itss::store {

// Fills measures, periods, kpi_items, kpi_groups and what was reported; returns the number of items.
std::size_t add_measures(Database& database, const record::World& world, const std::vector<kpi::Measure>& measures,
                         const StarOptions& options);

// Marks the measures of which the views give exactly what was reported, in all periods; the others are not listed by
// them. REQUIRES: the views are there.
void keep_true_views(Database& database);

}  // namespace itss::store
