#pragma once
// The words of the schema language. Each mapping that a schema may hold has one table of words with what reads them, so
// that the reader, its spelling hints and the test of the manual page all know the same words.

#include <string_view>
#include <vector>

namespace itss::schema {

struct WordGroup {
  std::string_view place;  // `a field`, `a rule`
  std::vector<std::string_view> words;
};

// Every word that the reader knows, by place.
std::vector<WordGroup> all_words();
// The long names of the options that every verb with an option for each field has besides (`new`, `set`, every move),
// and the commands of one word. cmd/ declares both; a test compares them with these. The first words of the others
// (`calendar add`, `report kpi`) a record type may share: its verbs are looked up after theirs.
const std::vector<std::string_view>& option_words();
const std::vector<std::string_view>& command_words();
// Whether the option of a field of this name, in which `_` is `-`, would be one of option_words().
bool is_option_word(std::string_view name);
// Where the calendars of a repository lie, so that no record may.
inline constexpr std::string_view kCalendarDirectory = "calendars";
// The words of conditions: joiners, operators, `filled` and `empty`.
const std::vector<std::string_view>& condition_words();

}  // namespace itss::schema
