#include "report/kpi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "report/figure_cells.hpp"
#include "report/figure_table.hpp"
#include "report/heading.hpp"
#include "report/measure_words.hpp"
#include "report/shares.hpp"

namespace itss::report {

namespace {

using format::Cell;
using format::Style;
using itss::Align;
using kpi::Figure;
using kpi::Formula;
using kpi::Measure;

// Measure and groups, what every table of figures starts with.
std::vector<format::Column> head_columns(const std::vector<Measure>& measures, const record::World& world,
                                         const std::vector<std::string>& by) {
  std::vector<format::Column> columns = {{"measure", tr("Measure")},
                                         {"label", tr("Measure"), Align::left, false, format::Audience::machines}};
  append(columns, group_columns(measures, world, by));
  return columns;
}

std::vector<Cell> head_cells(const Line& line, const record::World& world, const std::vector<std::string>& by) {
  std::vector<Cell> cells = {format::raw_cell(line.measure->label.text(), line.measure->name),
                             {line.measure->label.text()}};
  append(cells, group_cells(*line.measure, line.group, world, by));
  return cells;
}

format::Section measure_section(const std::vector<Measure>& measures, const std::vector<Line>& lines,
                                const record::World& world, const std::vector<std::string>& by, const Course& course) {
  format::Section section;
  section.name = "measures";
  section.aside = course.trend > 0;  // its rows are the last ones of the trend
  section.table.columns = head_columns(measures, world, by);
  append(section.table.columns, figure_columns(any_excused(lines), course.compare));
  for (const auto& line : lines) {
    auto row = head_cells(line, world, by);
    append(row, figure_cells(line, course.count() - 1, course.compare));
    section.table.rows.push_back(std::move(row));
  }
  return section;
}

// Whether nothing was counted in any of the periods, nor left out.
bool is_empty(const Line& line) {
  return std::all_of(line.figures.begin(), line.figures.end(),
                     [](const Figure& figure) { return !figure.value && figure.exclusions.empty(); });
}

// Machines have a row for each; for people, measures of which there is nothing are one line.
void add_measures(format::Document& document, const std::vector<Measure>& measures, const std::vector<Line>& lines,
                  const record::World& world, const std::vector<std::string>& by, const Course& course, Empty empty) {
  document.sections.push_back(measure_section(measures, lines, world, by, course));
  std::vector<Line> filled;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(filled),
               [](const Line& line) { return !line.group.empty() || !is_empty(line); });
  if (empty == Empty::shown || course.trend > 0 || filled.empty() || filled.size() == lines.size()) return;
  document.sections.back().audience = format::Audience::machines;
  format::Section section = measure_section(measures, filled, world, by, course);
  section.audience = format::Audience::people;
  document.sections.push_back(std::move(section));
  format::Section rest;
  rest.audience = format::Audience::people;
  rest.paragraphs = {fmt::format(fmt::runtime(tr("Measures with nothing to count: {}")), lines.size() - filled.size())};
  document.sections.push_back(std::move(rest));
}

// Every figure of every period in a row of its own.
format::Section trend_for_machines(const std::vector<Measure>& measures, const std::vector<Line>& lines,
                                   const record::World& world, const std::vector<std::string>& by,
                                   const Course& course) {
  format::Section section;
  section.name = "trend";
  section.audience = format::Audience::machines;
  section.table.columns = head_columns(measures, world, by);
  append(section.table.columns, period_columns());
  append(section.table.columns, figure_columns(true, course.compare));
  for (const auto& line : lines)
    for (std::size_t i = course.count() - course.trend; i < course.count(); ++i) {
      auto row = head_cells(line, world, by);
      append(row, period_cells(world, course.periods[i]));
      append(row, figure_cells(line, i, course.compare));
      section.table.rows.push_back(std::move(row));
    }
  return section;
}

void add_trend(format::Document& document, const std::vector<Measure>& measures, const std::vector<Line>& lines,
               const record::World& world, const std::vector<std::string>& by, const Course& course) {
  if (course.trend == 0) return;
  auto heads = head_columns(measures, world, by);
  heads.push_back({"unit", tr("Unit")});
  std::vector<TrendRow> rows;
  for (const auto& line : lines) {
    rows.push_back({head_cells(line, world, by), last_values(line, course.trend)});
    rows.back().head.push_back(unit_cell(line.measure->unit));
  }
  document.sections.push_back(trend_for_people(std::move(heads), rows, course));
  document.sections.push_back(trend_for_machines(measures, lines, world, by, course));
}

Cell role_cell(const Measure& measure, const kpi::Item& item) {
  switch (item.role) {
    case kpi::Item::Role::good:
      return format::raw_cell(tr("in the numerator"), "numerator", Style::good);
    case kpi::Item::Role::excluded:
      return format::raw_cell(tr("left out"), "excluded", Style::faint);
    case kpi::Item::Role::counted:
      break;
  }
  if (item.excused) return format::raw_cell(tr("counted, but excused"), "excused", Style::warning);
  if (measure.formula != Formula::ratio) return format::raw_cell(tr("counted"), "counted");
  return format::raw_cell(tr("not in the numerator"), "denominator", Style::bad);
}

std::vector<Cell> item_row(const Figure& figure, const kpi::Item& item, const record::World& world) {
  const Measure& measure = *figure.measure;
  const bool excluded = item.role == kpi::Item::Role::excluded;
  return {{item.record, Style::id},
          measure.counts.form == kpi::Subject::Form::clock
              ? format::raw_cell(clock_label(world, measure.records[0], item.part), item.part)
              : Cell{item.part},
          instant_cell(world, item.moment),
          role_cell(measure, item),
          measure.amount.given() && !excluded ? figure_cell(item.amount) : format::absent_cell(),
          excluded ? format::raw_cell(kpi::reason_label(measure, item.reason), item.reason) : format::absent_cell()};
}

format::Section reason_section(const Measure& measure, const Figure& figure) {
  format::Section section;
  section.title = tr("Left out");
  section.name = "exclusions";
  section.empty = tr("none");
  section.table.columns = {{"reason", tr("Reason"), Align::left, true},
                           {"when", tr("Condition"), Align::left, true},
                           {"count", tr("Count"), Align::right}};
  const auto count = [&](std::string_view reason) {
    const auto found = figure.exclusions.find(std::string(reason));
    return format::number_cell(found == figure.exclusions.end() ? 0 : static_cast<double>(found->second));
  };
  for (const auto& reason : measure.excludes)
    section.table.rows.push_back(
        {format::raw_cell(reason.label.text(), reason.name), {kpi::to_text(reason.when)}, count(reason.name)});
  if (measure.amount.given())
    section.table.rows.push_back(
        {format::raw_cell(kpi::reason_label(measure, kpi::kNotMeasurable), std::string(kpi::kNotMeasurable)),
         format::absent_cell(), count(kpi::kNotMeasurable)});
  return section;
}

}  // namespace

