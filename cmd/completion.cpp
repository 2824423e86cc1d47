// `itss completion SHELL`, and `itss __complete -- WORDS...` which the scripts ask for what may stand at the last word.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "dispatch.hpp"
#include "help.hpp"
#include "parser.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kMostIds = 200;

constexpr const char* kBash = R"(# itss completion for bash
_itss() {
  local IFS=$'\n' words
  words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  mapfile -t COMPREPLY < <(itss __complete -- "${words[@]}" 2>/dev/null | cut -f1)
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

void add_values(App& app, const Completes& completes, Candidates& candidates) {
  switch (completes.with) {
    case Completes::With::nothing:
      return;
    case Completes::With::files:
      candidates.rows.assign(1, {":files", ""});
      return;
    case Completes::With::ids:
      return add_ids(app, completes.type, candidates);
    case Completes::With::words:
      for (const auto& word : completes.words) candidates.add(word);
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
  const auto types = app.schemas().types();
  if (std::find(types.begin(), types.end(), first) == types.end()) return;
  const auto* type = app.schemas().find(first);
  if (type == nullptr) return;
  for (const auto& verb : verbs_of(*type)) {
    const auto* row = find_verb(verb);
    const auto* move = type->find_move(verb);
    candidates.add(verb, row != nullptr ? tr(row->summary) : move != nullptr ? move->label.text() : "");
  }
}

const OptionInfo* option_named(const Parser& parser, const std::string& word) {
  for (const auto& info : parser.options())
    if ((!info->long_name.empty() && word == "--" + info->long_name) ||
        (!info->short_name.empty() && word == "-" + info->short_name))
      return info.get();
  return nullptr;
}

void add_command_words(App& app, const std::vector<std::string>& words, Candidates& candidates) {
  auto found = find_command(app, words);
  if (!found) return;
  Parser parser;
  found->command->setup(parser, found->subject);
  add_globals(parser, app.globals);
  const OptionInfo* before = option_named(parser, words[words.size() - 2]);
  if (before != nullptr && !before->value.empty() && before->value[0] != '[')
    return add_values(app, before->completes, candidates);
  if (starts_with(candidates.partial, "-")) {
    for (const auto& info : parser.options())
      if (!info->long_name.empty() && !info->group.empty()) candidates.add("--" + info->long_name, info->help);
    return;
  }
  if (found->command->name == std::string("help")) {
    add_first_words(app, candidates);
    for (const auto& topic : topics()) candidates.add(topic.name, tr(topic.summary));
    return;
  }
  for (const auto& info : parser.options())
    if (info->long_name.empty()) add_values(app, info->completes, candidates);
}

Exit run_complete(App& app, std::vector<std::string> words) {
  if (words.empty()) words.emplace_back();
  Candidates candidates{words.back(), {}};
  try {
    if (words.size() == 1)
      add_first_words(app, candidates);
    else if (words.size() == 2)
      add_second_words(app, words[0], candidates);
    if (candidates.rows.empty() && words.size() >= 2) add_command_words(app, words, candidates);
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
