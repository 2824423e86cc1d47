#include "report/sla.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/translate.hpp"
#include "kpi/words.hpp"
#include "report/clock_words.hpp"
#include "report/figure_cells.hpp"
#include "report/figure_table.hpp"
#include "report/heading.hpp"

namespace itss::report {

namespace {

using format::Cell;
using format::Style;
using itss::Align;

// How the clocks of one kind and group did in each period, oldest first.
struct ClockCourse {
  std::vector<kpi::ClockLine> lines;
  const kpi::Measure* rate = nullptr;  // the measure that says what is to be reached

  const kpi::ClockLine& now() const { return lines.back(); }
  const std::string& type() const { return now().type; }
  bool is_whole() const { return now().level.empty() && now().group.empty(); }
};

using Key = std::tuple<std::string, std::size_t, std::string, std::vector<std::string>>;

// By type, the clock's place in it, level and group.
Key key_of(const record::World& world, const kpi::ClockLine& line) {
  const schema::Schema* schema = world.schemas().find(line.type);
  const auto rule = std::find_if(schema->clocks.begin(), schema->clocks.end(),
                                 [&](const auto& each) { return each.name == line.clock; });
  return {line.type, static_cast<std::size_t>(rule - schema->clocks.begin()), line.level, line.group};
}

// The lines of all periods together, and the breaches of the last one.
std::vector<ClockCourse> evaluate_clocks(const std::vector<kpi::Measure>& measures, const record::World& world,
                                         const kpi::Query& query, const std::vector<std::string>& types,
                                         const Course& course, std::vector<kpi::Breach>& breaches) {
  std::map<Key, ClockCourse> found;
  for (std::size_t period = 0; period < course.count(); ++period) {
    kpi::Query one = query;
    if (!course.periods.empty()) one.window = course.periods[period].window;
    auto attainment = kpi::attainment(measures, world, one, types);
    for (auto& line : attainment.lines) {
      ClockCourse& each = found[key_of(world, line)];
      if (each.lines.empty()) {
        kpi::ClockLine nothing;
        nothing.type = line.type, nothing.clock = line.clock, nothing.level = line.level, nothing.group = line.group;
        each.lines.assign(course.count(), nothing);
        each.rate = kpi::find_rate(measures, line.type, line.clock);
      }
      each.lines[period] = std::move(line);
    }
    breaches = std::move(attainment.breaches);
  }
  std::vector<ClockCourse> lines;
  for (auto& [key, line] : found) lines.push_back(std::move(line));
  return lines;
}

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
  return line.level.empty() ? format::absent_cell(tr("all"), "all")
                            : format::raw_cell(clock_word(line.level), line.level);
}

bool several_types(const std::vector<ClockCourse>& lines) {
  return std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.type() != lines.front().type(); });
}

// Clocks met only by what was recorded after their due time: a reader of the table must not overlook them.
format::Fact late_entries(const std::vector<ClockCourse>& lines) {
  long late = 0;
  for (const auto& line : lines)
    if (line.is_whole()) late += line.now().late_entry;
  return {"late_entries", tr("Met by late entries"), count_cell(late, Style::warning)};
}

// As the first type that has the field calls it.
std::string group_label(const record::World& world, const std::vector<ClockCourse>& lines, const std::string& path) {
  for (const auto& line : lines)
    if (std::string label = field_label(world, line.type(), path); label != path) return label;
  return path;
}

// The others: what was late already when it was entered is breached at its entry, not in the month of its due time.
format::Fact breached_late(const std::vector<kpi::Breach>& breaches) {
  const auto late =
      std::count_if(breaches.begin(), breaches.end(), [](const auto& each) { return each.cause == "late_entry"; });
  return {"breached_by_late_entry", tr("Breached by late entries"), count_cell(late, Style::warning)};
}

// Type, clock, level and groups: what a line is about.
std::vector<format::Column> head_columns(const record::World& world, const std::vector<ClockCourse>& lines,
                                         const std::vector<std::string>& by) {
  const format::Audience machines = format::Audience::machines;
  std::vector<format::Column> columns = {
      {"type", tr("Type"), Align::left, false, machines},
      {"clock", tr("Clock"), Align::left, true},
      {"level", tr("Priority"), Align::left, false, by.empty() ? format::Audience::all : machines}};
  for (const auto& path : by) columns.push_back({group_column_name(path), group_label(world, lines, path)});
  return columns;
}

std::vector<Cell> head_cells(const record::World& world, const ClockCourse& line, bool name_types,
                             const std::vector<std::string>& by) {
  const std::string type = type_label(world, line.type());
  std::string clock = clock_label(world, line.type(), line.now().clock);
  if (name_types) clock = fmt::format("{}: {}", type, clock);
  std::vector<Cell> cells = {format::raw_cell(type, line.type()), format::raw_cell(clock, line.now().clock),
                             level_cell(line.now())};
  const auto& group = line.now().group;
  for (std::size_t i = 0; i < by.size(); ++i)
    cells.push_back(group.empty() ? format::absent_cell(tr("all"), "all")
                                  : group_cell(world, line.type(), by[i], group[i]));
  return cells;
}

std::vector<format::Column> clock_columns(bool compare) {
  std::vector<format::Column> columns = {{"counted", tr("Counted"), Align::right},
                                         {"met", tr("Met"), Align::right},
                                         {"breached", tr("Breached"), Align::right},
                                         {"attainment", tr("Kept"), Align::right}};
  if (compare) append(columns, change_columns());
  append(columns, {{"excused", tr("Excused"), Align::right},
                   {"attainment_without_excused", tr("Kept without them"), Align::right},
                   {"running", tr("Running"), Align::right},
                   {"cancelled", tr("Cancelled"), Align::right},
                   {"none", tr("n/a"), Align::right},
                   {"target", tr("Target"), Align::right},
                   {"verdict", tr("Verdict")},
                   {"late_entry", tr("Entered late"), Align::right, false, format::Audience::machines}});
  return columns;
}

