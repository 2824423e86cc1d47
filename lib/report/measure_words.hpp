#pragma once
// A measure in words, without figures.

#include <vector>

#include "format/document.hpp"
#include "kpi/measure.hpp"

namespace itss::report {

// The formula in words and in the words of kpis.yaml: what is counted and when, the population, numerator, amount,
// what it stands per, unit and target.
std::vector<format::Fact> measure_facts(const kpi::Measure& measure);

// `itss kpi show NAME`: these with where it is defined, and what is left out for which reason. `replaces`: the shipped
// measure that the team's took the place of, or null.
format::Document measure_document(const kpi::Measure& measure, const kpi::Measure* replaces);

}  // namespace itss::report
