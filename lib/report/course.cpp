#include "report/course.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "base/translate.hpp"
#include "format/chart.hpp"
#include "report/definition.hpp"
#include "report/heading.hpp"

namespace itss::report {

namespace {

using format::Cell;
using format::Style;

constexpr double kDigits = 1e9;  // a difference of two decimals has no more than theirs

Style style_of(Change::Turn turn) {
  if (turn == Change::Turn::better) return Style::good;
  return turn == Change::Turn::worse ? Style::bad : Style::plain;
}

kpi::Query query_for(const kpi::Query& query, const Course& course, std::size_t period) {
  kpi::Query one = query;
  if (!course.periods.empty()) one.window = course.periods[period].window;
  return one;
}

}  // namespace

Course course_to(const Period& last, std::size_t trend, bool compare, const Zone& zone, std::size_t at_least) {
  Course course;
  course.trend = trend;
  course.compare = compare;
  const std::size_t count = std::max({trend, at_least, std::size_t{1}}) + (compare ? 1 : 0);
  for (std::size_t i = count; i-- > 0;) course.periods.push_back(shifted(last, -static_cast<int>(i), zone));
  return course;
}

std::vector<Line> evaluate_course(const std::vector<kpi::Measure>& measures, const record::World& world,
                                  const kpi::Query& query, const Course& course) {
  std::map<std::pair<std::size_t, std::vector<std::string>>, std::vector<std::optional<kpi::Figure>>> found;
  for (std::size_t period = 0; period < course.count(); ++period)
    for (auto& figure : kpi::evaluate(measures, world, query_for(query, course, period))) {
      const auto index = static_cast<std::size_t>(figure.measure - measures.data());
      auto& figures = found[{index, figure.group}];
      figures.resize(course.count());
      figures[period] = std::move(figure);
    }
  std::vector<Line> lines;
  for (auto& [key, figures] : found) {
    Line line{&measures[key.first], key.first, key.second, {}};
    for (auto& figure : figures)
      line.figures.push_back(figure ? *std::move(figure) : kpi::empty_figure(*line.measure, line.group));
    lines.push_back(std::move(line));
  }
  return lines;
}

kpi::Query grouped_where_possible(const std::vector<kpi::Measure>& measures, const record::World& world,
                                  kpi::Query query) {
  query.groupings.clear();
  for (const auto& measure : measures) {
    const bool all = std::all_of(query.by.begin(), query.by.end(),
                                 [&](const std::string& path) { return can_group(measure, path, world.schemas()); });
    query.groupings.push_back({all ? query.by : std::vector<std::string>(), {}});
  }
  return query;
}

Change change_of(std::optional<double> before, std::optional<double> now, kpi::Aim aim) {
  Change change;
  change.before = before;
  if (!before || !now) return change;
  change.difference = std::round((*now - *before) * kDigits) / kDigits;
  if (*change.difference == 0)
    change.turn = Change::Turn::same;
  else if (aim == kpi::Aim::none)
    change.turn = Change::Turn::aimless;
  else
    change.turn = (*change.difference > 0) == (aim == kpi::Aim::at_least) ? Change::Turn::better : Change::Turn::worse;
  return change;
}

std::vector<format::Column> change_columns() {
  return {{"previous", tr("Before"), Align::right},
          {"difference", tr("Difference"), Align::right},
          {"change", tr("Change")}};
}

Cell difference_cell(const Change& change) {
  if (!change.difference) return format::absent_cell("n/a");
  const Style style = style_of(change.turn);
  if (*change.difference == 0) return format::number_cell(0, "=", style);
  const char* arrow = *change.difference > 0 ? "▲ " : "▼ ";
  return format::number_cell(*change.difference, arrow + figure_cell(std::abs(*change.difference)).text, style);
}

std::vector<Cell> change_cells(const Change& change) {
  Cell turn = format::absent_cell();
  if (change.turn == Change::Turn::same) turn = format::raw_cell(tr("same"), "same");
  if (change.turn == Change::Turn::better) turn = format::raw_cell(tr("better"), "better", style_of(change.turn));
  if (change.turn == Change::Turn::worse) turn = format::raw_cell(tr("worse"), "worse", style_of(change.turn));
  return {change.before ? figure_cell(*change.before) : format::absent_cell("n/a"), difference_cell(change), turn};
}

std::vector<std::optional<double>> last_values(const Line& line, std::size_t count) {
  std::vector<std::optional<double>> values;
  for (std::size_t i = line.figures.size() - std::min(count, line.figures.size()); i < line.figures.size(); ++i)
    values.push_back(line.figures[i].value);
  return values;
}

Cell spark_cell(const std::vector<std::optional<double>>& values) {
  Cell cell = format::absent_cell(format::sparkline(values));
  cell.style = Style::plain;
  return cell;
}

std::vector<format::Column> period_columns() {
  return {{"period", tr("Period")}, {"from", tr("From")}, {"to", tr("Until before")}};
}

std::vector<Cell> period_cells(const record::World& world, const Period& period) {
  return {{period.name}, instant_cell(world, period.window.from), instant_cell(world, period.window.to)};
}

std::vector<format::Fact> course_facts(const Course& course) {
  std::vector<format::Fact> facts;
  if (course.compare)
    facts.push_back({"compared_with", tr("Compared with"), {course.periods[course.count() - 2].name}});
  return facts;
}

}  // namespace itss::report
