// `itss calendar import FILE.ics`: a feed of public holidays becomes days of a calendar.
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "calendar/feed.hpp"
#include "calendar/hours.hpp"
#include "calendar_source.hpp"
#include "commit.hpp"
#include "diff.hpp"
#include "held_interrupt.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "store/files.hpp"
#include "store/ics.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kMostBytes = 16 * 1024 * 1024;
constexpr std::size_t kShownDays = 5;

struct ImportWords {
  std::string file, calendar, from, until, json;
  std::vector<std::string> worked;
  calendar::FeedRules rules;
  bool dry_run = false, no_commit = false;
};

using Years = std::optional<std::pair<Date, Date>>;

std::string read_file(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream || std::filesystem::is_directory(file)) throw Failure(Exit::cannot, trf("cannot read '{}'", file));
  std::string bytes(std::istreambuf_iterator<char>(stream), {});
  if (bytes.size() > kMostBytes) throw Failure(Exit::no, file + ": " + trf("larger than {} bytes", kMostBytes));
  return bytes;
}

// The first or last date of `2027`, `2027-02` or `2027-02-04`.
Date end_of(const std::string& text, const char* option, const Zone& zone, bool last) {
  const auto window = parse_window(text, zone);
  if (!window) throw Failure(Exit::usage, std::string(option) + ": " + window.error());
  return zone.date_at(last ? window->to.utc - Seconds(1) : window->from.utc);
}

// The dates that the person asked for; without any, nothing.
Years asked_years(const ImportWords& words, const Zone& zone) {
  if (words.from.empty() && words.until.empty()) return std::nullopt;
  if (words.from.empty() || words.until.empty())
    throw Failure(Exit::usage, tr("--from and --until are only good together"));
  const Years years(std::in_place, end_of(words.from, "--from", zone, false),
                    end_of(words.until, "--until", zone, true));
  if (years->second < years->first) throw Failure(Exit::usage, tr("--until lies before --from"));
  return years;
}

// In which years events recur: those asked for, else those that the calendar covers or will cover.
Years recurring_years(const Years& asked, const ImportWords& words, const calendar::Calendar& calendar) {
  if (asked) return asked;
  if (const auto dates = calendar::parse_dates(words.rules.covers); dates && !dates->yearly)
    return std::pair(Date(calendar::Day(std::chrono::days(dates->first))),
                     Date(calendar::Day(std::chrono::days(dates->last))));
  return calendar.covers(0);
}

store::IcsDays read_days(const ImportWords& words, const calendar::Calendar& calendar) {
  const auto asked = asked_years(words, calendar.zone());
  const auto years = recurring_years(asked, words, calendar);
  auto read = store::read_ics(read_file(words.file), years);
  if (!read)
    throw Failure(Exit::no, words.file + ": " + read.error(),
                  years ? tr("nothing was written")
                        : tr("nothing was written; --from 2026 --until 2027 says in which years events recur"));
  if (asked)
    std::erase_if(read->days,
                  [&](const calendar::FeedDay& day) { return day.date < asked->first || asked->second < day.date; });
  return std::move(*read);
}

nlohmann::ordered_json entries_json(const std::vector<calendar::FeedEntry>& entries) {
  auto json = nlohmann::ordered_json::array();
  for (const auto& entry : entries) json.push_back({{"dates", entry.dates}, {"value", entry.value}});
  return json;
}

std::string json_of(const calendar::Growth& growth, std::size_t timed, const std::string& wanted) {
  const nlohmann::ordered_json json = {{"holiday_days", growth.holiday_days},
                                       {"workday_days", growth.workday_days},
                                       {"known", growth.known},
                                       {"timed", timed},
                                       {"holidays", entries_json(growth.holidays)},
                                       {"workdays", entries_json(growth.workdays)}};
  return text_of(only_fields(json, wanted, {"holiday_days", "workday_days", "known", "timed", "holidays", "workdays"}));
}

void say(App& app, const calendar::Growth& growth, std::size_t timed) {
  app.out << counted("{} day added: ", "{} days added: ", growth.holiday_days + growth.workday_days)
          << counted("{} holiday, ", "{} holidays, ", growth.holiday_days)
          << counted("{} working day; ", "{} working days; ", growth.workday_days)
          << trf("{} known before", growth.known) << '\n';
  if (timed > 0)
    app.warn(counted("{} event has a time of day and was left out", "{} events have a time of day and were left out",
                     timed));
  if (growth.rewritten.empty()) return;
  std::vector<std::string> dates;
  for (const auto& date : growth.rewritten)
    if (dates.size() < kShownDays) dates.push_back(to_string(date));
  if (growth.rewritten.size() > kShownDays) dates.emplace_back("...");
  app.warn(trf("clocks that run are counted anew: the calendar had declared these dates before: {}", join(dates, " ")));
}

