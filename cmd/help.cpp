// `itss help`.
#include "help.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "dispatch.hpp"
#include "format/document.hpp"
#include "inputs.hpp"
#include "next.hpp"
#include "reports.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kNameColumn = 28;  // names longer than this stand on a line of their own

using Rows = std::vector<std::pair<std::string, std::string>>;

std::string paragraph(const std::string& text, std::size_t indent = 0) {
  std::string out;
  for (const auto& line : format::wrap(text, kWidth - indent)) out += std::string(indent, ' ') + line + "\n";
  return out;
}

std::string replace_type(std::string text, const std::string& type) {
  for (auto at = text.find("{0}"); at != std::string::npos; at = text.find("{0}")) text.replace(at, 3, type);
  return text;
}

std::string examples_text(const std::string& examples, const std::string& type) {
  std::string text;
  if (examples.empty()) return text;
  text = std::string("\n") + tr("Examples") + "\n";
  for (const auto& line : split(replace_type(examples, type), '\n')) text += "  $ itss " + line + "\n";
  return text;
}

std::string usage_name(const OptionInfo& info) {
  std::string name;
  if (!info.short_name.empty()) name += "-" + info.short_name + ", ";
  name += "--" + info.long_name;
  if (!info.value.empty()) name += (info.value[0] == '[' ? "" : " ") + info.value;
  return name;
}

// The options under their headings, in the order in which the headings first came.
std::string options_text(const Parser& parser) {
  std::vector<std::string> groups;
  std::map<std::string, Rows> rows;
  for (const auto& info : parser.options()) {
    if (info->group.empty() || info->long_name.empty()) continue;
    if (rows.count(info->group) == 0) groups.push_back(info->group);
    rows[info->group].emplace_back(usage_name(*info), info->help);
  }
  std::string text;
  for (const auto& group : groups) text += "\n" + group + "\n" + two_columns(rows[group], kWidth);
  return text;
}

// What a move needs and does, from its schema.
std::string move_text(const schema::Schema& type, const schema::Move& move) {
  std::string text = std::string("\n") + tr("Rules") + "\n";
  for (const auto& rule : move.rules) {
    std::vector<std::string> from = rule.from.states;
    if (rule.from.form == schema::From::Form::open) from = {tr("any open state")};
    if (rule.from.form == schema::From::Form::any) from = {tr("any state")};
    if (rule.from.form == schema::From::Form::before) from = {trf("any state before {}", join(rule.from.states, ", "))};
    if (rule.from.form == schema::From::Form::nothing) from = {tr("nothing")};
    const std::string to =
        rule.to == "same" && rule.from.form == schema::From::Form::nothing ? type.initial().name : rule.to;
    std::string line = trf("from {} to {}", join(from, ", "), to);
    for (const auto& group : rule.guards)
      for (const auto& test : group.tests) {
        if (group.when.form != schema::Condition::Form::always) continue;
        if (const auto* needs = std::get_if<schema::Requires>(&test))
          line += "; " + trf("needs {}", join(input_names(needs->fields), ", "));
        if (const auto* actor = std::get_if<schema::Actor>(&test)) {
          auto who = actor->roles;
          who.insert(who.end(), actor->by.begin(), actor->by.end());
          line += "; " + trf("by {}", join(who, ", "));
        }
      }
    if (!rule.via.empty()) line += "; " + trf("only as part of {}", rule.via);
    text += paragraph(line, 2);
  }
  if (!move.clause.empty()) text += paragraph(trf("Rests on {}.", move.clause), 2);
  return text;
}

