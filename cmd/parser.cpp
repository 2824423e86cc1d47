#include "parser.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace itss::cmd {

struct Parser::Engine {
  CLI::App app;
  std::map<std::string, CLI::Option*> by_name;
};

namespace {

// Options that must be known, or skipped, before the command's own parser exists.
struct GlobalRow {
  const char* short_name;
  const char* long_name;
  bool has_value;
};
constexpr GlobalRow kGlobals[] = {{"-C", "--directory", true}, {"", "--lang", true},      {"", "--as", true},
                                  {"", "--now", true},         {"", "--color", true},     {"", "--no-pager", false},
                                  {"", "--no-input", false},   {"", "--no-index", false}, {"-q", "--quiet", false},
                                  {"-v", "--verbose", false},  {"-h", "--help", false}};

const GlobalRow* find_global(const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  for (const auto& row : kGlobals)
    if (name == row.long_name || (*row.short_name != '\0' && name == row.short_name)) return &row;
  return nullptr;
}

bool is_number(const std::string& word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string::npos;
}

// `--a_b=v` as `--a-b=v`; `--title=` as two words, because CLI11 would take the next word for the value; `--warn 75` as
// `--warn=75`, because it would not.
std::vector<std::string> tidy(const std::vector<std::string>& words, const std::vector<std::string>& optional_numbers) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (word == "--") {
      result.insert(result.end(), words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
      break;
    }
    if (starts_with(word, "--")) {
      const auto equals = std::min(word.find('='), word.size());
      std::replace(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), '_', '-');
      if (equals + 1 == word.size()) {
        result.push_back(word.substr(0, equals));
        word.clear();
      }
      const bool takes_number =
          std::find(optional_numbers.begin(), optional_numbers.end(), word) != optional_numbers.end();
      if (takes_number && i + 1 < words.size() && is_number(words[i + 1])) word += "=" + words[++i];
    }
    result.push_back(word);
  }
  return result;
}

// CLI11's own texts, in ours.
Failure translated(const CLI::ParseError& error, const std::string& command) {
  const std::string text = error.what();
  const std::string name = text.substr(0, text.find(": "));
  const std::string hint = trf("see 'itss help {}'", command);
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const bool twice = text.find("but received") != std::string::npos || text.find("At most") != std::string::npos ||
                       text.find("at most") != std::string::npos;
    return {Exit::usage, trf(twice ? ITSS_TR_NOOP("'{}' is given twice") : ITSS_TR_NOOP("'{}' needs a value"), name),
            hint};
  }
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {  // "Could not convert: --limit = abc"
    const std::string assignment = text.substr(std::min(text.find("--"), text.size()));
    const auto equals = assignment.find(" = ");
    const std::string value = equals == std::string::npos ? std::string() : assignment.substr(equals + 3);
    return {Exit::usage, trf("{}: '{}' is not a whole number", assignment.substr(0, equals), value), hint};
  }
  return {Exit::usage, text, hint};
}

}  // namespace

Parser::Parser() : engine_(std::make_unique<Engine>()) {
  engine_->app.set_help_flag();
  engine_->app.allow_extras();
}
Parser::~Parser() = default;

void Parser::group(std::string heading) { group_ = std::move(heading); }

OptionInfo& Parser::keep(const std::string& names, std::string value, std::string help) {
  auto info = std::make_unique<OptionInfo>();
  for (const auto& name : split(names, ',')) {
    if (starts_with(name, "--"))
      info->long_name = name.substr(2);
    else if (starts_with(name, "-"))
      info->short_name = name.substr(1);
  }
  info->value = std::move(value);
  info->help = std::move(help);
  info->group = group_;
  options_.push_back(std::move(info));
  return *options_.back();
}

OptionInfo& Parser::flag(const std::string& names, bool& target, std::string help) {
  auto& info = keep(names, {}, std::move(help));
  engine_->by_name[info.long_name] = engine_->app.add_flag(names, target);
  return info;
}

OptionInfo& Parser::option(const std::string& names, std::string& target, std::string value, std::string help) {
  auto& info = keep(names, std::move(value), std::move(help));
  engine_->by_name[info.long_name] = engine_->app.add_option(names, target);
  return info;
}

OptionInfo& Parser::option(const std::string& names, std::vector<std::string>& target, std::string value,
                           std::string help) {
  auto& info = keep(names, std::move(value), std::move(help));
  // One value for each time it is given: CLI11 would also swallow the words behind it.
  engine_->by_name[info.long_name] =
      engine_->app.add_option(names, target)->take_all()->expected(1)->allow_extra_args(false);
  return info;
}

OptionInfo& Parser::option(const std::string& names, long& target, std::string value, std::string help) {
  auto& info = keep(names, std::move(value), std::move(help));
  engine_->by_name[info.long_name] = engine_->app.add_option(names, target);
  return info;
}

OptionInfo& Parser::optional(const std::string& names, std::string& target, const std::string& implied,
                             std::string value, std::string help) {
  auto& info = keep(names, std::move(value), std::move(help));
  info.value = "[=" + info.value + "]";
  engine_->by_name[info.long_name] = engine_->app.add_flag(names + "{" + implied + "}", target);
  return info;
}

OptionInfo& Parser::optional_number(const std::string& name, std::string& target, const std::string& implied,
                                    std::string value, std::string help) {
  optional_numbers_.push_back(name);
  auto& info = optional(name, target, implied, std::move(value), std::move(help));
  return info;
}