void show_diff(App& app, const std::string& file, const std::string& before, const std::string& after) {
  if (before == after) return;
  app.out << "--- a/" << file << "\n+++ b/" << file << '\n';
  for (const auto& line : split(line_diff(before, after), '\n')) {
    if (line.empty()) continue;
    const auto style = line[0] == '+'   ? format::Style::good
                       : line[0] == '-' ? format::Style::bad
                                        : format::Style::plain;
    app.out << app.paint(line, style) << '\n';
  }
}

void refuse_conflicts(App& app, const ImportWords& words, const calendar::Growth& growth) {
  if (growth.conflicts.empty()) return;
  for (const auto& conflict : growth.conflicts) app.err << words.file << ": " << conflict << '\n';
  throw Failure(Exit::no, trf("'{}' contradicts the calendar '{}'", words.file, words.calendar),
                tr("nothing was written; --workday-match TEXT says which events are working days"));
}

// Writes and commits the file as it now is.
Exit write(App& app, const ImportWords& words, const std::string& file, const std::string& before,
           const std::string& after) {
  HeldInterrupt interrupt;
  app.repository().write_changes({{file, before, after}}, interrupt.at_first_write());
  app.say_recovery();
  const Exit exit = words.no_commit ? Exit::done : commit_files(app, {file}, "calendar import " + words.calendar);
  return HeldInterrupt::take() ? Exit::interrupted : exit;
}

Exit run(App& app, const ImportWords& given) {
  ImportWords words = given;
  if (words.file.empty())
    throw Failure(Exit::usage, tr("the file to import is missing"), "itss calendar import FILE --calendar CAL");
  if (words.calendar.empty()) throw Failure(Exit::usage, tr("--calendar is missing: it says which calendar grows"));
  if (!words.worked.empty()) words.rules.worked = words.worked;
  json_of({}, 0, words.json);  // an unknown field is an error before anything is written
  const auto& calendar = named_calendar(app, words.calendar);
  const auto read = read_days(words, calendar);
  const std::string file = "calendars/" + words.calendar + ".yaml";
  const std::string before = store::read_file(app.repository().root(), file).bytes.value_or("");
  Diagnostics findings;
  const auto document = yaml::Document::parse(before, file, findings);
  if (!document) throw Failure(Exit::no, trf("the calendar '{}' cannot be used", words.calendar));
  const auto growth = calendar::grow(*document, read.days, words.rules);
  if (!growth) throw Failure(Exit::no, growth.error(), tr("nothing was written"));
  refuse_conflicts(app, words, *growth);
  Exit exit = Exit::done;
  if (words.dry_run && words.json.empty()) show_diff(app, file, before, growth->bytes);
  if (!words.dry_run && growth->bytes != before) exit = write(app, words, file, before, growth->bytes);
  if (!words.json.empty())
    app.out << json_of(*growth, read.timed, words.json);
  else
    say(app, *growth, read.timed);
  return exit;
}

}  // namespace

Run setup_calendar_import(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<ImportWords>();
  parser.argument("FILE", words->file, tr("an iCalendar file of days off and days worked")).completes.with =
      Completes::With::files;
  parser.group(tr("The import"));
  parser.option("--calendar", words->calendar, "CAL", tr("the calendar that grows"));
  parser.option("--covers", words->rules.covers, "A..B", tr("the dates that the calendar covers from now on"));
  parser.option("--from", words->from, "YEAR", tr("only days of these years; with --until"));
  parser.option("--until", words->until, "YEAR", tr("the last of these years"));
  parser.option(
      "--workday-match", words->worked, "TEXT",
      trf("an event with this text is a working day (else: {}); may be repeated", join(words->rules.worked, ", ")));
  parser.option("--workday-as", words->rules.workday_as, "DAY", tr("like which weekday it is worked (fri)"));
  parser.flag("-n,--dry-run", words->dry_run, tr("show the change as a diff, write nothing"));
  parser.flag("--no-commit", words->no_commit, tr("write without a git commit"));
  parser.group(tr("Output"));
  parser.optional("--json", words->json, "*", "FIELDS", tr("print JSON"));
  return [&app = subject.app, words] { return run(app, *words); };
}

}  // namespace itss::cmd