std::string type_help(App& app, const schema::Schema& type) {
  std::string text = "itss " + type.record + ": " + type.label.text();
  if (!type.clause.empty()) text += " (" + type.clause + ")";
  text += std::string("\n\n") + tr("Usage") + "\n  itss " + type.record + " VERB [ID...] [options]\n";
  text += examples_text("{0} list\n{0} new --help\n{0} show ID", type.record);
  Rows verbs, more, moves;
  for (const auto& row : commands())
    if (row.scope == Scope::type && find_verb(row.name, type, app.schemas()) != nullptr)
      (row.suits == nullptr ? verbs : more).emplace_back(row.name, tr(row.summary));
  for (const auto& paper : type.papers) more.emplace_back(option_name(paper.name), paper.label.text());
  for (const auto& move : type.moves)
    if (move.name != record::kNew) moves.emplace_back(option_name(move.name), move.label.text());
  text += std::string("\n") + tr("Verbs of every type") + "\n" + two_columns(verbs, kWidth);
  if (!more.empty()) text += std::string("\n") + tr("More verbs of this type") + "\n" + two_columns(more, kWidth);
  if (!moves.empty()) text += std::string("\n") + tr("Moves") + "\n" + two_columns(moves, kWidth);
  std::vector<std::string> states;
  for (const auto& state : type.states) states.push_back(state.name + " (" + state.label.text() + ")");
  text += std::string("\n") + tr("States") + "\n" + paragraph(join(states, ", "), 2);
  text += "\n" + paragraph(trf("'itss help {} VERB' shows the options of a verb.", type.record));
  return text;
}

// The reports that files describe, with what each is about.
Rows described_reports(App& app) {
  Rows rows;
  for (const auto& report : known_reports(app)) rows.emplace_back("report " + report.name, report_summary(report));
  return rows;
}

std::string tools_help(App& app, const std::string& tool) {
  Rows rows;
  for (const auto& name : subcommands_of(tool)) {
    const std::string command = fmt::format("{} {}", tool, name);
    rows.emplace_back(command, tr(find_tool(command)->summary));
  }
  for (const auto& row : described_reports(app))
    if (starts_with(row.first, tool + " ")) rows.push_back(row);
  return "itss " + tool + "\n\n" + tr("Usage") + "\n  itss " + tool + " VERB [options]\n\n" + tr("Verbs") + "\n" +
         two_columns(rows, kWidth);
}

// A report says itself what it is about.
std::string summary_of(App& app, const Command& command, const std::string& name) {
  if (command.scope == Scope::report) {
    const auto reports = known_reports(app);
    if (const auto* report = report::find_definition(reports, split(name, ' ').back())) return report_summary(*report);
  }
  if (command.scope == Scope::paper) {
    const auto words = split(name, ' ');
    if (const auto* type = app.schemas().find(words.front())) return verb_summary(words.back(), *type, app.schemas());
  }
  return *command.summary == '\0' ? std::string() : tr(command.summary);
}

struct HelpOptions {
  std::vector<std::string> words;
};

Exit run(App& app, const HelpOptions& options) {
  const auto& words = options.words;
  if (words.empty()) {
    app.out << overview(app);
    return Exit::done;
  }
  for (const auto& topic : topics())
    if (words.size() == 1 && words[0] == topic.name) {
      app.out << topic.text(app);
      return Exit::done;
    }
  const auto types = app.schemas().types();
  const bool is_type = std::find(types.begin(), types.end(), words[0]) != types.end();
  if (words.size() == 1 && is_type) {
    if (const auto* type = app.schemas().find(words[0])) app.out << type_help(app, *type);
    return Exit::done;
  }
  if (words.size() == 1 && find_tool(words[0]) == nullptr && !subcommands_of(words[0]).empty()) {
    app.out << tools_help(app, words[0]);
    return Exit::done;
  }
  if (auto found = find_command(app, words)) {
    app.out << command_page(*found);
    return Exit::done;
  }
  std::vector<std::string> known = tool_names();
  known.insert(known.end(), types.begin(), types.end());
  for (const auto& topic : topics()) known.emplace_back(topic.name);
  const auto close = suggest(words[0], known);
  throw Failure(Exit::usage, trf("there is no help about '{}'", words[0]),
                close ? trf("did you mean '{}'?", *close) : tr("see 'itss help'"));
}

}  // namespace

