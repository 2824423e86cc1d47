#include "report/kpi.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/translate.hpp"
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

const char* unit_label(kpi::Unit unit) {
  switch (unit) {
    case kpi::Unit::percent:
      return "%";
    case kpi::Unit::minutes:
      return tr("min");
    case kpi::Unit::hours:
      return tr("h");
    case kpi::Unit::points:
      return tr("points");
    case kpi::Unit::number:
      return "";
  }
  return "";
}

Cell unit_cell(kpi::Unit unit) { return format::raw_cell(unit_label(unit), std::string(kpi::name_of(unit))); }

Cell target_cell(const Measure& measure) {
  if (measure.aim == kpi::Aim::none) return format::absent_cell();
  return format::number_cell(measure.target,
                             fmt::format("{} {}", kpi::sign_of(measure.aim), figure_cell(measure.target).text));
}

Cell aim_cell(const Measure& measure) {
  if (measure.aim == kpi::Aim::none) return format::absent_cell();
  return {std::string(kpi::name_of(measure.aim))};
}

Style style_of(const Figure& figure) {
  if (figure.verdict == Figure::Verdict::met) return Style::good;
  if (figure.verdict == Figure::Verdict::none) return Style::plain;
  return figure.measure->floor && !figure.below_floor ? Style::warning : Style::bad;
}

// met, missed, or n/a: there is no target, or nothing was counted.
Cell verdict_cell(const Figure& figure) {
  switch (figure.verdict) {
    case Figure::Verdict::met:
      return format::raw_cell(tr("met"), "met", style_of(figure));
    case Figure::Verdict::missed:
      return format::raw_cell(tr("missed"), "missed", style_of(figure));
    case Figure::Verdict::none:
      break;
  }
  return format::absent_cell(figure.measure->aim == kpi::Aim::none ? "" : "n/a");
}

Cell value_cell(const Figure& figure) {
  return figure.value ? figure_cell(*figure.value, style_of(figure)) : format::absent_cell("n/a");
}

// A count is no fraction, so it has no second number.
bool is_fraction(const Measure& measure) {
  return measure.formula != Formula::count && measure.formula != Formula::sum;
}

bool is_of_sums(const Measure& measure) {
  switch (measure.formula) {
    case Formula::median:
    case Formula::percentile:
    case Formula::min:
    case Formula::max:
      return false;
    default:
      return true;
  }
}

// `3 / 5`; a median has no such form, a count needs none.
std::string fraction_text(const Figure& figure) {
  if (!is_fraction(*figure.measure) || !is_of_sums(*figure.measure)) return {};
  return fmt::format("{} / {}", figure_cell(figure.numerator).text, figure_cell(figure.denominator).text);
}

void add_group_columns(format::Table& table, const std::vector<Measure>& measures, const record::World& world,
                       const std::vector<std::string>& by) {
  const std::string type = measures.empty() || measures[0].records.empty() ? std::string() : measures[0].records[0];
  for (const auto& field : by) table.columns.push_back({field, field_label(world, type, field)});
}

void add_group_cells(std::vector<Cell>& row, const Figure& figure, const record::World& world,
                     const std::vector<std::string>& by) {
  const std::string& type = figure.measure->records[0];
  for (std::size_t i = 0; i < by.size(); ++i) {
    if (figure.group.empty())
      row.push_back(format::absent_cell(tr("all")));
    else
      row.push_back(format::raw_cell(value_label(world, type, by[i], figure.group[i]), figure.group[i]));
  }
}

// Where nothing was excused, people need not read every value twice.
format::Audience people_if_excused(const std::vector<Figure>& figures) {
  const bool any = std::any_of(figures.begin(), figures.end(), [](const Figure& each) { return each.excused > 0; });
  return any ? format::Audience::all : format::Audience::machines;
}

Cell without_excused_cell(const Figure& figure) {
  return figure.value_without_excused ? figure_cell(*figure.value_without_excused) : format::absent_cell("n/a");
}

