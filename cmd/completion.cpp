// `itss completion SHELL`, and `itss __complete -- WORDS...` which the scripts ask for what may stand at the last word.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "dispatch.hpp"
#include "help.hpp"
#include "measures.hpp"
#include "parser.hpp"
#include "record/replay.hpp"
#include "reports.hpp"
#include "select.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

using Words = std::vector<std::string>;

constexpr std::size_t kMostIds = 200;

constexpr const char* kBash = R"(# itss completion for bash
_itss() {
  local IFS=$'\n' words
  words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  mapfile -t COMPREPLY < <(itss __complete -- "${words[@]}" 2>/dev/null | cut -f1)
  [[ "${COMPREPLY[0]}" == *= ]] && compopt -o nospace
  if [ "${COMPREPLY[0]}" = ':files' ]; then
    compopt -o default
    COMPREPLY=()
  fi
}
complete -F _itss itss
)";

constexpr const char* kZsh = R"(#compdef itss
# itss completion for zsh
_itss() {
  local -a lines
  lines=("${(@f)$(itss __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "${lines[1]}" == ':files' ]]; then
    _files
    return
  fi
  local -a items
  local line
  for line in $lines; do
    items+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  _describe 'itss' items
}
compdef _itss itss
)";

constexpr const char* kFish = R"(# itss completion for fish
function __itss_complete
  set -l words (commandline -opc) (commandline -ct)
  itss __complete -- $words[2..-1] 2>/dev/null | string match -v ':files'
end
complete -c itss -f -a '(__itss_complete)'
)";

struct Candidates {
  std::string partial;
  std::vector<std::pair<std::string, std::string>> rows;  // word, description

  void add(const std::string& word, const std::string& description = {}) {
    if (starts_with(word, partial)) rows.emplace_back(word, description);
  }
};

void add_ids(App& app, const std::string& type, Candidates& candidates) {
  const auto* repository = app.find_repository();
  if (repository == nullptr) return;
  std::vector<std::string> types{type};
  if (type.empty()) types = app.schemas().types();
  for (const auto& name : types) {
    // Newest ids last in the directory: the ones that a person is likely to mean.
    const auto files = repository->files(name);
    for (auto file = files.rbegin(); file != files.rend() && candidates.rows.size() < kMostIds; ++file)
      candidates.add(file->stem().string());
  }
}

// Of the record that the text means, newest first.
void add_events(App& app, const std::string& text, const std::string& type, Candidates& candidates) {
  const auto record = pick(app, text, app.schemas().find(type)).record;
  const auto events = record::effective_events(*record);
  for (auto event = events.rbegin(); event != events.rend(); ++event)
    candidates.add((*event)->id(), to_string((*event)->at) + " " + (*event)->verb);
}

void add_measures(App& app, Candidates& candidates) {
  Diagnostics ignored;
  for (const auto& measure : read_measures(app, ignored)) candidates.add(measure.name, measure.label.text());
}

void add_clocks(App& app, Candidates& candidates) {
  std::set<std::string> known;
  for (const auto& type : app.schemas().types())
    for (const auto& clock : app.schemas().find(type)->clocks)
      if (known.insert(clock.name).second) candidates.add(clock.name, clock.label.text());
}

// The types that a command is about: its own, else those among its arguments, else those that are measured.
Words types_meant(App& app, const std::string& own, const Words& arguments) {
  if (!own.empty()) return {own};
  Words types;
  for (const auto& word : arguments)
    if (app.schemas().find(word) != nullptr) types.push_back(word);
  if (!types.empty()) return types;
  Diagnostics ignored;
  std::set<std::string> measured;
  for (const auto& measure : read_measures(app, ignored))
    measured.insert(measure.records.begin(), measure.records.end());
  return {measured.begin(), measured.end()};
}

