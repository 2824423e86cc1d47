#include "report/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/translate.hpp"
#include "report/clock_words.hpp"
#include "report/heading.hpp"

namespace itss::report {

namespace {

using format::Audience;
using format::Cell;
using format::Column;
using format::Style;
using itss::Align;

std::string percent_text(const std::optional<double>& value) {
  return value ? figure_cell(*value).text + " %" : std::string(tr("n/a"));
}

Cell percent_cell(const std::optional<double>& value) { return value ? figure_cell(*value) : format::absent_cell(); }

// What was and what would be; one of them where they are the same.
Cell change_cell(const std::string& before, const std::string& after) {
  return {before == after ? before : before + " → " + after, before == after ? Style::faint : Style::plain};
}

Cell change_cell(long before, long after) { return change_cell(std::to_string(before), std::to_string(after)); }

Cell difference_cell(const std::optional<double>& difference) {
  if (!difference) return format::absent_cell(tr("n/a"));
  const Style style = *difference > 0 ? Style::good : *difference < 0 ? Style::bad : Style::faint;
  Cell cell = figure_cell(*difference, style);
  if (*difference > 0) cell.text = "+" + cell.text;
  return cell;
}

// A count of each side. Nothing is cancelled by an agreement, and few breaches are excused: for machines only.
struct Figure {
  const char* name;
  const char* label;
  long (*of)(const kpi::VerdictCounts&);
  bool for_people = true;
};

constexpr Figure kFigures[] = {
    {"counted", ITSS_TR_NOOP("Counted"), [](const kpi::VerdictCounts& clocks) { return clocks.counted(); }},
    {"met", ITSS_TR_NOOP("Met"), [](const kpi::VerdictCounts& clocks) { return clocks.met; }},
    {"breached", ITSS_TR_NOOP("Breached"), [](const kpi::VerdictCounts& clocks) { return clocks.breached; }},
    {"running", ITSS_TR_NOOP("Running"), [](const kpi::VerdictCounts& clocks) { return clocks.running; }},
    {"cancelled", ITSS_TR_NOOP("Cancelled"), [](const kpi::VerdictCounts& clocks) { return clocks.cancelled; }, false},
    {"none", ITSS_TR_NOOP("n/a"), [](const kpi::VerdictCounts& clocks) { return clocks.none; }},
    {"excused", ITSS_TR_NOOP("Excused"), [](const kpi::VerdictCounts& clocks) { return clocks.excused; }, false},
};

std::vector<Column> clock_columns(bool any_excused) {
  const auto machines = Audience::machines, people = Audience::people;
  std::vector<Column> columns = {{"type", tr("Type"), Align::left, false, machines},
                                 {"clock", tr("Clock"), Align::left, true},
                                 {"level", tr("Priority")}};
  for (const auto& figure : kFigures)
    if (figure.for_people) columns.push_back({figure.name, tr(figure.label), Align::right, false, people});
  columns.push_back({"kept", tr("Kept"), Align::right, false, people});
  if (any_excused) columns.push_back({"kept_without_excused", tr("Kept without excused"), Align::right, false, people});
  for (const char* side : {"before", "after"}) {
    for (const auto& figure : kFigures)
      columns.push_back({fmt::format("{}_{}", figure.name, side), tr(figure.label), Align::right, false, machines});
    columns.push_back({fmt::format("attainment_{}", side), tr("Kept"), Align::right, false, machines});
    columns.push_back({fmt::format("attainment_without_excused_{}", side), tr("Kept without excused"), Align::right,
                       false, machines});
  }
  columns.push_back({"difference", tr("Difference"), Align::right});
  return columns;
}

bool several_types(const std::vector<kpi::SimulationLine>& lines) {
  return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.type != lines.front().type; });
}

