#pragma once
// A section of a described report as people read it. Inside report/ only.

#include "report/block.hpp"

namespace itss::report {

// A row for each group with a column for each measure; of a section without groups a row for each figure.
format::Section section_for_people(const Block& block, const record::World& world, const Course& course);

// The line's part of the whole, in percent, of what can be added up; nothing of other measures.
format::Cell share_cell(const Line& line, const Line& whole);

// `under 8h`, `8h to 1d`, `1d and more`; `<8h`, `8h..1d`, `>=1d` for machines.
format::Cell age_cell(const SectionRule& rule, std::size_t age);

}  // namespace itss::report