// Fields as the last of a list, each followed by `end`.
void add_fields(App& app, const Words& types, const std::string& end, Candidates& candidates) {
  const auto comma = candidates.partial.rfind(',');
  const std::string before = comma == std::string::npos ? std::string() : candidates.partial.substr(0, comma + 1);
  std::set<std::string> known;
  for (const auto& type : types) {
    const auto* schema = app.schemas().find(type);
    if (schema == nullptr) continue;
    if (known.insert("status").second) candidates.add(before + "status" + end);
    for (const auto& field : schema->fields)
      if (known.insert(field.name).second) candidates.add(before + field.name + end, field.label.text());
  }
}

// `arguments`: those before the word that is completed; `type`: the command's own, or empty.
void add_values(App& app, const Completes& completes, const std::string& type, const Words& arguments,
                Candidates& candidates) {
  switch (completes.with) {
    case Completes::With::nothing:
      return;
    case Completes::With::files:
      candidates.rows.assign(1, {":files", ""});
      return;
    case Completes::With::ids:
      return add_ids(app, completes.type, candidates);
    case Completes::With::events:
      if (arguments.empty()) return add_ids(app, completes.type, candidates);
      return add_events(app, arguments.front(), completes.type, candidates);
    case Completes::With::words:
      for (const auto& word : completes.words) candidates.add(word);
      return;
    case Completes::With::fields:
      return add_fields(app, types_meant(app, type, arguments), "", candidates);
    case Completes::With::conditions:
      return add_fields(app, types_meant(app, type, arguments), "=", candidates);
    case Completes::With::measures:
      return add_measures(app, candidates);
    case Completes::With::clocks:
      return add_clocks(app, candidates);
  }
}

void add_first_words(App& app, Candidates& candidates) {
  for (const auto& name : tool_names())
    candidates.add(name, find_tool(name) == nullptr ? "" : tr(find_tool(name)->summary));
  for (const auto& name : app.schemas().types()) candidates.add(name);
  if (const auto* repository = app.find_repository())
    for (const auto& [name, text] : repository->config().aliases) candidates.add(name, text);
}

void add_second_words(App& app, const std::string& first, Candidates& candidates) {
  for (const auto& name : subcommands_of(first))
    candidates.add(name, tr(find_tool(fmt::format("{} {}", first, name))->summary));
  if (first == "report")
    for (const auto& report : known_reports(app)) candidates.add(report.name, report.title.text());
  const auto types = app.schemas().types();
  if (std::find(types.begin(), types.end(), first) == types.end()) return;
  const auto* type = app.schemas().find(first);
  if (type == nullptr) return;
  for (const auto& verb : verbs_of(*type, app.schemas())) {
    candidates.add(verb, verb_summary(verb, *type, app.schemas()));
  }
}

const OptionInfo* option_named(const Parser& parser, const std::string& word) {
  for (const auto& info : parser.options())
    if ((!info->long_name.empty() && word == "--" + info->long_name) ||
        (!info->short_name.empty() && word == "-" + info->short_name))
      return info.get();
  return nullptr;
}

bool takes_value(const OptionInfo* option) {
  return option != nullptr && !option->value.empty() && option->value[0] != '[';
}

Words arguments_of(const Parser& parser, const Words& words) {
  Words arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (takes_value(option_named(parser, words[i])))
      ++i;
    else if (!starts_with(words[i], "-"))
      arguments.push_back(words[i]);
  }
  return arguments;
}

void add_options(const Parser& parser, Candidates& candidates) {
  for (const auto& info : parser.options())
    if (!info->long_name.empty() && !info->group.empty()) candidates.add("--" + info->long_name, info->help);
}

// What may stand as the last of the words in a parser's command: the value of an option, an option, an argument.
void add_parsed(App& app, const Parser& parser, const std::string& type, const Words& words, Candidates& candidates) {
  const Words before(words.begin(), words.end() - 1);
  const Words arguments = arguments_of(parser, before);
  const auto equals = candidates.partial.find('=');
  if (starts_with(candidates.partial, "--") && equals != std::string::npos) {
    const std::string option = candidates.partial.substr(0, equals);
    Candidates values{candidates.partial.substr(equals + 1), {}};
    if (const auto* info = option_named(parser, option)) add_values(app, info->completes, type, arguments, values);
    for (const auto& [word, description] : values.rows)
      candidates.rows.emplace_back(word == ":files" ? word : fmt::format("{}={}", option, word), description);
    return;
  }
  const auto* option = before.empty() ? nullptr : option_named(parser, before.back());
  if (takes_value(option)) return add_values(app, option->completes, type, arguments, candidates);
  if (starts_with(candidates.partial, "-")) return add_options(parser, candidates);
  for (const auto& info : parser.options())
    if (info->long_name.empty()) add_values(app, info->completes, type, arguments, candidates);
}