format::Document kpi_report(const std::vector<Measure>& measures, const record::World& world, const kpi::Query& query,
                            const Course& course, Empty empty) {
  const auto lines = evaluate_course(measures, world, grouped_where_possible(measures, world, query), course);
  format::Document document;
  document.title = tr("Measures");
  document.facts = window_facts(world, query);
  append(document.facts, course_facts(course));
  add_measures(document, measures, lines, world, query.by, course, empty);
  add_trend(document, measures, lines, world, query.by, course);
  std::vector<Figure> figures;
  for (const auto& line : lines) figures.push_back(line.now());
  if (has_shares(figures)) document.sections.push_back(share_section(measures, figures, world, query.by));
  document.sections.push_back(exclusion_section(wholes_of(lines)));
  return document;
}

format::Document kpi_records(const Measure& measure, const record::World& world, const kpi::Query& query) {
  kpi::Query whole = query;
  whole.keep_items = true;
  whole.by.clear();
  const std::vector<Measure> one = {measure};
  const Figure figure = kpi::evaluate(one, world, whole).front();
  format::Document document;
  document.title = measure.label.text();
  document.facts = window_facts(world, query);
  document.facts.push_back({"measure", tr("Measure"), {measure.name}});
  document.facts.push_back(
      {"value", tr("Value"),
       figure.value ? format::number_cell(*figure.value, sum_text(figure)) : format::absent_cell(sum_text(figure))});
  document.sections.resize(1);
  document.sections[0].name = "records";
  document.sections[0].empty = tr("none");
  format::Table& table = document.sections[0].table;
  table.columns = {{"id", tr("Record")},
                   {"part", tr("Part")},
                   {"moment", tr("Counted at")},
                   {"role", tr("Part in the figure")},
                   {"amount", unit_label(kpi::unit_of_amounts(measure)), Align::right},
                   {"reason", tr("Reason"), Align::left, true}};
  for (const auto& item : figure.items) table.rows.push_back(item_row(figure, item, world));
  if (measure.of.empty()) return document;
  table.columns.push_back({"share", tr("Of"), Align::left, true});
  for (std::size_t i = 0; i < figure.items.size(); ++i)
    table.rows[i].push_back(share_value_cell(world, measure, figure.items[i].share));
  return document;
}

format::Document kpi_explanation(const Measure& measure, const record::World& world, const kpi::Query& query) {
  kpi::Query whole = query;
  whole.by.clear();
  const std::vector<Measure> one = {measure};
  const Figure figure = kpi::evaluate(one, world, whole).front();
  format::Document document;
  document.title = fmt::format("{} ({})", measure.label.text(), measure.name);
  document.facts = window_facts(world, query);
  format::Section words;
  words.name = "measure";
  words.facts = measure_facts(measure);
  words.facts.push_back({"result", tr("Result"), {sum_text(figure)}});
  words.facts.push_back({"value", tr("Value"), value_cell(figure)});
  words.facts.push_back({"excused", tr("Excused"), figure_cell(figure.excused)});
  words.facts.push_back({"without_excused", tr("Without excused"), without_excused_cell(figure)});
  words.facts.push_back({"verdict", tr("Verdict"), verdict_cell(figure)});
  document.sections = {std::move(words)};
  if (has_shares({figure})) document.sections.push_back(share_section(one, {figure}, world, {}));
  document.sections.push_back(reason_section(measure, figure));
  return document;
}

}  // namespace itss::report
