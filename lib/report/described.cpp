#include "report/described.hpp"

#include <algorithm>

#include "base/translate.hpp"
#include "report/block.hpp"
#include "report/figure_cells.hpp"
#include "report/figure_table.hpp"
#include "report/heading.hpp"
#include "report/section_table.hpp"

namespace itss::report {

namespace {

using format::Audience;
using format::Cell;
using format::Section;
using kpi::Measure;

// Every field by which any section groups, each once.
std::vector<std::string> all_fields(const std::vector<Block>& blocks) {
  std::vector<std::string> fields;
  for (const auto& block : blocks)
    for (const auto& path : block.by)
      if (std::find(fields.begin(), fields.end(), path) == fields.end()) fields.push_back(path);
  return fields;
}

const char* name_of(Entry::Kind kind) {
  switch (kind) {
    case Entry::Kind::group:
      return "group";
    case Entry::Kind::others:
      return "others";
    case Entry::Kind::all:
      break;
  }
  return "all";
}

// All figures of all sections in one table for machines.
class FigureRows {
 public:
  FigureRows(const std::vector<Measure>& measures, const std::vector<Block>& blocks, const record::World& world,
             const Course& course)
      : blocks_(blocks), world_(world), course_(course), fields_(all_fields(blocks)) {
    const auto is_aged = [](const Block& block) { return !block.rule->ages.empty(); };
    has_ages_ = std::any_of(blocks.begin(), blocks.end(), is_aged);
    section_.name = "figures";
    section_.audience = Audience::machines;
    auto& columns = section_.table.columns;
    columns = {{"section", ""}, {"measure", ""}, {"label", ""}, {"row", ""}};
    append(columns, group_columns(measures, world, fields_));
    if (has_ages_) columns.push_back({"age", ""});
    if (course.trend > 0) append(columns, period_columns());
    append(columns, figure_columns(true, course.compare));
    columns.push_back({"share", ""});
  }

  Section take() {
    for (const auto& block : blocks_)
      for (const auto& entry : block.entries)
        for (std::size_t i = 0; i < entry.lines.size(); ++i) add(block, entry, i);
    return std::move(section_);
  }

 private:
  void add(const Block& block, const Entry& entry, std::size_t measure) {
    const Line& line = entry.lines[measure];
    if (line.figures.empty()) return;
    for (std::size_t i = course_.count() - std::max<std::size_t>(course_.trend, 1); i < course_.count(); ++i) {
      std::vector<Cell> row = {
          {block.rule->name}, {line.measure->name}, {line.measure->label.text()}, {name_of(entry.kind)}};
      append(row, groups_of(block, entry, line));
      if (course_.trend > 0) append(row, period_cells(world_, course_.periods[i]));
      append(row, figure_cells(line, i, course_.compare));
      row.push_back(share_of(block, entry, measure, i));
      section_.table.rows.push_back(std::move(row));
    }
  }

  std::vector<Cell> groups_of(const Block& block, const Entry& entry, const Line& line) const {
    std::vector<Cell> cells;
    for (const auto& field : fields_) {
      const auto found = std::find(block.by.begin(), block.by.end(), field);
      if (found == block.by.end() || entry.kind != Entry::Kind::group)
        cells.push_back(format::absent_cell());
      else
        cells.push_back(group_cell(world_, grouped_type(world_, *line.measure, field), field,
                                   entry.group[static_cast<std::size_t>(found - block.by.begin())]));
    }
    if (has_ages_) cells.push_back(entry.age ? age_cell(*block.rule, *entry.age) : format::absent_cell());
    return cells;
  }

  static Cell share_of(const Block& block, const Entry& entry, std::size_t measure, std::size_t period) {
    Line line = entry.lines[measure];
    Line whole = block.whole().lines[measure];
    line.figures.resize(period + 1);
    whole.figures.resize(period + 1);
    return share_cell(line, whole);
  }

  const std::vector<Block>& blocks_;
  const record::World& world_;
  const Course& course_;
  std::vector<std::string> fields_;
  bool has_ages_ = false;
  Section section_;
};

// The whole of each measure, once.
std::vector<Line> wholes_once(const std::vector<Block>& blocks) {
  std::vector<Line> wholes;
  for (const auto& block : blocks)
    for (const auto& line : block.whole().lines)
      if (std::none_of(wholes.begin(), wholes.end(),
                       [&](const Line& each) { return each.measure->name == line.measure->name; }))
        wholes.push_back(line);
  return wholes;
}

Section trend_section(const std::vector<Line>& wholes, const Course& course) {
  std::vector<TrendRow> rows;
  rows.reserve(wholes.size());
  for (const auto& line : wholes)
    rows.push_back({{{line.measure->label.text()}, unit_cell(line.measure->unit)}, last_values(line, course.trend)});
  return trend_for_people({{"measure", tr("Measure")}, {"unit", tr("Unit")}}, rows, course);
}

}  // namespace

std::size_t periods_of(const Definition& definition) {
  std::size_t most = 1;
  for (const auto& section : definition.sections)
    if (section.chart == Chart::sparkline) most = std::max(most, static_cast<std::size_t>(section.periods));
  return most;
}

format::Document described_report(const Definition& definition, const std::vector<Measure>& measures,
                                  const record::World& world, const kpi::Query& query, const Course& course) {
  std::vector<Measure> counted;
  const auto blocks = evaluate_blocks(definition, measures, world, query, course, counted);
  const auto wholes = wholes_once(blocks);
  format::Document document;
  document.title = definition.title.text();
  document.facts = window_facts(world, query);
  append(document.facts, course_facts(course));
  document.facts.push_back({"report", tr("Report"), {definition.name}});
  for (const auto& block : blocks) document.sections.push_back(section_for_people(block, world, course));
  if (course.trend > 0) document.sections.push_back(trend_section(wholes, course));
  document.sections.push_back(FigureRows(counted, blocks, world, course).take());
  document.sections.push_back(exclusion_section(wholes_of(wholes)));
  return document;
}

}  // namespace itss::report