void add_command_words(App& app, const Words& words, Candidates& candidates) {
  auto found = find_command(app, words);
  if (!found) return;
  if (found->command->name == std::string("help") && !starts_with(candidates.partial, "-")) {
    if (found->rest.size() == 2) return add_second_words(app, found->rest[0], candidates);
    if (found->rest.size() > 2) return;
    add_first_words(app, candidates);
    for (const auto& topic : topics()) candidates.add(topic.name, tr(topic.summary));
    return;
  }
  Parser parser;
  found->command->setup(parser, found->subject);
  add_globals(parser, app.globals);
  const auto* type = found->subject.type;
  add_parsed(app, parser, type == nullptr ? std::string() : type->record, found->rest, candidates);
}

// bash parts words at `=`: `--kind`, `=`, `in`.
void join_assignments(Words& words) {
  if (words.size() >= 2 && words.back() == "=") words.back().clear();
  if (words.size() >= 3 && words[words.size() - 2] == "=") words.erase(words.end() - 2);
}

void add_words(App& app, Words words, Candidates& candidates) {
  const std::size_t lead = lead_size(words);
  if (lead == words.size()) {  // the last word belongs to a global option before the command
    Parser parser;
    add_globals(parser, app.globals);
    return add_parsed(app, parser, {}, words, candidates);
  }
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(lead));
  if (words.size() == 1 && starts_with(words[0], "-")) {
    Parser parser;
    add_globals(parser, app.globals);
    return add_parsed(app, parser, {}, words, candidates);
  }
  if (words.size() == 1)
    add_first_words(app, candidates);
  else if (words.size() == 2)
    add_second_words(app, words[0], candidates);
  if (candidates.rows.empty() && words.size() >= 2) add_command_words(app, words, candidates);
}

Exit run_complete(App& app, Words words) {
  if (words.empty()) words.emplace_back();
  join_assignments(words);
  Candidates candidates{words.back(), {}};
  try {
    const std::string here = app.globals.directory;
    read_lead({words.begin(), words.end() - 1}, app.globals);
    if (app.globals.directory != here) app.move_to(app.globals.directory);
  } catch (const Failure&) {  // the value of the last option is what is being typed
  }
  try {
    add_words(app, words, candidates);
  } catch (const Failure&) {
    return Exit::done;  // nothing fits a wrong command
  }
  for (const auto& [word, description] : candidates.rows)
    app.out << word << (description.empty() ? "" : "\t" + description) << '\n';
  return Exit::done;
}

}  // namespace

Run setup_complete(Parser& parser, const Subject& subject) {
  auto words = std::make_shared<std::vector<std::string>>();
  parser.argument("WORDS", *words, "");
  return [&app = subject.app, words] { return run_complete(app, *words); };
}

Run setup_completion(Parser& parser, const Subject& subject) {
  auto shell = std::make_shared<std::string>();
  parser.argument("SHELL", *shell, "bash, zsh, fish").completes = {Completes::With::words, {"bash", "zsh", "fish"}, {}};
  return [&app = subject.app, shell] {
    if (*shell == "bash")
      app.out << kBash;
    else if (*shell == "zsh")
      app.out << kZsh;
    else if (*shell == "fish")
      app.out << kFish;
    else
      throw Failure(Exit::usage,
                    shell->empty() ? tr("the name of a shell is missing") : trf("no completion for '{}'", *shell),
                    "bash, zsh, fish");
    return Exit::done;
  };
}

}  // namespace itss::cmd
