// `itss calendar add | between | open | show`: the arithmetic that everything else rests on, laid open.
#include "calendar/calendar.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "parser.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

using Words = std::vector<std::string>;

struct CalendarOptions {
  Words words;
  std::string file, json, month;
};

// The calendar of a command: that of --calendar-file, or the repository's of this name. Keeps what it read alive.
class Source {
 public:
  Source(App& app, const CalendarOptions& options, Words& words) {
    if (!options.file.empty()) {
      read(app, options.file);
      return;
    }
    if (words.empty())
      throw Failure(Exit::usage, tr("the name of a calendar is missing"), tr("or give --calendar-file FILE"));
    const std::string name = words.front();
    words.erase(words.begin());
    const auto* found = app.repository().calendar(name);
    if (found == nullptr) {
      for (const auto& finding : app.repository().configuration_findings()) app.err << to_text(finding) << '\n';
      const auto names = app.repository().calendar_names();
      const auto close = suggest(name, names);
      throw Failure(Exit::no, trf("there is no calendar '{}'", name),
                    close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(names, " ")));
    }
    calendar_ = found;
  }
  const calendar::Calendar& operator*() const { return *calendar_; }

 private:
  void read(App& app, const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw Failure(Exit::cannot, trf("cannot read '{}'", file));
    Diagnostics findings;
    const auto document = yaml::Document::parse({std::istreambuf_iterator<char>(stream), {}}, file, findings);
    if (document && !has_errors(findings))
      own_ = calendar::Calendar::read(*document, std::filesystem::path(file).stem().string(), findings);
    for (const auto& finding : findings) app.err << to_text(finding) << '\n';
    if (!own_ || has_errors(findings)) throw Failure(Exit::no, trf("the calendar '{}' cannot be used", file));
    calendar_ = &*own_;
  }

  std::optional<calendar::Calendar> own_;
  const calendar::Calendar* calendar_ = nullptr;
};

// A time on the command line; without an offset it is in the calendar's zone.
Instant time_in(App& app, const calendar::Calendar& calendar, const std::string& text) {
  if (auto exact = parse_instant(text)) return *exact;
  auto instant = parse_when(text, app.now(), calendar.zone());
  if (!instant) throw Failure(Exit::usage, instant.error(), tr("see 'itss help dates'"));
  return *instant;
}

// One answer: its text, its JSON, the exit code.
struct Answer {
  std::string text;
  nlohmann::ordered_json json;
  Exit exit = Exit::done;
};

// Nothing needs no unit; `-0` is nothing, counted back.
Result<Duration> amount_of(const std::string& text) {
  if (text == "0" || text == "-0") return Duration{0, Seconds(0), text.front() == '-'};
  return parse_duration(text);
}

Answer answer_add(App& app, const calendar::Calendar& calendar, const Words& words) {
  const Instant start = time_in(app, calendar, words[0]);
  const auto amount = amount_of(words[1]);
  if (!amount) throw Failure(Exit::usage, amount.error(), tr("an amount is such as 90s, 15m, 4h, 2d, 1d2h, -30m"));
  const auto moment = calendar.add(start.utc, *amount, {calendar.version_at(start.utc), calendar::Versions::pinned});
  if (!moment) throw Failure(Exit::no, tr("the calendar has no such instant within 100 years"));
  const std::string at = to_string(calendar.zone().at(moment->at));
  if (moment->provisional) app.note(tr("provisional: it needs days that the calendar does not cover"));
  return {
      at,
      {{"start", to_string(start)}, {"amount", to_string(*amount)}, {"at", at}, {"provisional", moment->provisional}}};
}

Answer answer_between(App& app, const calendar::Calendar& calendar, const Words& words) {
  const Instant from = time_in(app, calendar, words[0]), to = time_in(app, calendar, words[1]);
  if (to < from) throw Failure(Exit::no, trf("the end {} lies before the start {}", words[1], words[0]));
  const long seconds =
      calendar.between(from.utc, to.utc, {calendar.version_at(from.utc), calendar::Versions::pinned}).count();
  return {std::to_string(seconds), {{"from", to_string(from)}, {"to", to_string(to)}, {"seconds", seconds}}};
}

Answer answer_open(App& app, const calendar::Calendar& calendar, const Words& words) {
  const Instant at = time_in(app, calendar, words[0]);
  const bool open = calendar.is_open(at.utc, {calendar.version_at(at.utc), calendar::Versions::pinned});
  return {open ? "open" : "closed", {{"at", to_string(at)}, {"open", open}}, open ? Exit::done : Exit::no};
}