// What the clock's rate is to reach, and whether it did.
std::vector<Cell> verdict_cells(const kpi::ClockLine& line, const kpi::Measure* rate) {
  if (rate == nullptr || rate->aim == kpi::Aim::none) return {format::absent_cell(), format::absent_cell()};
  if (!line.attainment()) return {target_cell(*rate), format::absent_cell("n/a")};
  const bool met = rate->aim == kpi::Aim::at_least  ? *line.attainment() >= rate->target
                   : rate->aim == kpi::Aim::at_most ? *line.attainment() <= rate->target
                                                    : *line.attainment() < rate->target;
  return {target_cell(*rate),
          met ? format::raw_cell(tr("met"), "met", Style::good) : format::raw_cell(tr("missed"), "missed", Style::bad)};
}

std::vector<Cell> clock_cells(const ClockCourse& course, std::size_t period, bool compare) {
  const kpi::ClockLine& line = course.lines[period];
  std::vector<Cell> cells = {count_cell(line.counted()), count_cell(line.met), count_cell(line.breached, Style::bad),
                             percent_cell(line.attainment())};
  if (compare)
    append(cells, change_cells(period == 0 ? Change()
                                           : change_of(course.lines[period - 1].attainment(), line.attainment(),
                                                       kpi::Aim::at_least)));
  append(cells, {count_cell(line.excused), percent_cell(line.attainment_without_excused()), count_cell(line.running),
                 count_cell(line.cancelled), count_cell(line.none)});
  append(cells, verdict_cells(line, course.rate));
  cells.push_back(count_cell(line.late_entry));
  return cells;
}

format::Section clock_section(const record::World& world, const std::vector<ClockCourse>& lines,
                              const std::vector<std::string>& by, const Course& course) {
  format::Section section;
  section.name = "clocks";
  section.empty = tr("none");
  section.aside = course.trend > 0;
  section.table.columns = head_columns(world, lines, by);
  append(section.table.columns, clock_columns(course.compare));
  for (const auto& line : lines) {
    auto row = head_cells(world, line, several_types(lines), by);
    append(row, clock_cells(line, course.count() - 1, course.compare));
    section.table.rows.push_back(std::move(row));
  }
  return section;
}

format::Section trend_for_machines(const record::World& world, const std::vector<ClockCourse>& lines,
                                   const std::vector<std::string>& by, const Course& course) {
  format::Section section;
  section.name = "trend";
  section.audience = format::Audience::machines;
  section.table.columns = head_columns(world, lines, by);
  append(section.table.columns, period_columns());
  append(section.table.columns, clock_columns(course.compare));
  for (const auto& line : lines)
    for (std::size_t i = course.count() - course.trend; i < course.count(); ++i) {
      auto row = head_cells(world, line, false, by);
      append(row, period_cells(world, course.periods[i]));
      append(row, clock_cells(line, i, course.compare));
      section.table.rows.push_back(std::move(row));
    }
  return section;
}

void add_trend(format::Document& document, const record::World& world, const std::vector<ClockCourse>& lines,
               const std::vector<std::string>& by, const Course& course) {
  if (course.trend == 0) return;
  std::vector<TrendRow> rows;
  for (const auto& line : lines) {
    rows.push_back({head_cells(world, line, several_types(lines), by), {}});
    for (std::size_t i = course.count() - course.trend; i < course.count(); ++i)
      rows.back().values.push_back(line.lines[i].attainment());
  }
  document.sections.push_back(trend_for_people(head_columns(world, lines, by), rows, course));
  document.sections.push_back(trend_for_machines(world, lines, by, course));
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
                            const kpi::Query& query, const std::vector<std::string>& types, const Course& course) {
  std::vector<kpi::Breach> breaches;
  const auto lines = evaluate_clocks(measures, world, query, types, course, breaches);
  format::Document document;
  document.title = tr("Service level report");
  document.facts = window_facts(world, query);
  append(document.facts, course_facts(course));
  document.facts.push_back(late_entries(lines));
  document.facts.push_back(breached_late(breaches));
  document.sections.push_back(clock_section(world, lines, query.by, course));
  add_trend(document, world, lines, query.by, course);
  document.sections.push_back(breach_section(world, breaches));
  return document;
}

std::optional<kpi::Measure> clock_rate(const std::vector<kpi::Measure>& measures, const schema::SchemaSet& schemas,
                                       const std::vector<std::string>& types, const std::string& clock) {
  std::optional<kpi::Measure> rate;
  for (const auto& type : types) {
    const schema::Schema* schema = schemas.find(type);
    if (schema == nullptr) continue;
    const auto rule = std::find_if(schema->clocks.begin(), schema->clocks.end(),
                                   [&](const auto& each) { return each.name == clock; });
    const kpi::Measure* found = rule == schema->clocks.end() ? nullptr : kpi::find_rate(measures, type, clock);
    if (found == nullptr || (rate && rate->name != found->name)) continue;
    if (!rate) {
      rate = *found;
      rate->counts = *kpi::parse_subject("clock " + clock);
      rate->records.clear();
    }
    rate->records.push_back(type);
  }
  return rate;
}

}  // namespace itss::report
