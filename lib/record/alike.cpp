#include "record/alike.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.hpp"

namespace itss::record {

namespace {

std::vector<std::string> texts_of(const Record& record, const schema::Schema& schema, const std::string& field) {
  const auto* known = schema.find_field(field);
  if (known == nullptr || known->confidential) return {};
  return get(record.fields, field).texts();
}

// How much it says that two records have something that so many of all candidates have.
double weight(std::size_t having, std::size_t of) {
  return std::log(1.0 + static_cast<double>(of) / static_cast<double>(std::max<std::size_t>(having, 1)));
}

}  // namespace

Asking::Asking(const Record& record, const schema::Schema& schema) : record_(record), schema_(schema) {
  for (const auto& field : schema.fields) {
    if (field.name != schema.title_field && field.type != schema::FieldType::prose) continue;
    for (const auto& text : texts_of(record, schema, field.name))
      for (auto& piece : pieces_of(text)) pieces_.push_back(std::move(piece));
  }
  std::map<std::string, std::size_t> places;
  for (const auto& piece : pieces_)
    if (places.try_emplace(piece.text, words_.size()).second) words_.push_back(piece.text);
  places_.assign(places.begin(), places.end());
}

Common Asking::common_with(const Record& candidate, const schema::Schema& type, const schema::Offer& offer) const {
  Common common;
  for (const auto& field : offer.shares) {
    const auto mine = texts_of(record_, schema_, field);
    if (mine.empty()) continue;
    for (auto& value : texts_of(candidate, type, field))
      if (!value.empty() && std::find(mine.begin(), mine.end(), value) != mine.end())
        common.values.push_back({field, std::move(value)});
  }
  std::vector<bool> found(words_.size());
  const auto look_up = [&](std::string_view piece, bool) {
    const auto place = std::lower_bound(places_.begin(), places_.end(), piece,
                                        [](const auto& each, std::string_view text) { return each.first < text; });
    if (place != places_.end() && place->first == piece) found[place->second] = true;
  };
  for (const auto& field : offer.words)
    for (const auto& text : texts_of(candidate, type, field)) each_piece(text, look_up);
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i]) common.words.push_back(i);
  return common;
}

std::vector<std::string> Asking::readable(const std::vector<std::size_t>& words) const {
  std::set<std::string> wanted;
  for (const auto place : words) wanted.insert(words_[place]);
  std::vector<std::string> all;
  bool joined = false;  // whether the piece before is the end of the last of them
  for (const auto& piece : pieces_) {
    if (wanted.count(piece.text) == 0) {
      joined = false;
      continue;
    }
    if (joined && piece.follows)
      all.back() += piece.text.substr(first_code_points(piece.text, 1).size());
    else
      all.push_back(piece.text);
    joined = true;
  }
  std::vector<std::string> once;
  for (auto& word : all)
    if (std::find(once.begin(), once.end(), word) == once.end()) once.push_back(std::move(word));
  return once;
}

std::vector<std::size_t> best_of(const std::vector<Common>& candidates, std::size_t of, std::size_t limit) {
  std::map<SharedValue, std::size_t> with_value;
  std::map<std::size_t, std::size_t> with_word;
  for (const auto& candidate : candidates) {
    for (const auto& value : candidate.values) ++with_value[value];
    for (const auto word : candidate.words) ++with_word[word];
  }
  std::vector<double> weights;
  std::vector<std::size_t> places;
  for (const auto& candidate : candidates) {
    double sum = 0;
    for (const auto& value : candidate.values) sum += weight(with_value[value], of);
    for (const auto word : candidate.words) sum += weight(with_word[word], of);
    weights.push_back(sum);
    if (!candidate.nothing()) places.push_back(weights.size() - 1);
  }
  const auto comes_first = [&](std::size_t a, std::size_t b) {
    const bool a_shares = !candidates[a].values.empty(), b_shares = !candidates[b].values.empty();
    if (a_shares != b_shares) return a_shares;
    if (weights[a] != weights[b]) return weights[a] > weights[b];
    return a > b;
  };
  std::sort(places.begin(), places.end(), comes_first);
  if (places.size() > limit) places.resize(limit);
  return places;
}

}  // namespace itss::record
