#pragma once
// Full text: what of a record is searched, what a query asks for, and which records come first. Plain substrings of
// folded text (base/fold.hpp), so that two characters of Chinese find as well as a word of English, and an index below
// can only be quicker, never of another opinion.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "record/record.hpp"

namespace itss::record {

// A record's texts, folded. In `body` each text is a line of its own, which no word of a query can reach over.
struct SearchText {
  std::string title;  // of the schema's title field; empty if it has none, or a confidential one
  std::string body;   // id, aliases, the other worded fields, the notes of the events that count
};

// Worded are texts, lists, names of people, links, and such parts of sub-records, whose keys count too; not codes,
// numbers and times, which conditions ask for. Confidential fields and parts are left out, and so are retracted events
// and the user's own keys.
SearchText search_text(const Record& record, const schema::Schema& schema);

// Folded words and phrases, none of them empty.
struct SearchQuery {
  std::vector<std::string> words;    // each must occur
  std::vector<std::string> without;  // none may
};

// Reads a query: words between blanks, "several words" together, -word or -"several words" for what may not occur; a
// lone `-` is a word. Fails for a phrase without an end and for a query without a word to look for.
Result<SearchQuery> read_query(std::string_view text);

// Whether each of the words, and none of the others, occurs in the title or the body.
bool fits(const SearchText& text, const SearchQuery& query);
// How many of the words occur in the title; more comes first.
std::size_t words_in_title(const SearchText& text, const SearchQuery& query);

// Some text around the first place where a word of a query stands, on one line. Empty: no word stands anywhere.
struct Snippet {
  std::string before, hit, after;  // `before` begins and `after` ends with `…` where something was cut
};

// Of what search_text() reads, the body before the title.
Snippet snippet_of(const Record& record, const schema::Schema& schema, const SearchQuery& query);

}  // namespace itss::record
