#include "commands.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "inputs.hpp"
#include "verbs.hpp"

namespace itss::cmd {

// To add a command:
//   1. Write cmd/<name>.cpp with an options struct, a setup function that declares them, and a run function that loads,
//      calls lib/ and prints; the exit code is its result, Failure (exit.hpp) ends it early.
//   2. Declare the setup function in verbs.hpp and add the file to cmd/CMakeLists.txt.
//   3. Add a row below: name, scope, needs, setup, group, summary, synopsis, examples; of a verb that only some types
//      have also which: a function over the schema, such as has_clocks.
//   4. Write its page in man/ and its test in tests/cli/<name>.bats; translate its texts (ninja po-update).
// A move of a record type needs none of this: it is a line in the type's schema.
namespace {

bool has_clocks(const schema::Schema& type, const schema::SchemaSet&) { return !type.clocks.empty(); }
bool has_spawns(const schema::Schema& type, const schema::SchemaSet&) { return !type.spawns.empty(); }
bool is_offered(const schema::Schema& type, const schema::SchemaSet&) { return !type.offers.empty(); }
bool has_media(const schema::Schema& type, const schema::SchemaSet&) { return type.media.given(); }
bool has_window(const schema::Schema& type, const schema::SchemaSet&) { return !type.window.empty(); }
bool has_series(const schema::Schema& type, const schema::SchemaSet&) { return !type.series.empty(); }
bool has_invitation(const schema::Schema& type, const schema::SchemaSet&) { return type.invitation.given(); }
bool has_board(const schema::Schema& type, const schema::SchemaSet&) { return !type.board.empty(); }

// Whether a fault goes from record to record of the type.
bool spreads_faults(const schema::Schema& type, const schema::SchemaSet&) {
  return std::any_of(type.fields.begin(), type.fields.end(),
                     [](const auto& field) { return field.spreads != schema::Spreads::no; });
}

}  // namespace

const std::vector<Command>& commands() {
  using enum Scope;
  static const char* const kStart = ITSS_TR_NOOP("Repository");
  static const char* const kRecords = ITSS_TR_NOOP("Records of any type");
  static const char* const kLevels = ITSS_TR_NOOP("Service levels and reports");
  static const char* const kRules = ITSS_TR_NOOP("Rules and settings");
  static const char* const kAbout = ITSS_TR_NOOP("Help");
  static const char* const kVerbs = ITSS_TR_NOOP("Verbs of every type");
  static const char* const kSomeVerbs = ITSS_TR_NOOP("Verbs of some types");
  static const auto none = Needs::nothing, repo = Needs::repository;
  static const std::vector<Command> rows = {
      {"init", tool, none, setup_init, kStart, ITSS_TR_NOOP("make a repository"), "[DIR] [options]",
       "init --name 'IT desk' --zone Asia/Shanghai\ninit desk --me wang.fang --ids serial"},
      {"check", tool, repo, setup_check, kStart,
       ITSS_TR_NOOP("check every file: form, history, links, calendars, schemas"), "[ID...] [options]",
       "check\ncheck --json\ncheck TKT-20261124-7K3QF"},
      {"import", tool, none, setup_import, kStart, ITSS_TR_NOOP("take the tickets or the log of another system over"),
       "FILE --map MAP [options]",
       "import jira.csv --map jira --dry-run\nimport incidents.csv.gz --map my-map.yaml --reject rejected.csv\nimport "
       "--list-maps"},
      {"export csv", tool, repo, setup_export_csv, kStart,
       ITSS_TR_NOOP("write records as a table, one row for each, with their clocks"), "[TYPE...] [options]",
       "export csv ticket > tickets.csv\nexport csv ticket --where 'opened>=2026-10-01' --output tickets.csv"},
      {"export jsonl", tool, repo, setup_export_jsonl, kStart,
       ITSS_TR_NOOP("write records as JSON Lines, with their events and clocks"), "[TYPE...] [options]",
       "export jsonl > desk.jsonl\nexport jsonl ticket --output tickets.jsonl --force"},
      {"export sqlite", tool, repo, setup_export_sqlite, kStart,
       ITSS_TR_NOOP("write a SQLite database of records, events, clocks and measures, with views of the figures"),
       "[TYPE...] --output FILE [options]",
       "export sqlite --output desk.db\nexport sqlite ticket --output 2026.db --from 2026-01 --to 2026-12"},

      {"index status", tool, repo, setup_index_status, kStart,
       ITSS_TR_NOOP("bring the index up to date and tell what it holds"), "[options]",
       "index status\nindex status --json"},
      {"index rebuild", tool, repo, setup_index_rebuild, kStart, ITSS_TR_NOOP("make the index anew from the files"),
       "[options]", "index rebuild"},

      {"show", tool, repo, setup_show, kRecords, ITSS_TR_NOOP("show records, whatever their type"), "ID... [options]",
       "show 7K3QF\nshow TKT-20261124-7K3QF --json=id,status,clocks"},
      {"search", tool, repo, setup_search, kRecords,
       ITSS_TR_NOOP("find records by the words in them, whatever their type"), "WORD... [options]",
       "search login BRT\nsearch '\"password reset\" -draft' --type ticket --type contact\nsearch 登录 --where "
       "'updated>=-7d' --json=id,title,snippet"},
      {"log", tool, repo, setup_log, kRecords, ITSS_TR_NOOP("show the events of records"), "ID... [options]",
       "log 7K3QF\nlog 7K3QF --oneline --reverse"},
      {"undo", tool, repo, setup_undo, kRecords, ITSS_TR_NOOP("retract what your last command recorded"), "[options]",
       "undo\nundo --dry-run"},
      {"adopt", tool, repo, setup_adopt, kRecords, ITSS_TR_NOOP("record a hand edit of a file as an event"),
       "ID... [options]", "adopt 7K3QF\nadopt 7K3QF --dry-run"},
      {"fmt", tool, repo, setup_fmt, kRecords,
       ITSS_TR_NOOP("rewrite a record's file that cannot be edited in place, without its comments"), "ID... [options]",
       "fmt 7K3QF --dry-run\nfmt 7K3QF"},

      {"due", tool, repo, setup_due, kLevels, ITSS_TR_NOOP("list what is owed, person by person, over all types"),
       "[options]",
       "due --mine\ndue --within 1d\ndue --for wang.fang --format json\ndue --for wang.fang --format eml | sendmail "
       "-t"},
      {"remind", tool, repo, setup_remind, kLevels,
       ITSS_TR_NOOP("mail to each person what they owe and were not told of yet, for cron"), "[options]",
       "remind\nremind --sendmail\nremind --within 3d --again 7d --mail-dir outbox"},
      {"sla show", tool, repo, setup_sla_show, kLevels,
       ITSS_TR_NOOP("show the clocks of records, or all that are running"), "[ID...] [options]",
       "sla show\nsla show 7K3QF\nsla show --clock response --fail-breached"},
      {"sla explain", tool, repo, setup_sla_explain, kLevels,
       ITSS_TR_NOOP("show how each second of a clock was counted"), "ID... [options]",
       "sla explain 7K3QF --clock resolution\nsla explain 7K3QF --json"},
      {"sla exclude", tool, repo, setup_sla_exclude, kLevels,
       ITSS_TR_NOOP("excuse a breach: figures are given with and without it"), "ID... [options]",
       "sla exclude 7K3QF --clock resolution --reason force_majeure -m 'power cut in the data centre'"},
      {"sla due", tool, repo, setup_sla_due, kLevels,
       ITSS_TR_NOOP("list the running clocks of open records, the next due first"), "[options]",
       "sla due\nsla due --within 2h --mine\nsla due --for wang.fang --clock resolution --ids"},
      {"sla check", tool, repo, setup_sla_check, kLevels,
       ITSS_TR_NOOP("tell breached clocks, for cron (exit code 0 or 1)"), "[ID...] [options]",
       "sla check\nsla check --warn 75 --running\nsla check 7K3QF --json"},
      {"sla gap", tool, repo, setup_sla_gap, kLevels,
       ITSS_TR_NOOP("list records that should have an agreement and have none (exit code 0 or 1)"), "[options]",
       "sla gap\nsla gap --all --format md\nsla gap --own --clock resolution"},
      {"sla simulate", tool, repo, setup_sla_simulate, kLevels,
       ITSS_TR_NOOP("tell what a draft of an agreement would have done to a period"),
       "[PERIOD] --agreement FILE [options]",
       "sla simulate 2026-10 --agreement draft.yaml\nsla simulate 2026-Q3 --agreement draft.yaml --records"},
      {"report kpi", tool, repo, setup_report_kpi, kLevels, ITSS_TR_NOOP("print the measures of a period"),
       "[PERIOD] [options]",
       "report kpi 2026-11\nreport kpi --quarter 2026-Q4 --by priority --compare\nreport kpi --month last --trend 6\n"
       "report kpi 2026-11 --records response_on_time"},
      {"report sla", tool, repo, setup_report_sla, kLevels, ITSS_TR_NOOP("print how agreements were kept in a period"),
       "[PERIOD] [options]",
       "report sla 2026-11\nreport sla --quarter last --by service --compare\nreport sla 2026-11 --format md"},
      {"report <name>", Scope::report, repo, setup_report_described, kLevels,
       ITSS_TR_NOOP("print a report that reports.yaml describes"), "[PERIOD] [options]",
       "{0} 2026-11\n{0} --week last --compare\n{0} --trend 6 --by priority --format md"},
      {"kpi list", tool, none, setup_kpi_list, kLevels,
       ITSS_TR_NOOP("list the measures with their targets, and whose they are"), "[options]",
       "kpi list\nkpi list --own\nkpi list --format md"},
      {"kpi show", tool, none, setup_kpi_show, kLevels,
       ITSS_TR_NOOP("show how a measure is reckoned, what it leaves out, and where it is defined"), "NAME [options]",
       "kpi show mttr\nkpi show availability --json"},
      {"kpi check", tool, none, setup_kpi_check, kLevels,
       ITSS_TR_NOOP("verify the measures, the team's too (exit code 0 or 1)"), "", "kpi check"},
      {"calendar list", tool, repo, setup_calendar_list, kLevels, ITSS_TR_NOOP("list the calendars"), "[options]",
       "calendar list\ncalendar list --json"},
      {"calendar show", tool, none, setup_calendar_show, kLevels, ITSS_TR_NOOP("draw a month of a calendar"),
       "CAL [options]", "calendar show office-cn --month 2026-10"},
      {"calendar add", tool, none, setup_calendar_add, kLevels, ITSS_TR_NOOP("the instant after so much working time"),
       "CAL START AMOUNT [options]",
       "calendar add office-cn '2026-03-06 18:30' 4h\ncalendar add --calendar-file cal.yaml 2026-03-02T09:00:00+08:00 "
       "-1h30m\ncalendar add office-cn 09:00 8h --pause 10:00/11:30 --pause 15:00/16:00"},
      {"calendar between", tool, none, setup_calendar_between, kLevels,
       ITSS_TR_NOOP("the working seconds between two instants"), "CAL START END [options]",
       "calendar between office-cn '2026-03-06 18:30' '2026-03-09 14:00'\ncalendar between office-cn mon now --pause "
       "10:00/11:30 --follow"},
      {"calendar open", tool, none, setup_calendar_open, kLevels,
       ITSS_TR_NOOP("whether an instant is working time, a date alone a working day (exit code 0 or 1)"),
       "CAL INSTANT [options]", "calendar open office-cn now\ncalendar open office-cn 2026-02-14"},
      {"calendar import", tool, repo, setup_calendar_import, kLevels,
       ITSS_TR_NOOP("take the holidays and make-up days of an iCalendar file over"), "FILE --calendar CAL [options]",
       "calendar import 2027.ics --calendar office-cn --dry-run\ncalendar import 2027.ics --calendar cn --covers "
       "2024-01-01..2027-12-31"},

      {"schema list", tool, none, setup_schema_list, kRules, ITSS_TR_NOOP("list the record types"), "[options]",
       "schema list"},
      {"schema show", tool, none, setup_schema_show, kRules, ITSS_TR_NOOP("show a type's fields, states and moves"),
       "TYPE [options]", "schema show ticket\nschema show ticket --raw"},
      {"schema check", tool, none, setup_schema_check, kRules,
       ITSS_TR_NOOP("prove schemas sound; what a change makes illegal"), "[TYPE...] [options]",
       "schema check\nschema check ticket --against HEAD"},
      {"schema export", tool, none, setup_schema_export, kRules, ITSS_TR_NOOP("print a JSON Schema for editors"),
       "TYPE [options]", "schema export ticket > ticket.schema.json"},
      {"config list", tool, none, setup_config_list, kRules, ITSS_TR_NOOP("list the settings in force"), "[options]",
       "config list\nconfig list --show-origin"},
      {"config get", tool, none, setup_config_get, kRules, ITSS_TR_NOOP("print one setting"), "NAME",
       "config get zone"},

      {"help", tool, none, setup_help, kAbout, ITSS_TR_NOOP("show help for a command, a record type or a topic"),
       "[COMMAND | TYPE [VERB] | TOPIC]", "help\nhelp ticket accept\nhelp exit-codes"},
      {"completion", tool, none, setup_completion, kAbout, ITSS_TR_NOOP("print the completion script of a shell"),
       "bash | zsh | fish", "completion bash > ~/.local/share/bash-completion/completions/itss"},
      {"version", tool, none, setup_version, kAbout, ITSS_TR_NOOP("print the version"), "[-v]", "version --verbose"},
      {"__complete", tool, none, setup_complete, "", "", "", ""},

      {"list", type, repo, setup_list, kVerbs, ITSS_TR_NOOP("list records"), "[options]",
       "{0} list --mine\n{0} list --all --where 'opened>=2026-10-01' --sort -opened\n{0} list --ids | xargs itss {0} "
       "show"},
      {"search", type, repo, setup_search, kVerbs, ITSS_TR_NOOP("find records by the words in them"),
       "WORD... [options]", "{0} search login\n{0} search login --open --ids"},
      {"show", type, repo, setup_show, kVerbs,
       ITSS_TR_NOOP("show records: fields, clocks, what may be done next, last events"), "ID... [options]",
       "{0} show ID\n{0} show ID --at yesterday\n{0} show ID --json"},
      {"new", type, repo, setup_new, kVerbs, ITSS_TR_NOOP("make a record"), "[TITLE | NAME] [options]", ""},
      {"edit", type, repo, setup_edit, kVerbs, ITSS_TR_NOOP("edit a record's file; the change becomes one event"),
       "ID [options]", "{0} edit ID"},
      {"set", type, repo, setup_set, kVerbs, ITSS_TR_NOOP("change fields that no move guards"),
       "[ID...] [FIELD=VALUE...] [options]", ""},
      {"comment", type, repo, setup_comment, kVerbs, ITSS_TR_NOOP("add a note"), "[ID...] --note TEXT [options]",
       "{0} comment ID -m 'waiting for the vendor'\n{0} comment ID --note-file note.txt\n{0} comment --where "
       "'updated<-7d' -m 'reminded' --dry-run"},
      {"log", type, repo, setup_log, kVerbs, ITSS_TR_NOOP("show the events of records"), "ID... [options]",
       "{0} log ID\n{0} log ID --json"},
      {"retract", type, repo, setup_retract, kVerbs, ITSS_TR_NOOP("take an event back"), "ID EVENT... [options]",
       "{0} retract ID 4f1c2a9b3e -m 'wrong ticket'"},
      {"adopt", type, repo, setup_adopt, kVerbs, ITSS_TR_NOOP("record a hand edit of a file as an event"),
       "ID... [options]", "{0} adopt ID"},

      {"due", type, repo, setup_type_due, kSomeVerbs,
       ITSS_TR_NOOP("list the running clocks of open records, the next due first"), "[options]",
       "{0} due\n{0} due --within 30d\n{0} due --mine --ids", has_clocks},
      {"impact", type, repo, setup_impact, kSomeVerbs,
       ITSS_TR_NOOP("show what is affected if a record fails, or what it needs"), "ID [options]",
       "{0} impact ID\n{0} impact ID --direction up --depth 2\n{0} impact ID --format dot | dot -Tsvg > impact.svg",
       spreads_faults},
      {"baseline", type, repo, setup_baseline, kSomeVerbs,
       ITSS_TR_NOOP("show records as they were at a moment, with a fingerprint of that"), "[ID...] [options]",
       "{0} baseline --for REL-20261124-7K3QF\n{0} baseline --at '2026-11-24 18:00' --format md\n{0} baseline ID "
       "--json",
       spreads_faults},
      {"diff", type, repo, setup_diff, kSomeVerbs,
       ITSS_TR_NOOP("list what differs in records since a moment (exit code 0 or 1)"), "[ID...] [options]",
       "{0} diff --for REL-20261124-7K3QF\n{0} diff --from yesterday\n{0} diff ID --from 2026-11-01 --to 2026-12-01 "
       "--json",
       spreads_faults},
      {"spawn", type, repo, setup_spawn, kSomeVerbs,
       ITSS_TR_NOOP("make a record of another type out of one of this type"), "TYPE ID [options]", "", has_spawns},
      {"draft", type, repo, setup_draft, kSomeVerbs, ITSS_TR_NOOP("make a record out of one of another type"),
       "[TITLE] --from-TYPE ID [options]", "", is_spawned},
      {"suggest", type, repo, setup_suggest, kSomeVerbs,
       ITSS_TR_NOOP("list the records that may help with another one, the likeliest first"), "--for ID [options]",
       "{0} suggest --for ID\n{0} suggest --for ID --limit 1 --ids\n{0} suggest --for ID --json", is_offered},
      {"board", type, repo, setup_board, kSomeVerbs,
       ITSS_TR_NOOP("show the records by their states, and what each waits for"), "[options]",
       "{0} board\n{0} board --mine\n{0} board --overdue --format md", has_board},
      {"calendar", type, repo, setup_record_calendar, kSomeVerbs,
       ITSS_TR_NOOP("show when records last, and which get in each other's way"), "[PERIOD] [options]",
       "{0} calendar\n{0} calendar 2026-12 --all\n{0} calendar --conflicts", has_window},
      {"plan", type, repo, setup_plan, kSomeVerbs, ITSS_TR_NOOP("make the records of a series that are not there yet"),
       "[options]", "", has_series},
      {"invite", type, repo, setup_invite, kSomeVerbs, ITSS_TR_NOOP("write a record as an invitation for calendars"),
       "ID... [options]",
       "{0} invite ID > invitation.ics\n{0} invite ID --sendmail\n{0} invite ID --series --format eml", has_invitation},
      {"missing", type, repo, setup_missing, kSomeVerbs,
       ITSS_TR_NOOP("list what should be there and is not (exit code 0 or 1)"), "[PERIOD] [options]",
       "{0} missing\n{0} missing last-month --format md\n{0} missing --mine", has_series},
      {"media", type, repo, setup_media, kSomeVerbs,
       ITSS_TR_NOOP("compare the files that a record tells of with their hashes"), "verify ID... [options]",
       "{0} media verify ID\n{0} media verify ID --medium NAME --dry-run", has_media},
      {"<paper>", paper, repo, setup_paper, "", "", "ID... [options]",
       "{0} ID\n{0} ID --format html > paper.html\n{0} ID --format eml --sendmail"},
      {"<move>", move, repo, setup_move, "", "", "[ID...] [options]", ""},
  };
  return rows;
}

namespace {

const Command* find_row(std::string_view name, Scope scope) {
  for (const auto& row : commands())
    if (row.scope == scope && name == row.name) return &row;
  return nullptr;
}

bool is_verb_of(const Command& row, const schema::Schema& type, const schema::SchemaSet& all) {
  if (row.scope != Scope::type) return false;
  return row.suits == nullptr || (type.find_move(row.name) == nullptr && row.suits(type, all));
}

}  // namespace

const Command* find_tool(std::string_view name) { return find_row(name, Scope::tool); }
const Command* find_verb(std::string_view name, const schema::Schema& type, const schema::SchemaSet& all) {
  const auto* row = find_row(name, Scope::type);
  if (row != nullptr && is_verb_of(*row, type, all)) return row;
  const bool is_paper = std::any_of(type.papers.begin(), type.papers.end(),
                                    [&](const auto& paper) { return option_name(paper.name) == name; });
  return is_paper ? find_row("<paper>", Scope::paper) : nullptr;
}
std::string verb_summary(std::string_view verb, const schema::Schema& type, const schema::SchemaSet& all) {
  for (const auto& paper : type.papers)
    if (option_name(paper.name) == verb) return paper.label.text();
  if (const auto* row = find_verb(verb, type, all)) return tr(row->summary);
  for (const auto& each : type.moves)
    if (option_name(each.name) == verb) return each.label.text();
  return {};
}
const Command& move_command() { return *find_row("<move>", Scope::move); }
const Command& report_command() { return *find_row("report <name>", Scope::report); }

std::vector<std::string> tool_names() {
  std::vector<std::string> names;
  for (const auto& row : commands()) {
    const std::string first = split(row.name, ' ').front();
    if (row.scope == Scope::tool && *row.group != '\0' && std::find(names.begin(), names.end(), first) == names.end())
      names.push_back(first);
  }
  return names;
}

std::vector<std::string> subcommands_of(std::string_view tool) {
  std::vector<std::string> names;
  for (const auto& row : commands()) {
    const auto words = split(row.name, ' ');
    if (row.scope == Scope::tool && words.size() == 2 && words[0] == tool) names.push_back(words[1]);
  }
  return names;
}

std::vector<std::string> verbs_of(const schema::Schema& type, const schema::SchemaSet& all) {
  std::vector<std::string> names;
  for (const auto& row : commands())
    if (is_verb_of(row, type, all)) names.emplace_back(row.name);
  for (const auto& paper : type.papers) names.push_back(option_name(paper.name));
  for (const auto& each : type.moves)
    if (each.name != record::kNew) names.push_back(option_name(each.name));
  return names;
}

}  // namespace itss::cmd
