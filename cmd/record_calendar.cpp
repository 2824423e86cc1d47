// `itss TYPE calendar`: when the records of a type last, day by day, and what gets in whose way.
#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "calendar/calendar.hpp"
#include "calendar_source.hpp"
#include "json_fields.hpp"
#include "people.hpp"
#include "period.hpp"
#include "process/timetable.hpp"
#include "read.hpp"
#include "select.hpp"
#include "times.hpp"
#include "verbs.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

namespace {

using format::Audience;
using format::Style;
using process::Clash;
using process::Slot;
using process::Timetable;

constexpr std::chrono::days kAhead{30};

struct CalendarOptions {
  PeriodWords period;
  std::map<std::string, std::string> touching;  // type -> id
  std::string calendar;
  bool all = false, conflicts = false;
  ShowWords show;
};

// Without words the coming 30 days, today among them.
Period asked_period(App& app, PeriodWords words) {
  if (words.period.empty()) {
    const Zone& zone = app.zone();
    if (words.from.empty()) words.from = "today";
    if (words.to.empty()) {
      const Date first = zone.date_at(app.when(words.from, "--from").utc);
      words.to = to_string(Date(std::chrono::sys_days(first) + kAhead - std::chrono::days(1)));
    }
  }
  return period_of(app, words);
}

const char* name_of(Clash::Why why) {
  switch (why) {
    case Clash::Why::shared:
      return "shared";
    case Clash::Why::dependent:
      return "dependent";
    case Clash::Why::rule:
      break;
  }
  return "rule";
}

std::string why_text(Clash::Why why) {
  switch (why) {
    case Clash::Why::shared:
      return tr("on the same");
    case Clash::Why::dependent:
      return tr("one depends on the other");
    case Clash::Why::rule:
      break;
  }
  return tr("kept apart by a rule");
}

std::string local_text(App& app, const Instant& instant) { return short_text(app.zone().at(instant.utc)); }

// `01:00 - 03:00`; of an end on another day than `day` the date too.
std::string span_text(App& app, const Window& window, Date day) {
  const auto end = [&](const Instant& at) {
    const std::string text = local_text(app, at);
    return app.zone().date_at(at.utc) == day ? text.substr(text.find(' ') + 1) : text;
  };
  return end(window.from) + " - " + end(window.to);
}

format::Cell time_cell(App& app, const Instant& instant) {
  return format::raw_cell(time_text(app, instant), to_string(app.zone().at(instant.utc)));
}

// `db1, db2`, or the way that a fault goes: `srv1 → erp (runs_on)`.
std::string on_text(const Clash& clash) {
  if (clash.over.empty()) return join(clash.on, ", ");
  std::vector<std::string> labels;
  for (const auto* field : clash.over) labels.push_back(field->label.text());
  return join(clash.on, " → ") + " (" + join(labels, ", ") + ")";
}

// `change schedule, 发布 2.1-3`: the move that the clash refuses, and where that stands.
std::string rule_text(const Clash& clash) {
  if (clash.guard == nullptr) return {};
  std::string text = clash.ruling->record + " " + clash.move;
  if (!clash.guard->clause.empty()) text += ", " + clash.guard->clause;
  return text;
}

format::Cell text_cell(const std::string& text) { return text.empty() ? format::absent_cell() : format::Cell{text}; }

std::vector<format::Column> clash_columns() {
  const auto machines = Audience::machines;
  return {{"id", tr("ID")},
          {"with", tr("Conflicts with")},
          {"with_type", tr("Type")},
          {"with_status", tr("Status")},
          {"why", tr("Why")},
          {"on", tr("On")},
          {"from", tr("From")},
          {"to", tr("To")},
          {"rule", tr("Rule")},
          {"with_title", tr("Title"), Align::left, true},
          {"relations", tr("Relations"), Align::left, false, machines},
          {"clause", tr("Clause"), Align::left, false, machines}};
}

std::vector<format::Cell> clash_row(App& app, const Timetable& table, const Clash& clash) {
  const Slot &one = table.slots[clash.first], &other = table.slots[clash.second];
  std::vector<std::string> relations;
  for (const auto* field : clash.over) relations.push_back(field->name);
  std::vector<format::Cell> row;
  row.push_back({one.record->id, Style::id});
  row.push_back({other.record->id, Style::id});
  row.push_back(format::raw_cell(other.type->label.text(), other.type->record));
  row.push_back(cell_of(app, *other.record, *other.type, "status"));
  row.push_back(format::raw_cell(why_text(clash.why), name_of(clash.why), Style::bad));
  auto on = format::list_cell(clash.on);
  on.text = on_text(clash);
  row.push_back(std::move(on));
  row.push_back(time_cell(app, clash.window.from));
  row.push_back(time_cell(app, clash.window.to));
  row.push_back(text_cell(rule_text(clash)));
  row.push_back(other.type->title_field.empty() ? format::absent_cell()
                                                : cell_of(app, *other.record, *other.type, other.type->title_field));
  row.push_back(format::list_cell(relations));
  row.push_back(text_cell(clash.guard == nullptr ? std::string() : clash.guard->clause));
  return row;
}

format::Section clash_section(App& app, const Timetable& table, bool alone) {
  format::Section section;
  section.title = tr("Conflicts");
  section.name = "conflicts";
  section.aside = !alone;
  section.empty = tr("none");
  section.table.columns = clash_columns();
  for (const auto& clash : table.clashes) section.table.rows.push_back(clash_row(app, table, clash));
  return section;
}

// The columns of `list`, the id among them.
std::vector<std::string> own_columns(const schema::Schema& type) {
  auto names = type.columns;
  if (names.empty() && !type.title_field.empty()) names = {"status", type.title_field};
  if (std::find(names.begin(), names.end(), "id") == names.end()) names.insert(names.begin(), "id");
  return names;
}

std::vector<format::Column> slot_columns(const schema::Schema& type) {
  std::vector<format::Column> columns = {{"", tr("Time"), Align::left, false, Audience::people},
                                         {"from", tr("From"), Align::left, false, Audience::machines},
                                         {"to", tr("To"), Align::left, false, Audience::machines}};
  for (const auto& name : own_columns(type)) columns.push_back(column_of(type, name));
  columns.push_back({"touches", tr("Works on")});
  columns.push_back({"person", tr("To act")});
  columns.push_back({"conflicts", tr("Conflicts with")});
  return columns;
}

std::vector<format::Cell> slot_row(App& app, const Slot& slot, Date day, std::vector<std::string> conflicts) {
  std::vector<format::Cell> row;
  row.push_back({span_text(app, slot.window, day)});
  row.push_back(time_cell(app, slot.window.from));
  row.push_back(time_cell(app, slot.window.to));
  for (const auto& name : own_columns(*slot.type)) row.push_back(cell_of(app, *slot.record, *slot.type, name));
  row.push_back(format::list_cell(slot.touches));
  row.push_back(text_cell(acting_person(*slot.type, slot.record->fields)));
  row.push_back(format::list_cell(std::move(conflicts)));
  row.back().style = Style::bad;
  return row;
}

const char* weekday_text(Date date) {
  static const char* const kNames[] = {ITSS_TR_NOOP("Sun"), ITSS_TR_NOOP("Mon"), ITSS_TR_NOOP("Tue"),
                                       ITSS_TR_NOOP("Wed"), ITSS_TR_NOOP("Thu"), ITSS_TR_NOOP("Fri"),
                                       ITSS_TR_NOOP("Sat")};
  return tr(kNames[std::chrono::weekday(std::chrono::sys_days(date)).c_encoding()]);
}

std::string day_text(Date date, const calendar::Calendar* calendar) {
  std::string text = to_string(date) + " " + weekday_text(date);
  if (calendar == nullptr) return text;
  const calendar::Use use{calendar->version_at(calendar->zone().start_of(date)), calendar::Versions::pinned};
  return text + " · " + (calendar->is_workday(date, use) ? tr("working day") : tr("no working day"));
}

// People read a table for each day, machines one of all.
void add_slots(App& app, const schema::Schema& type, const Timetable& table, const Period& period,
               const calendar::Calendar* calendar, format::Document& document) {
  std::vector<std::vector<std::string>> conflicts(table.own);
  for (const auto& clash : table.clashes)
    for (const auto& [one, other] : {std::pair(clash.first, clash.second), std::pair(clash.second, clash.first)})
      if (one < table.own) conflicts[one].push_back(table.slots[other].record->id);
  const auto columns = slot_columns(type);
  format::Section all;
  all.name = "windows";
  all.audience = Audience::machines;
  all.table.columns = columns;
  std::optional<Date> last;
  for (std::size_t i = 0; i < table.own; ++i) {
    const Slot& slot = table.slots[i];
    const Date day = app.zone().date_at(std::max(slot.window.from, period.window.from).utc);
    if (day != last) {
      format::Section section;
      section.title = day_text(day, calendar);
      section.audience = Audience::people;
      section.table.columns = columns;
      document.sections.push_back(std::move(section));
      last = day;
    }
    auto row = slot_row(app, slot, day, conflicts[i]);
    document.sections.back().table.rows.push_back(row);
    all.table.rows.push_back(std::move(row));
  }
  if (table.own == 0) {
    format::Section nothing;
    nothing.audience = Audience::people;
    nothing.paragraphs = {tr("nothing in this period")};
    document.sections.push_back(std::move(nothing));
  }
  document.sections.push_back(std::move(all));
}

process::TimetableQuery query_of(App& app, const schema::Schema& type, const Period& period,
                                 const CalendarOptions& options) {
  process::TimetableQuery query{&type, period.window, options.all, {}, {}, app.now()};
  for (const auto& [name, id] : options.touching) {
    if (id.empty()) continue;
    if (!query.on.empty())
      throw Failure(Exit::usage, trf("give one of {}, not several", "--" + query.on_type + ", --" + name));
    query.on_type = name;
    query.on = pick(app, id, app.schemas().find(name)).record->id;
  }
  return query;
}

Exit run(App& app, const schema::Schema& type, const CalendarOptions& options) {
  look_of(app, options.show);
  const Period period = asked_period(app, options.period);
  const auto* calendar = options.calendar.empty() ? nullptr : &named_calendar(app, options.calendar);
  const WholeWorld world(app.repository());
  const auto table = process::timetable(world, query_of(app, type, period, options));
  format::Document document;
  document.title = type.label.text() + " · " + period.name;
  if (!options.conflicts) add_slots(app, type, table, period, calendar, document);
  document.sections.push_back(clash_section(app, table, options.conflicts));
  print_page(app, std::move(document), options.show);
  const Exit exit = options.conflicts && !table.clashes.empty() ? Exit::no : Exit::done;
  return worse(exit, judge_completeness(app, world));
}

}  // namespace

