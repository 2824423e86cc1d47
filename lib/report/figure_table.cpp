#include "report/figure_table.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/translate.hpp"
#include "report/definition.hpp"
#include "report/figure_cells.hpp"
#include "report/heading.hpp"

namespace itss::report {

namespace {

using format::Audience;
using format::Cell;
using format::Column;
using format::Style;

}  // namespace

std::vector<Column> figure_columns(bool any_excused, bool compare) {
  std::vector<Column> columns = {{"value", tr("Value"), Align::right},
                                 {"unit", tr("Unit")},
                                 {"reckoning", tr("Reckoned"), Align::right, false, Audience::people}};
  if (compare) append(columns, change_columns());
  append(columns, {{"without_excused", tr("Without excused"), Align::right, false, people_if_excused(any_excused)},
                   {"excused", tr("Excused"), Align::right, false, Audience::machines},
                   {"numerator", tr("Numerator"), Align::right, false, Audience::machines},
                   {"denominator", tr("Denominator"), Align::right, false, Audience::machines},
                   {"target", tr("Target"), Align::right},
                   {"aim", tr("Aim"), Align::left, false, Audience::machines},
                   {"verdict", tr("Verdict")},
                   {"excluded", tr("Left out"), Align::right},
                   {"clause", tr("Clause"), Align::left, true}});
  return columns;
}

std::vector<Cell> figure_cells(const Line& line, std::size_t period, bool compare) {
  const kpi::Figure& figure = line.figures[period];
  const kpi::Measure& measure = *line.measure;
  std::vector<Cell> row = {value_cell(figure), unit_cell(measure.unit), {fraction_text(figure)}};
  if (compare) append(row, change_cells(change_at(line, period)));
  append(row, {without_excused_cell(figure),
               figure_cell(figure.excused),
               numerator_cell(figure),
               denominator_cell(figure),
               target_cell(measure),
               aim_cell(measure),
               verdict_cell(figure),
               excluded_cell(figure),
               {measure.clause, Style::faint}});
  return row;
}

Change change_at(const Line& line, std::size_t period) {
  if (period == 0) return {};
  return change_of(line.figures[period - 1].value, line.figures[period].value, line.measure->aim);
}

bool any_excused(const std::vector<Line>& lines) {
  return std::any_of(lines.begin(), lines.end(), [](const Line& each) { return each.now().excused > 0; });
}

std::vector<const kpi::Figure*> wholes_of(const std::vector<Line>& lines) {
  std::vector<const kpi::Figure*> wholes;
  for (const auto& line : lines)
    if (line.group.empty()) wholes.push_back(&line.now());
  return wholes;
}

std::string group_column_name(const std::string& path) {
  static constexpr std::array<std::string_view, 36> kTaken = {"section",     "measure",
                                                              "label",       "row",
                                                              "age",         "period",
                                                              "from",        "to",
                                                              "value",       "unit",
                                                              "reckoning",   "previous",
                                                              "difference",  "change",
                                                              "excused",     "numerator",
                                                              "denominator", "target",
                                                              "aim",         "verdict",
                                                              "excluded",    "clause",
                                                              "share",       "type",
                                                              "clock",       "level",
                                                              "counted",     "met",
                                                              "breached",    "running",
                                                              "cancelled",   "none",
                                                              "attainment",  "without_excused",
                                                              "late_entry",  "attainment_without_excused"};
  const bool taken = std::find(kTaken.begin(), kTaken.end(), path) != kTaken.end();
  return taken ? "by." + path : path;
}

std::vector<Column> group_columns(const std::vector<kpi::Measure>& measures, const record::World& world,
                                  const std::vector<std::string>& by) {
  std::vector<Column> columns;
  for (const auto& path : by) {
    const auto has_path = [&](const kpi::Measure& measure) { return can_group(measure, path, world.schemas()); };
    const auto found = std::find_if(measures.begin(), measures.end(), has_path);
    columns.push_back({group_column_name(path),
                       found == measures.end() ? path : field_label(world, grouped_type(world, *found, path), path)});
  }
  return columns;
}

std::vector<Cell> group_cells(const kpi::Measure& measure, const std::vector<std::string>& group,
                              const record::World& world, const std::vector<std::string>& by) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < by.size(); ++i)
    cells.push_back(group.empty() ? format::absent_cell(tr("all"), "all")
                                  : group_cell(world, grouped_type(world, measure, by[i]), by[i], group[i]));
  return cells;
}

format::Section trend_for_people(std::vector<Column> heads, const std::vector<TrendRow>& rows, const Course& course) {
  format::Section section;
  section.title = tr("Trend");
  section.name = "trend_text";
  section.empty = tr("none");
  section.audience = Audience::people;
  section.table.columns = std::move(heads);
  section.table.columns.push_back({"trend", tr("Trend")});
  for (std::size_t i = course.count() - course.trend; i < course.count(); ++i)
    section.table.columns.push_back({course.periods[i].name, course.periods[i].name, Align::right});
  for (const auto& row : rows) {
    auto cells = row.head;
    cells.push_back(spark_cell(row.values));
    for (const auto& value : row.values) cells.push_back(value ? figure_cell(*value) : format::absent_cell("n/a"));
    section.table.rows.push_back(std::move(cells));
  }
  return section;
}

}  // namespace itss::report