format::Section clock_section(const kpi::Simulation& simulation, const record::World& world) {
  format::Section section;
  section.name = "clocks";
  section.empty = tr("no clock started in this period");
  const bool any_excused = std::any_of(simulation.lines.begin(), simulation.lines.end(),
                                       [](const auto& line) { return line.before.excused + line.after.excused > 0; });
  section.table.columns = clock_columns(any_excused);
  const bool name_types = several_types(simulation.lines);
  for (const auto& line : simulation.lines) {
    const std::string type = type_label(world, line.type);
    std::string clock = clock_label(world, line.type, line.clock);
    if (name_types) clock = fmt::format("{}: {}", type, clock);
    std::vector<Cell> row = {format::raw_cell(type, line.type), format::raw_cell(clock, line.clock),
                             line.level.empty() ? format::absent_cell(tr("all"), "all")
                                                : format::raw_cell(clock_word(line.level), line.level)};
    for (const auto& figure : kFigures)
      if (figure.for_people) row.push_back(change_cell(figure.of(line.before), figure.of(line.after)));
    row.push_back(change_cell(percent_text(line.before.kept()), percent_text(line.after.kept())));
    if (any_excused)
      row.push_back(change_cell(percent_text(line.before.kept_without_excused()),
                                percent_text(line.after.kept_without_excused())));
    for (const auto* tally : {&line.before, &line.after}) {
      for (const auto& figure : kFigures) row.push_back(format::number_cell(static_cast<double>(figure.of(*tally))));
      row.push_back(percent_cell(tally->kept()));
      row.push_back(percent_cell(tally->kept_without_excused()));
    }
    row.push_back(difference_cell(line.difference()));
    section.table.rows.push_back(std::move(row));
  }
  return section;
}

Cell verdict_cell(sla::Verdict verdict) {
  const std::string name(sla::name_of(verdict));
  return format::raw_cell(clock_word(name), name,
                          verdict == sla::Verdict::breached ? Style::bad
                          : verdict == sla::Verdict::met    ? Style::good
                                                            : Style::plain);
}

format::Section change_section(const kpi::Simulation& simulation, const record::World& world) {
  format::Section section;
  section.title = tr("Records whose verdict changes");
  section.name = "records";
  section.empty = tr("none");
  section.table.columns = {{"id", tr("Record")},
                           {"type", tr("Type"), Align::left, false, Audience::machines},
                           {"clock", tr("Clock")},
                           {"verdict_before", tr("Verdict")},
                           {"verdict_after", tr("With the draft")},
                           {"due_before", tr("Due")},
                           {"due_after", tr("Due with the draft")},
                           {"title", tr("Title"), Align::left, true}};
  const auto due_cell = [&](const std::optional<Instant>& due) {
    return due ? instant_cell(world, *due) : format::absent_cell();
  };
  for (const auto& change : simulation.changes)
    section.table.rows.push_back({{change.record, Style::id},
                                  {change.type},
                                  format::raw_cell(clock_label(world, change.type, change.clock), change.clock),
                                  verdict_cell(change.before),
                                  verdict_cell(change.after),
                                  due_cell(change.due_before),
                                  due_cell(change.due_after),
                                  {change.title}});
  return section;
}

}  // namespace

format::Document simulation_report(const kpi::Simulation& simulation, const record::World& world,
                                   const kpi::DraftWorld& draft, const kpi::Query& query) {
  format::Document document;
  document.title = tr("Simulation of an agreement");
  document.facts = window_facts(world, query);
  document.facts.push_back(
      {"series", tr("Series"),
       draft.series().empty() ? format::absent_cell(tr("a new one")) : format::Cell{draft.series()}});
  const auto replaced = draft.replaced();
  Cell in_place_of = format::list_cell(replaced);
  if (replaced.empty()) in_place_of.text = tr("none, it stands beside the others");
  document.facts.push_back({"replaced", tr("In place of"), std::move(in_place_of)});
  document.sections.push_back(clock_section(simulation, world));
  if (query.keep_items) {
    document.sections.back().aside = true;
    document.sections.push_back(change_section(simulation, world));
  }
  return document;
}

}  // namespace itss::report