Run setup_record_calendar(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<CalendarOptions>();
  parser.argument("PERIOD", options->period.period,
                  tr("2026-11, 2026-W12, 2026-Q4, 2026, 2026-11-24, this-week, today or A..B, B included (else the "
                     "coming 30 days)"));
  parser.group(tr("Which records"));
  parser.option("--from", options->period.from, "TIME", tr("from the first instant of this date, or from this time"));
  parser.option("--to", options->period.to, "TIME",
                tr("to the end of this date, which is included, or until before this time (else 30 days)"));
  for (const auto& name : process::touched_types(subject.app.schemas(), *subject.type)) {
    const std::string label = subject.app.schemas().find(name)->label.text();
    parser.option("--" + name, options->touching[name], "ID", trf("only those that work on this one ({})", label))
        .completes = {Completes::With::ids, {}, name};
  }
  parser.flag("-a,--all", options->all, tr("closed ones too"));
  parser.flag("--conflicts", options->conflicts, tr("only what gets in the way of what (exit code 0 or 1)"));
  add_show_options(parser, options->show);
  parser.option("--calendar", options->calendar, "CAL", tr("mark the working days of this calendar"));
  return [&app = subject.app, type = subject.type, options] { return run(app, *type, *options); };
}

}  // namespace itss::cmd