OptionInfo& Parser::argument(const std::string& name, std::string& target, std::string help) {
  engine_->app.add_option(name, target);
  auto& info = keep({}, name, std::move(help));
  info.group.clear();
  return info;
}

OptionInfo& Parser::argument(const std::string& name, std::vector<std::string>& target, std::string help) {
  engine_->app.add_option(name, target);
  auto& info = keep({}, name, std::move(help));
  info.group.clear();
  return info;
}

bool Parser::has(const std::string& long_name) const { return engine_->by_name.count(long_name) > 0; }

bool Parser::given(const std::string& long_name) const {
  const auto found = engine_->by_name.find(long_name);
  return found != engine_->by_name.end() && found->second->count() > 0;
}

void Parser::parse(const std::vector<std::string>& words, const std::string& command) {
  std::vector<std::string> reversed = tidy(words, optional_numbers_);
  std::reverse(reversed.begin(), reversed.end());
  try {
    engine_->app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    throw translated(error, command);
  }
  for (const auto& word : engine_->app.remaining()) {
    if (word == "--") continue;
    const std::string hint = trf("see 'itss help {}'", command);
    if (!starts_with(word, "-") || word == "-") throw Failure(Exit::usage, trf("unexpected argument '{}'", word), hint);
    const std::string name = word.substr(0, word.find('='));
    std::vector<std::string> known;
    for (const auto& info : options_)
      if (!info->long_name.empty()) known.push_back("--" + info->long_name);
    const auto close = suggest(name, known);
    if (const auto why = refused_.find(name); why != refused_.end())
      throw Failure(Exit::usage, trf("'{}' has no option '{}'", "itss " + command, name), why->second);
    throw Failure(Exit::usage, trf("'{}' has no option '{}'", "itss " + command, name),
                  close ? trf("did you mean '{}'?", *close) : hint);
  }
}

void add_globals(Parser& parser, Globals& globals) {
  parser.group(tr("Options of every command"));
  parser.option("-C,--directory", globals.directory, "DIR", tr("work in the repository of DIR")).completes.with =
      Completes::With::files;
  parser.option("--as", globals.actor, "PERSON", tr("who acts (else ITSS_ACTOR, git's user.email)")).completes = {
      Completes::With::ids, {}, std::string(schema::kPersonType)};
  parser.option("--now", globals.now, "TIME", tr("take this for the present time (ITSS_NOW)"));
  parser.option("--lang", globals.language, "LANG", tr("en or zh (ITSS_LANG)")).completes = {
      Completes::With::words, {"en", "zh"}, {}};
  parser
      .option("--color", globals.color, "WHEN",
              tr("auto, always or never; of tables and pages, never of TSV, CSV or JSON"))
      .completes = {Completes::With::words, {"auto", "always", "never"}, {}};
  parser.flag("--no-pager", globals.no_pager, tr("do not page long output"));
  parser.flag("--no-index", globals.no_index, tr("read the files themselves, not the index; the answer is the same"));
  parser.flag("--no-input", globals.no_input, tr("never ask"));
  parser.flag("-q,--quiet", globals.quiet, tr("print only errors and what was asked for"));
  parser.flag("-v,--verbose", globals.verbose, tr("print more detail"));
  parser.flag("-h,--help", globals.help, tr("show this help"));
}

std::size_t lead_size(const std::vector<std::string>& words) {
  std::size_t size = 0;
  while (size < words.size()) {
    const GlobalRow* row = find_global(words[size]);
    if (row == nullptr) break;
    size += row->has_value && words[size].find('=') == std::string::npos ? 2 : 1;
  }
  return std::min(size, words.size());
}

Lead read_lead(const std::vector<std::string>& words, Globals& globals) {
  Lead lead;
  std::vector<std::string> moved;
  std::size_t i = 0;
  for (; i < words.size() && starts_with(words[i], "-") && words[i] != "-"; ++i) {
    if (words[i] == "--version" || words[i] == "-V") {
      lead.version = true;
      continue;
    }
    const GlobalRow* row = find_global(words[i]);
    if (row == nullptr)
      throw Failure(Exit::usage, trf("'{}' has no option '{}'", "itss", words[i]), tr("see 'itss help'"));
    moved.push_back(words[i]);
    const bool has_value = words[i].find('=') != std::string::npos || i + 1 < words.size();
    if (row->has_value && !has_value)
      throw Failure(Exit::usage, trf("'{}' needs a value", words[i]), tr("see 'itss help'"));
    if (row->has_value && words[i].find('=') == std::string::npos && i + 1 < words.size()) moved.push_back(words[++i]);
  }
  lead.words.assign(words.begin() + static_cast<std::ptrdiff_t>(i), words.end());
  const auto end = std::find(lead.words.begin(), lead.words.end(), "--");
  lead.words.insert(end, moved.begin(), moved.end());

  for (std::size_t at = 0; at < lead.words.size() && lead.words[at] != "--"; ++at) {
    const std::string& word = lead.words[at];
    const GlobalRow* row = find_global(word);
    if (row == nullptr) continue;
    const std::string name = row->long_name;
    const auto equals = word.find('=');
    const std::string value = equals != std::string::npos  ? word.substr(equals + 1)
                              : at + 1 < lead.words.size() ? lead.words[at + 1]
                                                           : std::string();
    if (name == "--directory") globals.directory = value;
    if (name == "--lang") globals.language = value;
    if (name == "--verbose") globals.verbose = true;
    if (name == "--help") globals.help = true;
  }
  return lead;
}

}  // namespace itss::cmd
