#include "report/figure_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/translate.hpp"
#include "report/heading.hpp"
#include "schema/paths.hpp"

namespace itss::report {

namespace {

using format::Cell;
using format::Style;
using kpi::Figure;
using kpi::Formula;
using kpi::Measure;

constexpr const char* kNone = "(none)";  // what machines read of a group without a value, in every language

Style style_of(const Figure& figure) {
  if (figure.verdict == Figure::Verdict::met) return Style::good;
  if (figure.verdict == Figure::Verdict::none) return Style::plain;
  return figure.measure->floor && !figure.below_floor ? Style::warning : Style::bad;
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

std::string title_of(const record::World& world, const schema::Target& target, const std::string& value) {
  if (target.field == nullptr) return {};
  const std::string_view type = schema::linked_type(*target.field);
  const schema::Schema* schema = type.empty() ? nullptr : world.schemas().find(type);
  if (schema == nullptr || schema->title_field.empty()) return {};
  const schema::Field* title = schema->find_field(schema->title_field);
  const auto record = world.find(value, type);
  if (record == nullptr || title == nullptr || title->confidential) return {};
  return to_text(get(record->fields, schema->title_field));
}

}  // namespace

std::string unit_label(kpi::Unit unit) {
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
      break;
  }
  return {};
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

Cell without_excused_cell(const Figure& figure) {
  return figure.value_without_excused ? figure_cell(*figure.value_without_excused) : format::absent_cell("n/a");
}

Cell numerator_cell(const Figure& figure) {
  return is_of_sums(*figure.measure) ? figure_cell(figure.numerator) : format::absent_cell();
}

Cell denominator_cell(const Figure& figure) {
  return is_fraction(*figure.measure) ? figure_cell(figure.denominator) : format::absent_cell();
}

Cell excluded_cell(const Figure& figure) {
  long excluded = 0;
  for (const auto& [reason, count] : figure.exclusions) excluded += count;
  return format::number_cell(static_cast<double>(excluded));
}

std::string fraction_text(const Figure& figure) {
  if (!is_fraction(*figure.measure) || !is_of_sums(*figure.measure)) return {};
  return fmt::format("{} / {}", figure_cell(figure.numerator).text, figure_cell(figure.denominator).text);
}

std::string sum_text(const Figure& figure) {
  const std::string value = figure.value ? figure_cell(*figure.value).text : "n/a";
  const std::string unit = unit_label(figure.measure->unit);
  const std::string result = unit.empty() || !figure.value ? value : value + " " + unit;
  const std::string fraction = fraction_text(figure);
  return fraction.empty() ? result : fraction + " = " + result;
}

const std::string& grouped_type(const record::World& world, const Measure& measure, const std::string& path) {
  const auto has_path = [&](const std::string& type) {
    const schema::Schema* schema = world.schemas().find(type);
    return schema != nullptr && schema::resolve(path, *schema, world.schemas()).kind != schema::Target::Kind::unknown;
  };
  const auto found = std::find_if(measure.records.begin(), measure.records.end(), has_path);
  return found == measure.records.end() ? measure.records.front() : *found;
}

Cell group_cell(const record::World& world, const std::string& type, const std::string& path,
                const std::string& value) {
  if (value.empty()) return format::raw_cell(tr("(none)"), kNone);
  const schema::Schema* schema = world.schemas().find(type);
  if (schema == nullptr) return {value};
  const schema::Target target = schema::resolve(path, *schema, world.schemas());
  if (target.confidential) return {schema::kMask};
  const std::string title = title_of(world, target, value);
  return format::raw_cell(title.empty() ? value_label(world, type, path, value) : title, value);
}

format::Audience people_if_excused(bool any) { return any ? format::Audience::all : format::Audience::machines; }

format::Section exclusion_section(const std::vector<const Figure*>& wholes) {
  format::Section section;
  section.title = tr("Left out");
  section.name = "exclusions";
  section.empty = tr("none");
  section.aside = true;
  section.table.columns = {{"measure", tr("Measure"), Align::left, true},
                           {"reason", tr("Reason"), Align::left, true},
                           {"count", tr("Count"), Align::right}};
  std::set<std::string> told;
  for (const auto* figure : wholes) {
    if (!told.insert(figure->measure->name).second) continue;
    for (const auto& [reason, count] : figure->exclusions)
      section.table.rows.push_back({format::raw_cell(figure->measure->label.text(), figure->measure->name),
                                    format::raw_cell(kpi::reason_label(*figure->measure, reason), reason),
                                    format::number_cell(static_cast<double>(count))});
  }
  return section;
}

}  // namespace itss::report