format::Table figure_table(const std::vector<Measure>& measures, const std::vector<Figure>& figures,
                           const record::World& world, const std::vector<std::string>& by) {
  format::Table table;
  table.columns = {{"measure", tr("Measure")},
                   {"label", tr("Measure"), Align::left, false, format::Audience::machines}};
  add_group_columns(table, measures, world, by);
  const format::Audience machines = format::Audience::machines;
  const std::vector<format::Column> columns = {
      {"value", tr("Value"), Align::right},
      {"unit", tr("Unit")},
      {"reckoning", tr("Reckoned"), Align::right, false, format::Audience::people},
      {"without_excused", tr("Without excused"), Align::right, false, people_if_excused(figures)},
      {"excused", tr("Excused"), Align::right, false, machines},
      {"numerator", tr("Numerator"), Align::right, false, machines},
      {"denominator", tr("Denominator"), Align::right, false, machines},
      {"target", tr("Target"), Align::right},
      {"aim", tr("Aim"), Align::left, false, machines},
      {"verdict", tr("Verdict")},
      {"excluded", tr("Left out"), Align::right},
      {"clause", tr("Clause"), Align::left, true}};
  table.columns.insert(table.columns.end(), columns.begin(), columns.end());
  for (const auto& figure : figures) {
    const Measure& measure = *figure.measure;
    long excluded = 0;
    for (const auto& [reason, count] : figure.exclusions) excluded += count;
    std::vector<Cell> row = {format::raw_cell(measure.label.text(), measure.name), {measure.label.text()}};
    add_group_cells(row, figure, world, by);
    row.push_back(value_cell(figure));
    row.push_back(unit_cell(measure.unit));
    row.push_back({fraction_text(figure)});
    row.push_back(without_excused_cell(figure));
    row.push_back(figure_cell(figure.excused));
    row.push_back(is_of_sums(measure) ? figure_cell(figure.numerator) : format::absent_cell());
    row.push_back(is_fraction(measure) ? figure_cell(figure.denominator) : format::absent_cell());
    row.push_back(target_cell(measure));
    row.push_back(aim_cell(measure));
    row.push_back(verdict_cell(figure));
    row.push_back(format::number_cell(static_cast<double>(excluded)));
    row.push_back({measure.clause, Style::faint});
    table.rows.push_back(std::move(row));
  }
  return table;
}

// Of the wholes only: a group's are part of them.
format::Section exclusion_section(const std::vector<Figure>& figures) {
  format::Section section;
  section.title = tr("Left out");
  section.name = "exclusions";
  section.empty = tr("none");
  section.aside = true;
  section.table.columns = {{"measure", tr("Measure"), Align::left, true},
                           {"reason", tr("Reason"), Align::left, true},
                           {"count", tr("Count"), Align::right}};
  for (const auto& figure : figures) {
    if (!figure.group.empty()) continue;
    for (const auto& [reason, count] : figure.exclusions)
      section.table.rows.push_back({format::raw_cell(figure.measure->label.text(), figure.measure->name),
                                    format::raw_cell(kpi::reason_label(*figure.measure, reason), reason),
                                    format::number_cell(static_cast<double>(count))});
  }
  return section;
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

// The whole figure in one line, as a reader would write it down.
std::string sum_text(const Figure& figure) {
  const Measure& measure = *figure.measure;
  const std::string value = figure.value ? figure_cell(*figure.value).text : "n/a";
  const std::string unit = unit_label(measure.unit);
  const std::string result = unit.empty() || !figure.value ? value : value + " " + unit;
  const std::string fraction = fraction_text(figure);
  return fraction.empty() ? result : fraction + " = " + result;
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

format::Document kpi_report(const std::vector<Measure>& measures, const record::World& world, const kpi::Query& query) {
  const auto figures = kpi::evaluate(measures, world, query);
  format::Document document;
  document.title = tr("Measures");
  document.facts = window_facts(world, query);
  document.sections.resize(1);
  document.sections[0].name = "measures";
  document.sections[0].table = figure_table(measures, figures, world, query.by);
  if (has_shares(figures)) document.sections.push_back(share_section(figures, world, query.by));
  document.sections.push_back(exclusion_section(figures));
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
    table.rows[i].push_back(format::raw_cell(value_label(world, measure.records[0], measure.of, figure.items[i].share),
                                             figure.items[i].share));
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
  if (has_shares({figure})) document.sections.push_back(share_section({figure}, world, {}));
  document.sections.push_back(reason_section(measure, figure));
  return document;
}

}  // namespace itss::report
