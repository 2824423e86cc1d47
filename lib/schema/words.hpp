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
// The words of conditions: joiners, operators, `filled` and `empty`.
const std::vector<std::string_view>& condition_words();

}  // namespace itss::schema
