// The words that cmd/ uses itself, so that a schema may not.
#include "schema/words.hpp"

#include <algorithm>
#include <string>

namespace itss::schema {

const std::vector<std::string_view>& option_words() {
  static const std::vector<std::string_view> words = {
      "add",      "all",       "as",       "at",       "color",      "directory", "drop",  "dry-run",
      "evidence", "for",       "help",     "json",     "keep-going", "lang",      "mine",  "note",
      "now",      "no-commit", "no-index", "no-input", "no-pager",   "note-file", "open",  "put",
      "quiet",    "remove",    "strict",   "told",     "unset",      "verbose",   "where", "yes"};
  return words;
}

const std::vector<std::string_view>& command_words() {
  static const std::vector<std::string_view> words = {"adopt",  "check",  "completion", "due",    "export", "fmt",
                                                      "help",   "import", "index",      "init",   "log",    "remind",
                                                      "search", "show",   "undo",       "version"};
  return words;
}

bool is_option_word(std::string_view name) {
  std::string option(name);
  std::replace(option.begin(), option.end(), '_', '-');
  const auto& words = option_words();
  return std::find(words.begin(), words.end(), option) != words.end();
}

}  // namespace itss::schema
