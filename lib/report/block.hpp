#pragma once
// A section of a described report with its figures: which groups it has, ranked and limited. Inside report/ only.

#include <string>
#include <vector>

#include "report/course.hpp"
#include "report/definition.hpp"

namespace itss::report {

// A row of a section: a group, what is left of them summed up, or the whole.
struct Entry {
  enum class Kind { group, others, all } kind = Kind::group;
  std::vector<std::string> group;  // the values of the section's fields
  std::optional<std::size_t> age;  // the part of its ages
  std::size_t summed = 0;          // others: so many groups
  std::vector<Line> lines;         // of each measure; one that cannot be grouped so has no figures
};

struct Block {
  const SectionRule* rule = nullptr;
  std::vector<std::string> by;  // the rule's fields and those that were asked for besides
  std::vector<Entry> entries;   // groups, others, the whole

  const Entry& whole() const { return entries.back(); }
};

// All sections of the report, evaluated together. Fields of the query that no measure of a section has group nothing
// there. `measures` is filled with a copy of each measure for each section; lines point into it.
std::vector<Block> evaluate_blocks(const Definition& definition, const std::vector<kpi::Measure>& known,
                                   const record::World& world, const kpi::Query& query, const Course& course,
                                   std::vector<kpi::Measure>& measures);

// The figure of some groups together; its value is nothing where their values cannot be added up, as with a median.
kpi::Figure summed(const kpi::Measure& measure, const std::vector<const kpi::Figure*>& figures);

}  // namespace itss::report
