#include "dispatch.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "help.hpp"
#include "inputs.hpp"
#include "language.hpp"
#include "pager.hpp"
#include "parser.hpp"
#include "reports.hpp"
#include "version_text.hpp"

namespace itss::cmd {

namespace {

using Words = std::vector<std::string>;

// The first word of the reports that files describe.
constexpr std::string_view kReport = "report";
// How often an alias may lead to another one.
constexpr int kAliasDepth = 10;

bool is_type(App& app, const std::string& word) {
  const auto types = app.schemas().types();
  return std::find(types.begin(), types.end(), word) != types.end();
}

[[noreturn]] void unknown_verb(const std::string& noun, const std::string& verb, const Words& known) {
  const auto close = suggest(verb, known);
  throw Failure(Exit::usage, trf("'itss {}' has no verb '{}'", noun, verb),
                close ? trf("did you mean 'itss {} {}'?", noun, *close) : trf("see 'itss help {}'", noun));
}

// A noun alone, with or without --help, asks for its help.
Found help_about(App& app, const Words& words) {
  app.globals.help = false;
  return {find_tool("help"), {app}, "help", words};
}

Found find_type_verb(App& app, const Words& words) {
  const schema::Schema* type = app.schemas().find(words[0]);
  if (type == nullptr) {
    app.tell(app.schemas().findings());
    throw Failure(Exit::cannot, trf("the schema of '{}' cannot be used", words[0]));
  }
  if (words.size() < 2 || starts_with(words[1], "-")) return help_about(app, {words[0]});
  if (words[1] == "help") {
    Words about{words.begin() + 2, words.end()};
    about.insert(about.begin(), words[0]);
    return help_about(app, about);
  }
  std::string verb = words[1];
  std::replace(verb.begin(), verb.end(), '_', '-');
  Found found{nullptr, {app, type, type->find_move(verb)}, words[0] + " " + verb, {words.begin() + 2, words.end()}};
  if (found.subject.move == nullptr) found.subject.move = type->find_move(words[1]);
  found.subject.words = found.rest;
  for (const auto& paper : type->papers)
    if (option_name(paper.name) == verb) found.subject.paper = &paper;
  found.command = find_verb(verb, *type, app.schemas());
  if (found.command == nullptr && found.subject.move != nullptr) found.command = &move_command();
  if (found.command == nullptr) unknown_verb(words[0], words[1], verbs_of(*type, app.schemas()));
  return found;
}

// The words of an alias's text, split at blanks; quotes keep blanks together.
Words shell_words(const std::string& text) {
  Words words;
  std::string word;
  bool inside = false;
  char quote = '\0';
  for (const char c : text) {
    if (quote != '\0') {
      if (c == quote)
        quote = '\0';
      else
        word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      inside = true;
    } else if (c == ' ' || c == '\t') {
      if (inside) words.push_back(word);
      word.clear();
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) words.push_back(word);
  return words;
}

// Those of the repository outweigh the person's own.
std::map<std::string, std::string> aliases_of(App& app) {
  std::map<std::string, std::string> aliases;
  if (const auto* repository = app.find_repository()) aliases = repository->config().aliases;
  aliases.insert(app.user_config().aliases.begin(), app.user_config().aliases.end());
  return aliases;
}

std::optional<Words> expand_alias(App& app, const Words& words) {
  const auto aliases = aliases_of(app);
  const auto alias = aliases.find(words[0]);
  if (alias == aliases.end()) return std::nullopt;
  Words expanded = shell_words(alias->second);
  expanded.insert(expanded.end(), words.begin() + 1, words.end());
  return expanded;
}

// Replaces this process by `itss-WORD` if PATH has it.
void try_external(App& app, const Words& words) {
  if (words[0].find('/') != std::string::npos) return;
  const std::string name = "itss-" + words[0];
  for (const auto& directory : split(app.env("PATH").value_or(""), ':')) {
    const auto file = std::filesystem::path(directory) / name;
    if (directory.empty() || access(file.c_str(), X_OK) != 0 || std::filesystem::is_directory(file)) continue;
    std::vector<char*> argv{const_cast<char*>(name.c_str())};
    for (std::size_t i = 1; i < words.size(); ++i) argv.push_back(const_cast<char*>(words[i].c_str()));
    argv.push_back(nullptr);
    execv(file.c_str(), argv.data());
  }
}

// The types that have this verb.
Words types_with(App& app, const std::string& verb) {
  Words names;
  for (const auto& name : app.schemas().types()) {
    const auto* schema = app.schemas().find(name);
    if (schema == nullptr) continue;
    const auto verbs = verbs_of(*schema, app.schemas());
    if (std::find(verbs.begin(), verbs.end(), verb) != verbs.end()) names.push_back(name);
  }
  return names;
}

[[noreturn]] void unknown_command(App& app, const std::string& word) {
  if (const auto nouns = types_with(app, word); !nouns.empty())
    throw Failure(Exit::usage, trf("'{}' is a verb of record types", word),
                  nouns.size() == 1 ? trf("itss {} {}", nouns.front(), word)
                                    : trf("itss TYPE {}; TYPE is one of {}", word, join(nouns, ", ")));
  Words known = tool_names();
  const auto types = app.schemas().types();
  known.insert(known.end(), types.begin(), types.end());
  for (const auto& [name, text] : aliases_of(app)) known.push_back(name);
  const auto close = suggest(word, known);
  throw Failure(Exit::usage, trf("'{}' is not a command", word),
                close ? trf("did you mean 'itss {}'?", *close) : tr("see 'itss help'"));
}

Exit run_command(Found& found) {
  App& app = found.subject.app;
  if (app.globals.help) {
    app.out << command_page(found);
    return Exit::done;
  }
  Parser parser;
  const Run run = found.command->setup(parser, found.subject);
  add_globals(parser, app.globals);
  parser.parse(found.rest, found.name);
  if (app.globals.color != "auto" && app.globals.color != "always" && app.globals.color != "never")
    throw Failure(Exit::usage, trf("--color: '{}' is not auto, always or never", app.globals.color));
  if (found.command->needs == Needs::repository) {
    app.repository();
    if (!app.globals.actor.empty()) app.find_actor();  // a misspelt name is an error even where nobody acts
  }
  return run();
}

Exit dispatch(App& app, Words words) {
  for (int depth = 0; depth <= kAliasDepth; ++depth) {
    if (words.empty() || starts_with(words[0], "-")) {
      app.out << overview(app);
      return Exit::done;
    }
    if (auto found = find_command(app, words)) return run_command(*found);
    if (const auto expanded = expand_alias(app, words)) {
      words = *expanded;
      continue;
    }
    try_external(app, words);
    unknown_command(app, words[0]);
  }
  throw Failure(Exit::usage, trf("the alias '{}' leads back to itself", words[0]));
}

}  // namespace

std::optional<Found> find_command(App& app, const Words& words) {
  if (words.size() >= 2)
    if (const auto* tool = find_tool(words[0] + " " + words[1]))
      return Found{tool, {app}, tool->name, {words.begin() + 2, words.end()}};
  if (const auto* tool = find_tool(words[0])) return Found{tool, {app}, tool->name, {words.begin() + 1, words.end()}};
  auto below = subcommands_of(words[0]);
  if (words[0] == kReport) {
    if (words.size() >= 2 && !starts_with(words[1], "-") && may_be_report(app, words[1]))
      return Found{&report_command(),
                   {app, nullptr, nullptr, nullptr, words[1]},
                   "report " + words[1],
                   {words.begin() + 2, words.end()}};
    for (const auto& report : known_reports(app)) below.push_back(report.name);
  }
  // A type that shares its noun with tools (`calendar`, `sla`), which the verifier refuses, has the verbs that they
  // leave.
  if (is_type(app, words[0])) return find_type_verb(app, words);
  if (below.empty()) return std::nullopt;
  if (words.size() < 2 || starts_with(words[1], "-")) return help_about(app, {words[0]});
  unknown_verb(words[0], words[1], below);
}

Exit run_program(App& app, const Words& arguments) {
  Exit exit = Exit::done;
  try {
    const Lead lead = read_lead(arguments, app.globals);
    if (lead.version) {
      app.out << version_text(app.globals.verbose);
    } else {
      settle_language(app);
      exit = dispatch(app, lead.words);
    }
    deliver(app);
  } catch (const Failure& failure) {
    app.error(failure.what(), failure.hint());
    exit = failure.exit();
  } catch (const Error& error) {
    app.error(error.what());
    exit = Exit::cannot;
  } catch (const std::exception& error) {
    app.error(error.what());
    exit = Exit::cannot;
  }
  return exit;
}

}  // namespace itss::cmd
