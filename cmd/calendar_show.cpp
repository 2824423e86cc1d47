// `itss calendar show | list`: a month of a calendar, and which calendars there are.
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "calendar_source.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct ShowWords : CalendarWords {
  std::string month;
};

// One day of `calendar show`: its shifts, and why it is not an ordinary one.
struct Day {
  Date date;
  std::vector<std::string> shifts;
  std::string why;
  long seconds = 0;
};

Day day_of(const calendar::Calendar& calendar, Date date) {
  const Zone& zone = calendar.zone();
  const SysSeconds from = zone.start_of(date),
                   to = zone.start_of(Date(std::chrono::sys_days(date) + std::chrono::days(1)));
  Day day{date, {}, {}, 0};
  const auto clock = [&](SysSeconds at) {
    return at == to ? std::string("24:00") : to_string(zone.at(at)).substr(11, 5);
  };
  using Why = calendar::Interval::Why;
  for (const auto& interval : calendar.intervals(from, to, {calendar.version_at(from), calendar::Versions::pinned})) {
    if (interval.open) {
      day.shifts.push_back(clock(interval.from) + "-" + clock(interval.to));
      day.seconds += (interval.to - interval.from).count();
    }
    if (interval.why == Why::make_up) day.why = tr("make-up day");
    if (interval.why == Why::special) day.why = tr("special hours");
    if (interval.why == Why::holiday) day.why = interval.name.empty() ? tr("holiday") : interval.name;
  }
  return day;
}

const char* weekday_name(Date date) {
  static const char* const kNames[] = {ITSS_TR_NOOP("Sun"), ITSS_TR_NOOP("Mon"), ITSS_TR_NOOP("Tue"),
                                       ITSS_TR_NOOP("Wed"), ITSS_TR_NOOP("Thu"), ITSS_TR_NOOP("Fri"),
                                       ITSS_TR_NOOP("Sat")};
  return tr(kNames[std::chrono::weekday(std::chrono::sys_days(date)).c_encoding()]);
}

Exit run_show(App& app, const ShowWords& given) {
  auto words = given.words;
  const CalendarSource source(app, given, words);
  if (!words.empty()) throw Failure(Exit::usage, trf("unexpected argument '{}'", words.front()));
  const calendar::Calendar& calendar = *source;
  const std::string month = given.month.empty() ? month_text(calendar.zone().date_at(app.now().utc)) : given.month;
  const auto window = parse_window(month, calendar.zone());
  if (!window) throw Failure(Exit::usage, "--month: " + window.error(), tr("a month is such as 2026-10"));
  format::Table table;
  table.columns = {{"date", tr("Date")},
                   {"weekday", tr("Day")},
                   {"hours", tr("Hours"), Align::right},
                   {"shifts", tr("Shifts")},
                   {"why", tr("Why")}};
  auto json = nlohmann::ordered_json::array();
  for (Date date = calendar.zone().date_at(window->from.utc); calendar.zone().start_of(date) < window->to.utc;
       date = Date(std::chrono::sys_days(date) + std::chrono::days(1))) {
    const Day day = day_of(calendar, date);
    const auto style = day.seconds == 0 ? format::Style::faint : format::Style::plain;
    table.rows.push_back({{to_string(date), style},
                          {weekday_name(date), style},
                          {day.seconds == 0 ? std::string("-") : clock_text(Seconds{day.seconds}), style},
                          {join(day.shifts, " "), style},
                          {day.why, format::Style::warning}});
    json.push_back({{"date", to_string(date)}, {"seconds", day.seconds}, {"shifts", day.shifts}, {"why", day.why}});
  }
  if (!given.json.empty())
    app.out << text_of(only_fields(json, given.json, {"date", "seconds", "shifts", "why"}));
  else
    app.out << format::show(table, app.look());
  return Exit::done;
}

std::string covers_text(const calendar::Calendar& calendar, std::size_t version) {
  const auto covers = calendar.covers(version);
  return covers ? to_string(covers->first) + ".." + to_string(covers->second) : std::string();
}

// What `covers` says is that of the version in force now.
Exit run_list(App& app, const std::string& wanted) {
  const store::Repository& repository = app.repository();
  format::Table table;
  table.columns = {
      {"name", tr("Name")}, {"zone", tr("Zone")}, {"covers", tr("Covers")}, {"versions", tr("Versions"), Align::right}};
  auto json = nlohmann::ordered_json::array();
  Exit exit = Exit::done;
  for (const auto& name : repository.calendar_names()) {
    const auto* calendar = repository.calendar(name);
    if (calendar == nullptr) {
      app.error(trf("the calendar '{}' cannot be used", name), tr("'itss check' says why"));
      exit = Exit::cannot;
      continue;
    }
    const auto version = calendar->version_at(app.now().utc);
    const std::string covers = covers_text(*calendar, version);
    const auto count = calendar->version_count();
    table.rows.push_back({{name, format::Style::id},
                          {calendar->zone().name()},
                          {covers.empty() ? "-" : covers},
                          format::number_cell(static_cast<double>(count))});
    json.push_back({{"name", name},
                    {"zone", calendar->zone().name()},
                    {"covers", covers.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(covers)},
                    {"versions", count}});
  }
  if (!wanted.empty())
    app.out << text_of(only_fields(json, wanted, {"name", "zone", "covers", "versions"}));
  else
    app.out << format::show(table, app.look());
  return exit;
}

}  // namespace

Run setup_calendar_show(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<ShowWords>();
  add_calendar_options(parser, *words, "CAL", tr("a calendar"));
  parser.option("--month", words->month, "MONTH", tr("such as 2026-10 (else this month)"));
  return [&app = subject.app, words] { return run_show(app, *words); };
}

Run setup_calendar_list(Parser& parser, const Subject& subject) {
  auto json = std::make_shared<std::string>();
  parser.group(tr("Output"));
  parser.optional("--json", *json, "*", "FIELDS", tr("print JSON"));
  return [&app = subject.app, json] { return run_list(app, *json); };
}

}  // namespace itss::cmd
