#include "report/sla.hpp"

#include "base/translate.hpp"
#include "report/heading.hpp"

namespace itss::report {

namespace {

using format::Cell;
using format::Style;
using itss::Align;

Cell count_cell(long count, Style style = Style::plain) {
  return format::number_cell(static_cast<double>(count), {}, count == 0 ? Style::faint : style);
}

Cell attainment_cell(const kpi::ClockLine& line) {
  const auto value = line.attainment();
  if (!value) return format::absent_cell("n/a");
  Cell cell = figure_cell(*value);
  cell.text += " %";
  return cell;
}

Cell level_cell(const kpi::ClockLine& line) {
  return line.level.empty() ? format::absent_cell(tr("all")) : Cell{line.level};
}

const char* cause_label(const std::string& cause) {
  if (cause == "work") return tr("work");
  if (cause == "priority_change") return tr("priority changed");
  if (cause == "agreement_change") return tr("agreement changed");
  if (cause == "hold_expired") return tr("hold lapsed");
  if (cause == "late_entry") return tr("entered late");
  if (cause == "corrected") return tr("corrected since");
  return cause.c_str();
}

format::Section clock_section(const record::World& world, const std::vector<kpi::ClockLine>& lines) {
  format::Section section;
  section.name = "clocks";
  section.table.columns = {{"type", tr("Type")},
                           {"clock", tr("Clock")},
                           {"level", tr("Priority")},
                           {"counted", tr("Counted"), Align::right},
                           {"met", tr("Met"), Align::right},
                           {"breached", tr("Breached"), Align::right},
                           {"attainment", tr("Attainment"), Align::right},
                           {"running", tr("Running"), Align::right},
                           {"cancelled", tr("Cancelled"), Align::right},
                           {"none", tr("n/a"), Align::right},
                           {"late_entry", tr("Entered late"), Align::right}};
  for (const auto& line : lines)
    section.table.rows.push_back({format::raw_cell(type_label(world, line.type), line.type),
                                  format::raw_cell(clock_label(world, line.type, line.clock), line.clock),
                                  level_cell(line), count_cell(line.counted()), count_cell(line.met),
                                  count_cell(line.breached, Style::bad), attainment_cell(line),
                                  count_cell(line.running), count_cell(line.cancelled), count_cell(line.none),
                                  count_cell(line.late_entry, Style::warning)});
  return section;
}

format::Section breach_section(const record::World& world, const std::vector<kpi::Breach>& breaches) {
  format::Section section;
  section.title = tr("Breaches");
  section.name = "breaches";
  section.aside = true;
  section.table.columns = {{"id", tr("Record")},
                           {"title", tr("Title"), Align::left, true},
                           {"clock", tr("Clock")},
                           {"level", tr("Priority")},
                           {"due", tr("Due")},
                           {"breached_at", tr("Breached at")},
                           {"cause", tr("Cause"), Align::left, true},
                           {"overrun_seconds", tr("Overrun"), Align::right},
                           {"running", tr("Still running")}};
  for (const auto& breach : breaches) {
    Cell overrun = format::number_cell(static_cast<double>(breach.overrun.count()), clock_text(breach.overrun));
    Cell running{breach.running ? tr("yes") : tr("no"), Style::plain, format::Kind::boolean,
                 breach.running ? "true" : "false"};
    section.table.rows.push_back({{breach.record, Style::id},
                                  {breach.title},
                                  format::raw_cell(clock_label(world, breach.type, breach.clock), breach.clock),
                                  {breach.level},
                                  breach.due ? instant_cell(world, *breach.due) : format::absent_cell(),
                                  instant_cell(world, breach.breached_at),
                                  format::raw_cell(cause_label(breach.cause), breach.cause),
                                  std::move(overrun),
                                  std::move(running)});
  }
  return section;
}

}  // namespace

format::Document sla_report(const record::World& world, const kpi::Query& query,
                            const std::vector<std::string>& types) {
  const kpi::Attainment found = kpi::attainment(world, query, types);
  format::Document document;
  document.title = tr("Service level report");
  document.facts = window_facts(world, query);
  document.sections = {clock_section(world, found.lines), breach_section(world, found.breaches)};
  return document;
}

}  // namespace itss::report
