#pragma once
// A figure as cells of a table. Inside report/ only.

#include <string>
#include <vector>

#include "format/document.hpp"
#include "kpi/evaluate.hpp"
#include "record/world.hpp"

namespace itss::report {

// In the chosen language: `%`, `min`, `h`; empty for a plain number.
std::string unit_label(kpi::Unit unit);
format::Cell unit_cell(kpi::Unit unit);

format::Cell target_cell(const kpi::Measure& measure);
format::Cell aim_cell(const kpi::Measure& measure);
// met, missed, or n/a: there is no target, or nothing was counted.
format::Cell verdict_cell(const kpi::Figure& figure);
format::Cell value_cell(const kpi::Figure& figure);
format::Cell without_excused_cell(const kpi::Figure& figure);
// For machines; nothing where a figure has no such number: a count is no fraction, a median no sum.
format::Cell numerator_cell(const kpi::Figure& figure);
format::Cell denominator_cell(const kpi::Figure& figure);
format::Cell excluded_cell(const kpi::Figure& figure);

// `3 / 5`; a median has no such form, a count needs none.
std::string fraction_text(const kpi::Figure& figure);
// The whole figure in one line, as a reader would write it down: `3 / 5 = 60 %`.
std::string sum_text(const kpi::Figure& figure);

// The part of the measure's types whose field or path makes its groups: the first type that has it.
const std::string& grouped_type(const record::World& world, const kpi::Measure& measure, const std::string& path);

// The value of a group as people read it, with the value itself for machines; `(none)` where there was none. A link
// shows the title of what it leads to. A confidential value is masked.
format::Cell group_cell(const record::World& world, const std::string& type, const std::string& path,
                        const std::string& value);

// Who needs the values without what was excused: where nothing was, people need not read every value twice.
format::Audience people_if_excused(bool any);

// What was left out of the wholes, how often and why; each measure once.
format::Section exclusion_section(const std::vector<const kpi::Figure*>& wholes);

}  // namespace itss::report
