#pragma once
// A report that reports.yaml describes, as a document.

#include <vector>

#include "format/document.hpp"
#include "kpi/evaluate.hpp"
#include "record/world.hpp"
#include "report/course.hpp"
#include "report/definition.hpp"

namespace itss::report {

// How many periods the sparklines of the report's sections show; 1 if there are none.
std::size_t periods_of(const Definition& definition);

// Its sections for people: a table of figures, or of groups with a column for each measure; then what was left out. The
// query's `by` groups sections further that have the fields. One evaluation for each period. JSON: {from, to, zone,
// now, known_at, report, figures: [...], exclusions: [...]}; CSV is `figures` alone: a row for each figure with the
// name of its section, `row` (group, others, all) and a column for each field by which any section groups. REQUIRES:
// the measures that the definition names are among `measures`.
format::Document described_report(const Definition& definition, const std::vector<kpi::Measure>& measures,
                                  const record::World& world, const kpi::Query& query, const Course& course);

}  // namespace itss::report
