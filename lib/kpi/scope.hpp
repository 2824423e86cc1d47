#pragma once
// Which records a query can leave alone, so that a month's figures need not look at all years.

#include <vector>

#include "kpi/evaluate.hpp"

namespace itss::kpi {

// Of the records of a type, those that may be in a figure of the query's window, or be left out of one and listed.
record::Scope scope_of(const std::vector<Measure>& measures, const schema::Schema& type, const Query& query);
// The same for the clocks that were decided, due or ended in the window.
record::Scope scope_of_clocks(const schema::Schema& type, const Query& query);

// Whether what the measure counts of a record lies in time with it; else it may be counted long after anything has
// happened to it, as at a window's end.
bool is_of_moment(const Measure& measure);

}  // namespace itss::kpi
