#pragma once
// Options and arguments of one command. The only place that knows CLI11 and its manners; it keeps what it was told, so
// that help and completion show exactly what is parsed.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands.hpp"

namespace itss::cmd {

// What a shell may complete a value to.
struct Completes {
  // events: an id, then events of that record; fields: of the command's type, else of those that are measured, several
  // with commas between; conditions: such a field and `=`; measures and clocks: their names
  enum class With { nothing, words, ids, events, files, fields, conditions, measures, clocks } with = With::nothing;
  std::vector<std::string> words;
  std::string type;  // ids: of this record type
};

// One option or argument as help shows it.
struct OptionInfo {
  std::string short_name;  // `n`; empty: none
  std::string long_name;   // `dry-run`; empty for an argument
  std::string value;       // `TEXT`; empty for a flag
  std::string help;
  std::string group;  // its heading in help; empty: hidden
  Completes completes;
};

class Parser {
 public:
  Parser();
  ~Parser();

  // The heading for the options declared from now on.
  void group(std::string heading);

  // Names are `-n,--dry-run` or `--dry-run`. Targets must outlive the parser. An option given twice is an error, other
  // than one with a list as its target.
  OptionInfo& flag(const std::string& names, bool& target, std::string help);
  OptionInfo& option(const std::string& names, std::string& target, std::string value, std::string help);
  OptionInfo& option(const std::string& names, std::vector<std::string>& target, std::string value, std::string help);
  OptionInfo& option(const std::string& names, long& target, std::string value, std::string help);
  // `--json` alone gives the target `implied`, `--json=id,title` the text.
  OptionInfo& optional(const std::string& names, std::string& target, const std::string& implied, std::string value,
                       std::string help);
  // The same with a whole number, which may stand behind it as a word of its own: `--warn`, `--warn 75`, `--warn=75`.
  OptionInfo& optional_number(const std::string& name, std::string& target, const std::string& implied,
                              std::string value, std::string help);
  OptionInfo& argument(const std::string& name, std::string& target, std::string help);
  OptionInfo& argument(const std::string& name, std::vector<std::string>& target, std::string help);

  bool has(const std::string& long_name) const;
  // Whether the option was given.
  bool given(const std::string& long_name) const;

  // What to say of an option that this command does not have on purpose.
  void refuse(const std::string& long_name, std::string hint) { refused_["--" + long_name] = std::move(hint); }

  // Parses the words. Options and arguments come in any order; a word such as `-3d` is a value, not an option; `--a_b`
  // is `--a-b`. Throws Failure (2) with a suggestion.
  void parse(const std::vector<std::string>& words, const std::string& command);

  const std::vector<std::unique_ptr<OptionInfo>>& options() const { return options_; }

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
  std::vector<std::unique_ptr<OptionInfo>> options_;
  std::string group_;
  std::vector<std::string> optional_numbers_;   // `--warn`
  std::map<std::string, std::string> refused_;  // `--groups` -> hint

  OptionInfo& keep(const std::string& names, std::string value, std::string help);
};

// The options that every command has.
void add_globals(Parser& parser, Globals& globals);

// The words of the command itself. Global options before it are moved behind it; -C, --lang and --help are read
// wherever they stand, because they must be known before a parser can be built.
struct Lead {
  std::vector<std::string> words;
  bool version = false;
};
Lead read_lead(const std::vector<std::string>& words, Globals& globals);

// How many words the global options before the command take, with their values.
std::size_t lead_size(const std::vector<std::string>& words);

}  // namespace itss::cmd
