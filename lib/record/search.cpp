#include "record/search.hpp"

#include <algorithm>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "base/translate.hpp"
#include "record/replay.hpp"

namespace itss::record {

namespace {

constexpr std::size_t kBefore = 20, kAfter = 40;  // columns of a snippet beside the hit

// Whether people write such a field in words, names or ids. What has an order or a code is asked for by conditions:
// `mail` would find each record that came by `email`.
bool is_worded(schema::FieldType type) {
  using enum schema::FieldType;
  switch (type) {
    case text:
    case prose:
    case person:
    case people:
    case link:
    case links:
    case list:
    case map:
      return true;
    case code:
    case number:
    case date:
    case instant:
    case duration:
    case computed:
    case condition:
      return false;
  }
  return true;
}

void add_texts(std::vector<std::string>& texts, const Value& value, const schema::Field* field) {
  if (field != nullptr && (field->confidential || !is_worded(field->type))) return;
  if (!value.is_map()) {
    for (const auto& text : value.texts())
      if (!text.empty()) texts.push_back(text);
    return;
  }
  // Keys of a map field name sub-records; below one of them its declared parts begin.
  for (const auto& [key, part] : value.map()) {
    const bool sub_record = part.is_map();
    if (sub_record) texts.push_back(key);
    add_texts(texts, part, field == nullptr || sub_record ? field : field->find_field(key));
  }
}

std::string title_of(const Record& record, const schema::Schema& schema) {
  const auto* field = schema.find_field(schema.title_field);
  return field == nullptr || field->confidential ? std::string() : to_text(get(record.fields, field->name));
}

// As they were written, in the order in which they are searched.
std::vector<std::string> body_of(const Record& record, const schema::Schema& schema) {
  std::vector<std::string> texts = {record.id};
  texts.insert(texts.end(), record.aliases.begin(), record.aliases.end());
  for (const auto& field : schema.fields)
    if (field.name != schema.title_field) add_texts(texts, get(record.fields, field.name), &field);
  for (const auto* event : effective_events(record))
    if (!event->note.empty()) texts.push_back(event->note);
  return texts;
}

bool occurs(const SearchText& text, const std::string& word) {
  return text.title.find(word) != std::string::npos || text.body.find(word) != std::string::npos;
}

// Takes a word or phrase off the front of a folded text; fails for a phrase that does not end.
Result<std::string> take_word(std::string_view& rest) {
  const bool phrase = rest.front() == '"';
  if (phrase) rest.remove_prefix(1);
  const auto end = rest.find(phrase ? '"' : ' ');
  if (phrase && end == std::string_view::npos) return failure(tr("a phrase has no closing quotation mark"));
  std::string word(trim(rest.substr(0, end)));
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return word;
}

// The last `width` columns of a text, and its first ones.
std::string end_of(const std::string& text, std::size_t width) {
  std::size_t begin = 0;
  while (display_width(std::string_view(text).substr(begin)) > width)
    begin += first_code_points(std::string_view(text).substr(begin), 1).size();
  return begin == 0 ? text : "…" + text.substr(begin);
}

Snippet cut_around(std::string_view text, const ByteRange& hit) {
  return {end_of(printable(text.substr(0, hit.begin)), kBefore), printable(text.substr(hit.begin, hit.end - hit.begin)),
          truncate(printable(text.substr(hit.end)), kAfter)};
}

}  // namespace

SearchText search_text(const Record& record, const schema::Schema& schema) {
  SearchText text{fold_text(title_of(record, schema)), {}};
  for (const auto& each : body_of(record, schema)) text.body += fold_text(each) + '\n';
  return text;
}

Result<SearchQuery> read_query(std::string_view text) {
  const std::string folded = fold_text(text);
  std::string_view rest = folded;
  SearchQuery query;
  while (!rest.empty()) {
    if (rest.front() == ' ') {
      rest.remove_prefix(1);
      continue;
    }
    const bool excluded = rest.size() > 1 && rest[0] == '-' && rest[1] != ' ';
    if (excluded) rest.remove_prefix(1);
    auto word = take_word(rest);
    if (!word) return failure(word.error());
    if (!word->empty()) (excluded ? query.without : query.words).push_back(std::move(*word));
  }
  if (query.words.empty()) return failure(tr("the text to look for is missing"));
  return query;
}

bool fits(const SearchText& text, const SearchQuery& query) {
  const auto found = [&](const std::string& word) { return occurs(text, word); };
  return std::all_of(query.words.begin(), query.words.end(), found) &&
         std::none_of(query.without.begin(), query.without.end(), found);
}

std::size_t words_in_title(const SearchText& text, const SearchQuery& query) {
  return static_cast<std::size_t>(std::count_if(query.words.begin(), query.words.end(), [&](const std::string& word) {
    return text.title.find(word) != std::string::npos;
  }));
}

Snippet snippet_of(const Record& record, const schema::Schema& schema, const SearchQuery& query) {
  auto texts = body_of(record, schema);
  texts.push_back(title_of(record, schema));
  for (const auto& text : texts) {
    const std::string folded = fold_text(text);
    for (const auto& word : query.words) {
      if (folded.find(word) == std::string::npos) continue;  // looking for the place takes longer
      if (const auto place = find_folded(text, word)) return cut_around(text, *place);
    }
  }
  return {};
}

}  // namespace itss::record