using Question = Answer (*)(App& app, const calendar::Calendar& calendar, const Words& words);

// The fields of a line: between tabs, else between blanks.
Words fields_of(const std::string& line) {
  Words fields;
  for (const auto& part : split(line, line.find('\t') == std::string::npos ? ' ' : '\t'))
    if (!trim(part).empty()) fields.emplace_back(trim(part));
  return fields;
}

std::string wrong_number(std::size_t needed, std::size_t given) {
  return trf("{}, not {}", counted("{} value is needed", "{} values are needed", needed), given);
}

// `-`: a question on each line, an answer on each line; a line that cannot be answered gives `-` and a message.
Exit answer_lines(App& app, const calendar::Calendar& calendar, std::size_t count, Question question, bool json) {
  Exit exit = Exit::done;
  std::size_t number = 0;
  for (std::string line; std::getline(app.in, line);) {
    ++number;
    const Words words = fields_of(line);
    try {
      if (words.size() != count) throw Failure(Exit::usage, wrong_number(count, words.size()));
      const Answer answer = question(app, calendar, words);
      app.out << (json ? answer.json.dump() : answer.text) << '\n';
    } catch (const Failure& failure) {
      app.out << (json ? "null" : "-") << '\n';
      app.error(trf("line {}: {}", number, failure.what()));
      exit = Exit::no;
    }
  }
  return exit;
}

Exit run(App& app, const CalendarOptions& options, std::size_t count, Question question, const char* usage) {
  Words words = options.words;
  const Source source(app, options, words);
  const bool json = !options.json.empty();
  if (words == Words{"-"}) return answer_lines(app, *source, count, question, json);
  if (words.size() != count) throw Failure(Exit::usage, wrong_number(count, words.size()), usage);
  const Answer answer = question(app, *source, words);
  app.out << (json ? text_of(answer.json) : answer.text + "\n");
  return answer.exit;
}

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

Exit run_show(App& app, const CalendarOptions& options) {
  Words words = options.words;
  const Source source(app, options, words);
  if (!words.empty()) throw Failure(Exit::usage, trf("unexpected argument '{}'", words.front()));
  const calendar::Calendar& calendar = *source;
  const std::string month = options.month.empty() ? month_text(calendar.zone().date_at(app.now().utc)) : options.month;
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
  if (!options.json.empty())
    app.out << text_of(only_fields(json, options.json, {"date", "seconds", "shifts", "why"}));
  else
    app.out << format::show(table, app.look());
  return Exit::done;
}

std::shared_ptr<CalendarOptions> add_options(Parser& parser, const char* words, const char* help) {
  auto options = std::make_shared<CalendarOptions>();
  parser.argument(words, options->words, help);
  parser.group(tr("Which calendar"));
  parser.option("--calendar-file", options->file, "FILE", tr("this file in place of CAL; needs no repository"))
      .completes.with = Completes::With::files;
  parser.group(tr("Output"));
  parser.optional("--json", options->json, "*", "FIELDS", tr("print JSON"));
  return options;
}

}  // namespace

Run setup_calendar_add(Parser& parser, const Subject& subject) {
  auto options = add_options(parser, "CAL_START_AMOUNT",
                             tr("a calendar, a time, an amount; - in place of the last two reads lines"));
  return
      [&app = subject.app, options] { return run(app, *options, 2, answer_add, "itss calendar add CAL START AMOUNT"); };
}

Run setup_calendar_between(Parser& parser, const Subject& subject) {
  auto options =
      add_options(parser, "CAL_START_END", tr("a calendar and two times; - in place of the last two reads lines"));
  return [&app = subject.app, options] {
    return run(app, *options, 2, answer_between, "itss calendar between CAL START END");
  };
}

Run setup_calendar_open(Parser& parser, const Subject& subject) {
  auto options = add_options(parser, "CAL_INSTANT", tr("a calendar and a time; - in place of the last reads lines"));
  return [&app = subject.app, options] { return run(app, *options, 1, answer_open, "itss calendar open CAL INSTANT"); };
}

Run setup_calendar_show(Parser& parser, const Subject& subject) {
  auto options = add_options(parser, "CAL", tr("a calendar"));
  parser.option("--month", options->month, "MONTH", tr("such as 2026-10 (else this month)"));
  return [&app = subject.app, options] { return run_show(app, *options); };
}

}  // namespace itss::cmd
