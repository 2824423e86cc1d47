// The topics of `itss help TOPIC`.
#include "base/text.hpp"
#include "format/document.hpp"
#include "help.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kWidth = 80;

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string page(const std::string& title, const std::string& body, const Rows& rows = {},
                 const std::string& end = {}) {
  std::string text = title + "\n\n";
  for (const auto& part : split(body, '\n'))
    for (const auto& line : format::wrap(part, kWidth)) text += line + "\n";
  if (!rows.empty()) text += "\n" + two_columns(rows, kWidth);
  if (!end.empty()) {
    text += "\n";
    for (const auto& part : split(end, '\n'))
      for (const auto& line : format::wrap(part, kWidth)) text += line + "\n";
  }
  return text;
}

std::string environment(App&) {
  return page(
      tr("itss help environment: variables and settings"),
      tr("An option outweighs a variable, a variable outweighs itss.yaml of the repository."),
      {{"ITSS_DIR", tr("the repository, if not here or above (-C)")},
       {"ITSS_ACTOR", tr("who acts (--as); else git's user.email among the people")},
       {"ITSS_NOW", tr("taken for the present time (--now), for repeatable output")},
       {"ITSS_LANG, LC_ALL, LC_MESSAGES, LANG", tr("the language of messages: en or zh")},
       {"ITSS_EDITOR, GIT_EDITOR, VISUAL, EDITOR", tr("the editor of 'edit'; else vi")},
       {"ITSS_PAGER, PAGER", tr("shows output longer than the screen; empty: none; else less -FRX")},
       {"NO_COLOR, CLICOLOR, CLICOLOR_FORCE", tr("whether to colour")},
       {"COLUMNS", tr("the width where the terminal tells none")},
       {"ITSS_SEED", tr("makes new ids repeatable, for tests")}},
      tr("itss.yaml has name, zone, language, ids (random or serial), git.commit, aliases and defaults; 'itss config "
         "list' shows what is in force."));
}

std::string exit_codes_page(App&) {
  Rows rows;
  for (const auto& row : exit_codes()) rows.emplace_back(std::to_string(static_cast<int>(row.exit)), tr(row.meaning));
  return page(tr("itss help exit-codes: how a command ends"),
              tr("Standard output has the answer, standard error all messages."), rows);
}

std::string formatting(App&) {
  return page(tr("itss help formatting: forms of output"),
              tr("On a terminal, lists are aligned tables cut to the window, with colours and relative times. In a "
                 "pipe they are "
                 "tab-separated, complete, with absolute times and without a header."),
              {{"--format text|tsv|csv|json|md|html", tr("another form")},
               {"--json, --json=id,title", tr("JSON: whole records, or these fields; an empty list is []")},
               {"--columns id,title", tr("the columns of a list; a dotted path follows a link")},
               {"--columns due,response.verdict",
                tr("clocks: due, remaining; CLOCK.due, .remaining, .verdict, .elapsed, .breached_at")},
               {"--ids, -0", tr("only ids, for other commands: itss ticket list --ids | itss ticket show -")},
               {"--no-header", tr("without the line of names")},
               {"--color auto|always|never",
                tr("colour of tables and pages, in a pipe with --format text; NO_COLOR is obeyed")}},
              tr("In JSON an instant is RFC 3339, a number a number, a list an array, a map an object; keys are the "
                 "names of the schema's "
                 "fields besides id, type, status, opened, updated, aliases, file, clocks, next, history. Keys are "
                 "added, never renamed."));
}

std::string ids(App&) {
  return page(
      tr("itss help ids: how records are named"),
      tr("An id is a prefix, the date and five random characters (TKT-20261124-7K3QF), or a serial number if itss.yaml "
         "says "
         "'ids: serial'. People, services, agreements and the like have given names (wang.fang). Ids never change."),
      {{"7K3QF", tr("any part that only one record has is enough")},
       {"TKT-20261124-7K3QF", tr("a full id is found without looking at other records")},
       {"-", tr("reads ids from standard input, one to a line")}},
      tr("An event has an id, too: ten hexadecimal digits, shown by 'log', named by 'retract'."));
}

std::string filters(App&) {
  return page(
      tr("itss help filters: --where"),
      tr("Several --where hold together. A path is a field, status, opened, updated, id, or follows a link: "
         "service.owner."),
      {{"priority=P1,P2", tr("one of these")},
       {"status!=on_hold", tr("none of these")},
       {"opened>=2026-10-01", tr("also > <= <, for times, dates, spans and numbers")},
       {"title~login", tr("contains the text, whatever its case")},
       {"owner", tr("is filled")},
       {"!owner", tr("is empty")},
       {"overdue:resolution", tr("the clock is running and late")},
       {"breached:response", tr("the clock was broken")}},
      tr("'list' shows open records; --all shows closed ones too, and a --where about the status asks for itself.") +
          std::string("\n") +
          tr("'set', 'comment' and every move take conditions too, in place of ids: all records that fit are changed, "
             "or "
             "none."));
}

std::string dates(App&) {
  return page(tr("itss help dates: how times are written"),
              tr("Times without an offset are in the zone of the repository, never the machine's."),
              {{"2026-11-24T09:15:00+08:00", tr("an instant (RFC 3339)")},
               {"2026-11-24 09:15", tr("in the zone of the repository")},
               {"2026-11-24", tr("midnight that day")},
               {"09:15", tr("today")},
               {"now, today, yesterday, tomorrow", ""},
               {"mon ... sun", tr("the last such day, today included")},
               {"-3d, -2h30m, +4h", tr("before or after now")},
               {"2026-W12", tr("the Monday of a week")},
               {"2026-11, 2026-Q4, 2026", tr("a period: month, quarter, year")}},
              tr("What lies in the future is refused as the time of an event. --at says when something happened; when "
                 "it was entered is kept beside it."));
}

}  // namespace

const std::vector<Topic>& topics() {
  static const std::vector<Topic> rows = {
      {"environment", ITSS_TR_NOOP("variables and settings"), environment},
      {"exit-codes", ITSS_TR_NOOP("how a command ends"), exit_codes_page},
      {"formatting", ITSS_TR_NOOP("forms of output"), formatting},
      {"ids", ITSS_TR_NOOP("how records are named"), ids},
      {"filters", ITSS_TR_NOOP("conditions of --where"), filters},
      {"dates", ITSS_TR_NOOP("how times are written"), dates},
  };
  return rows;
}

}  // namespace itss::cmd
