#pragma once
// Reads the forms that the values of a schema's words have, with a finding where one has another form; and mappings by
// tables of words.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "schema/words.hpp"
#include "yaml/reporter.hpp"

namespace itss::schema {

class Form : public yaml::Reporter {
 public:
  using Reporter::Reporter;

  // SCHEMA_FORM: the value of `word` must be `expected`.
  void wrong_form(const yaml::Node& node, std::string_view word, std::string expected);
  // SCHEMA_WORD or SCHEMA_UNKNOWN with the nearest of the known words, or all of them if there are few.
  void unknown_word(const yaml::Node& key, std::string_view place, const std::vector<std::string_view>& known);
  void unknown(const yaml::Node& node, std::string_view kind, const std::vector<std::string>& known);

  // Each gives an empty value after a finding.
  std::string text(const yaml::Node& node, std::string_view word);
  std::vector<std::string> texts(const yaml::Node& node, std::string_view word);       // a list, or one text
  std::vector<std::string> some_texts(const yaml::Node& node, std::string_view word);  // at least one
  bool flag(const yaml::Node& node, std::string_view word);                            // true or false
  long count(const yaml::Node& node, std::string_view word);                           // 0, 1, 2...
  std::optional<Date> date(const yaml::Node& node, std::string_view word);
  // The name that a key gives to a field, state, move or the like: letters, digits, `_` and `-`, so that it can be an
  // option, a part of a path and a word of the command line.
  std::string name(const yaml::Node& key);
  bool is_mapping(const yaml::Node& node, std::string_view word);
  // The items of a list; a node that is no list counts as its one item.
  static std::vector<const yaml::Node*> items(const yaml::Node& node);

  std::size_t line(const yaml::Node& node) const { return place_of(node).line; }
};

// A word of a mapping and what reads its value into T.
template <class T>
struct Word {
  std::string_view name;
  void (*read)(Form& form, const yaml::Node& value, T& out);
};

template <class T>
using Words = std::vector<Word<T>>;

template <class T>
std::vector<std::string_view> names_of(const Words<T>& words) {
  std::vector<std::string_view> names;
  for (const auto& word : words) names.push_back(word.name);
  return names;
}

// Reads one key of a mapping; false if it is none of the words.
template <class T>
bool read_word(Form& form, const yaml::Node& key, const yaml::Node& value, const Words<T>& words, T& out) {
  for (const auto& word : words) {
    if (word.name != key.text) continue;
    word.read(form, value, out);
    return true;
  }
  return false;
}

// Reads a mapping whose keys are all among the words. `place` says in messages whose words they are: `a field`.
template <class T>
void read_words(Form& form, const yaml::Node& mapping, std::string_view place, const Words<T>& words, T& out) {
  if (!form.is_mapping(mapping, place)) return;
  yaml::each_entry(mapping, [&](const yaml::Node& key, const yaml::Node& value) {
    if (!read_word(form, key, value, words, out)) form.unknown_word(key, place, names_of(words));
  });
}

// Calls `visit(key, value)` for each entry of a mapping, after a finding for none if it is no mapping.
template <class Visit>
void each_entry(Form& form, const yaml::Node& mapping, std::string_view word, const Visit& visit) {
  if (form.is_mapping(mapping, word)) yaml::each_entry(mapping, visit);
}

}  // namespace itss::schema