std::string overview(App& app) {
  std::string text =
      paragraph(tr("itss keeps the records of an IT-service team as files in a git repository: every fact "
                   "is an event, and every figure can be explained."));
  text += std::string("\n") + tr("Usage") + "\n  itss TYPE VERB [ID...] [options]\n  itss COMMAND [options]\n";
  text += std::string("\n") + tr("Examples") + "\n";
  for (const char* line :
       {"itss init --name 'IT desk'", "itss ticket new '无法登录' --channel phone --requester zhang.san",
        "itss ticket accept 7K3QF --told phone --impact 3 --urgency 2", "itss report kpi 2026-11"})
    text += std::string("  $ ") + line + "\n";
  std::vector<std::string> groups;
  std::map<std::string, Rows> rows;
  for (const auto& row : commands()) {
    if (*row.group == '\0') continue;
    const std::string group = tr(row.group);
    if (rows.count(group) == 0) groups.push_back(group);
    if (row.scope != Scope::report) {
      rows[group].emplace_back(row.name, tr(row.summary));
      continue;
    }
    for (auto& report : described_reports(app)) rows[group].push_back(std::move(report));
  }
  for (const auto& group : groups) text += "\n" + group + "\n" + two_columns(rows[group], kWidth);
  text += std::string("\n") + tr("Record types") + "\n" + paragraph(join(app.schemas().types(), " "), 2);
  std::vector<std::string> names;
  for (const auto& topic : topics()) names.emplace_back(topic.name);
  text += std::string("\n") + tr("Topics") + "\n" + paragraph(join(names, " "), 2);
  text += "\n" + paragraph(tr("'itss help TYPE', 'itss help COMMAND' and 'itss help TOPIC' tell more."));
  return text;
}

std::string command_help(App& app, const Parser& parser, const Command& command, const std::string& name) {
  const bool is_whole = command.scope == Scope::report || command.scope == Scope::paper;
  const std::string type = is_whole ? name : split(name, ' ').front();
  std::string text = "itss " + name;
  const std::string summary = summary_of(app, command, name);
  if (!summary.empty()) text += ": " + summary;
  text = paragraph(text) + "\n" + tr("Usage") + "\n" + paragraph("itss " + name + " " + command.synopsis, 2);
  text += examples_text(command.examples, type);
  Rows arguments;
  for (const auto& info : parser.options())
    if (info->long_name.empty()) arguments.emplace_back(info->value, info->help);
  if (!arguments.empty()) text += std::string("\n") + tr("Arguments") + "\n" + two_columns(arguments, kWidth);
  return text + options_text(parser);
}

std::string command_page(Found& found) {
  App& app = found.subject.app;
  Parser parser;
  found.command->setup(parser, found.subject);
  add_globals(parser, app.globals);
  std::string text = command_help(app, parser, *found.command, found.name);
  if (!found.subject.report.empty()) text += report_text(app, found.subject.report);
  if (found.subject.move != nullptr) text += move_text(*found.subject.type, *found.subject.move);
  return text;
}

std::string two_columns(const Rows& rows, std::size_t width) {
  std::size_t column = 0;
  for (const auto& [name, text] : rows)
    if (display_width(name) <= kNameColumn) column = std::max(column, display_width(name));
  std::string out;
  for (const auto& [name, text] : rows) {
    const auto lines = format::wrap(text, width - column - 4);
    const bool fits = display_width(name) <= column;
    out += "  " + (fits ? pad(name, column) : name);
    if (!fits) out += "\n  " + std::string(column, ' ');
    for (std::size_t i = 0; i < lines.size(); ++i)
      out += (i == 0 ? "  " : "\n" + std::string(column + 4, ' ')) + lines[i];
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += "\n";
  }
  return out;
}

Run setup_help(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<HelpOptions>();
  parser.argument("WORD", options->words, tr("a command, a record type and perhaps its verb, or a topic"));
  return [&app = subject.app, options] { return run(app, *options); };
}

}  // namespace itss::cmd
