#pragma once
// Measures as documents: the table of figures, the records of one figure, and how it is reckoned.

#include <vector>

#include "format/document.hpp"
#include "kpi/evaluate.hpp"
#include "kpi/measure.hpp"
#include "record/world.hpp"
#include "report/course.hpp"

namespace itss::report {

// Whether people see a row for each measure, or one line for all that have neither a value nor anything left out.
enum class Empty { shown, summed_up };

// Every measure with numerator, denominator, value, unit, target and verdict; groups below their whole; then what was
// left out, how often and why. JSON: {from, to, zone, now, known_at, measures: [...], exclusions: [...]}, numbers as
// numbers, ratios in percent. With a comparison its columns and `compared_with`, with a trend `trend: [...]`, a row for
// each figure of each period.
format::Document kpi_report(const std::vector<kpi::Measure>& measures, const record::World& world,
                            const kpi::Query& query, const Course& course = {}, Empty empty = Empty::shown);

// `--records NAME`: each record that the figure looked at, in the numerator, in the denominator alone, or left out and
// why.
format::Document kpi_records(const kpi::Measure& measure, const record::World& world, const kpi::Query& query);

// `--explain NAME`: the formula in words and in the file's words, population, exclusions, target, and the numbers put
// in.
format::Document kpi_explanation(const kpi::Measure& measure, const record::World& world, const kpi::Query& query);

// The measures without figures: name, label, target, unit, clause, and whether the team's file has it or the shipped
// one.
format::Document kpi_catalogue(const std::vector<kpi::Measure>& measures);

}  // namespace itss::report
