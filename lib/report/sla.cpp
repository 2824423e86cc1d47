#include "report/sla.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/translate.hpp"
#include "report/clock_words.hpp"
#include "report/heading.hpp"

namespace itss::report {

namespace {

using format::Cell;
using format::Style;
using itss::Align;

Cell count_cell(long count, Style style = Style::plain) {
  return format::number_cell(static_cast<double>(count), {}, count == 0 ? Style::faint : style);
}

Cell percent_cell(std::optional<double> value) {
  if (!value) return format::absent_cell("n/a");
  Cell cell = figure_cell(*value);
  cell.text += " %";
  return cell;
}

Cell level_cell(const kpi::ClockLine& line) {
  return line.level.empty() ? format::absent_cell(tr("all")) : format::raw_cell(clock_word(line.level), line.level);
}

bool several_types(const std::vector<kpi::ClockLine>& lines) {
  return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.type != lines.front().type; });
}

// Clocks met only by what was recorded after their due time: a reader of the table must not overlook them.
format::Fact late_entries(const std::vector<kpi::ClockLine>& lines) {
  long late = 0;
  for (const auto& line : lines)
    if (line.level.empty()) late += line.late_entry;
  return {"late_entries", tr("Met by late entries"), count_cell(late, Style::warning)};
}

std::vector<format::Column> clock_columns() {
  const format::Audience machines = format::Audience::machines;
  return {{"type", tr("Type"), Align::left, false, machines},
          {"clock", tr("Clock"), Align::left, true},
          {"level", tr("Priority")},
          {"counted", tr("Counted"), Align::right},
          {"met", tr("Met"), Align::right},
          {"breached", tr("Breached"), Align::right},
          {"attainment", tr("Kept"), Align::right},
          {"excused", tr("Excused"), Align::right},
          {"attainment_without_excused", tr("Kept without them"), Align::right},
          {"running", tr("Running"), Align::right},
          {"cancelled", tr("Cancelled"), Align::right},
          {"none", tr("n/a"), Align::right},
          {"late_entry", tr("Entered late"), Align::right, false, machines}};
}

format::Section clock_section(const record::World& world, const std::vector<kpi::ClockLine>& lines) {
  format::Section section;
  section.name = "clocks";
  section.empty = tr("none");
  section.table.columns = clock_columns();
  const bool name_types = several_types(lines);
  for (const auto& line : lines) {
    const std::string type = type_label(world, line.type);
    std::string clock = clock_label(world, line.type, line.clock);
    if (name_types) clock = fmt::format("{}: {}", type, clock);
    section.table.rows.push_back(
        {format::raw_cell(type, line.type), format::raw_cell(clock, line.clock), level_cell(line),
         count_cell(line.counted()), count_cell(line.met), count_cell(line.breached, Style::bad),
         percent_cell(line.attainment()), count_cell(line.excused), percent_cell(line.attainment_without_excused()),
         count_cell(line.running), count_cell(line.cancelled), count_cell(line.none), count_cell(line.late_entry)});
  }
  return section;
}

Cell truth_cell(bool truth) {
  return {truth ? tr("yes") : "", Style::plain, format::Kind::boolean, truth ? "true" : "false", {}};
}

// The reason, in the words of the field that holds it.
Cell excuse_cell(const record::World& world, const kpi::Breach& breach) {
  if (!breach.excused) return format::absent_cell();
  const std::string& reason = breach.excused->reason;
  const schema::Schema* schema = world.schemas().find(breach.type);
  return format::raw_cell(value_label(world, breach.type, schema->excusing.reason, reason), reason);
}

format::Section breach_section(const record::World& world, const std::vector<kpi::Breach>& breaches) {
  format::Section section;
  section.title = tr("Breaches");
  section.name = "breaches";
  section.empty = tr("none");
  section.aside = true;
  section.table.columns = {{"id", tr("Record")},
                           {"clock", tr("Clock"), Align::left, true},
                           {"level", tr("Priority"), Align::left, true},
                           {"breached_at", tr("Breached at")},
                           {"overrun_seconds", tr("Overrun"), Align::right},
                           {"cause", tr("Cause"), Align::left, true},
                           {"due", tr("Due")},
                           {"running", tr("Open")},
                           {"cancelled", tr("Cancelled")},
                           {"excused", tr("Excused")},
                           {"title", tr("Title"), Align::left, true}};
  for (const auto& breach : breaches) {
    Cell overrun = format::number_cell(static_cast<double>(breach.overrun.count()), clock_text(breach.overrun));
    section.table.rows.push_back({{breach.record, Style::id},
                                  format::raw_cell(clock_label(world, breach.type, breach.clock), breach.clock),
                                  format::raw_cell(clock_word(breach.level), breach.level),
                                  instant_cell(world, breach.breached_at),
                                  std::move(overrun),
                                  format::raw_cell(clock_word(breach.cause), breach.cause),
                                  breach.due ? instant_cell(world, *breach.due) : format::absent_cell(),
                                  truth_cell(breach.running),
                                  truth_cell(breach.cancelled),
                                  excuse_cell(world, breach),
                                  {breach.title}});
  }
  return section;
}

}  // namespace

format::Document sla_report(const std::vector<kpi::Measure>& measures, const record::World& world,
                            const kpi::Query& query, const std::vector<std::string>& types) {
  const kpi::Attainment found = kpi::attainment(measures, world, query, types);
  format::Document document;
  document.title = tr("Service level report");
  document.facts = window_facts(world, query);
  document.facts.push_back(late_entries(found.lines));
  document.sections = {clock_section(world, found.lines), breach_section(world, found.breaches)};
  return document;
}

}  // namespace itss::report
