// Index: the texts of records, by three characters at a time. They are filled in at the first search, so that figures
// need not wait for them.
#include <algorithm>

#include "store/in_order.hpp"
#include "store/index.hpp"
#include "store/record_bytes.hpp"
#include "store/seal.hpp"

namespace itss::store {

namespace {

constexpr const char* kTextTables =
    "CREATE TABLE IF NOT EXISTS searched(directory TEXT PRIMARY KEY, upto INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS texts(row INTEGER PRIMARY KEY, text TEXT NOT NULL);"
    "CREATE VIRTUAL TABLE IF NOT EXISTS trigrams USING fts5(text, content = 'texts', content_rowid = 'row', "
    "tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0)";

constexpr std::size_t kGram = 3;
constexpr std::size_t kAsked = 100;  // words or grams at once: SQLite bounds how deep an expression is

// Where each character of a UTF-8 text begins, and its end.
std::vector<std::size_t> bounds_of(std::string_view text) {
  constexpr unsigned kMask = 0xc0, kContinues = 0x80;
  std::vector<std::size_t> bounds;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & kMask) != kContinues) bounds.push_back(i);
  bounds.push_back(text.size());
  return bounds;
}

// `"abc" AND "bcd"`: what any text with these words has; empty if all of them are shorter. The first few tell enough.
std::string grams_of(const std::vector<std::string>& words) {
  std::string grams;
  std::size_t count = 0;
  for (const auto& word : words) {
    const auto bounds = bounds_of(word);
    for (std::size_t i = 0; i + kGram < bounds.size() && count < kAsked; ++i, ++count) {
      grams += grams.empty() ? "\"" : " AND \"";
      for (const char c : word.substr(bounds[i], bounds[i + kGram] - bounds[i]))
        grams += c == '"' ? "\"\"" : std::string(1, c);
      grams += '"';
    }
  }
  return grams;
}

std::string contains_all(std::size_t words) {
  std::string sql = "SELECT row FROM texts WHERE instr(text, ?1) > 0";
  for (std::size_t i = 2; i <= words; ++i) sql += " AND instr(text, ?" + std::to_string(i) + ") > 0";
  return sql;
}

}  // namespace

bool Index::has_texts() { return database_.number("SELECT count(*) FROM sqlite_schema WHERE name = 'searched'") != 0; }

std::int64_t Index::searched_upto(const std::string& directory) {
  if (!has_texts()) return 0;
  Statement statement(database_, "SELECT upto FROM searched WHERE directory = ?");
  return statement.bind(1, std::string_view(directory)).step() ? statement.number(0) : 0;
}

// The texts of the rows behind `searched.upto`; those of others are there. False if they cannot be written now.
bool Index::fill_texts(const Shelf& shelf, const std::string& directory, const TextOf& text_of,
                       const Progress& progress) {
  std::vector<Spot> missing;
  const auto find_missing = [&] {
    missing.clear();
    const auto upto = searched_upto(directory);
    for (const Spot& spot : shelf.tree.in_order)
      if (spot.entry != nullptr && spot.entry->row > upto) missing.push_back(spot);
  };
  find_missing();
  if (missing.empty() && has_texts()) return true;
  if (database_.in_transaction()) return false;
  database_.set_wait(missing.size() > kFew ? kWaitForOthers : std::chrono::milliseconds(0));
  try {
    Unit unit(database_, Unit::Kind::immediate);
    database_.run(kTextTables);
    find_missing();
    Statement keep(database_, "INSERT OR REPLACE INTO texts VALUES(?, ?)");
    Statement cut(database_, "INSERT INTO trigrams(rowid, text) VALUES(?, ?)");
    std::int64_t upto = searched_upto(directory);
    const auto texts_of = [&](std::size_t part) {
      const std::size_t begin = part * kAtOnce;
      auto texts = fetch(missing, begin, std::min(missing.size(), begin + kAtOnce));
      for (std::size_t i = 0; i < texts.size(); ++i)
        if (!texts[i].empty())  // else dropped by another process, which knows why
          texts[i] = text_of(from_bytes(unsealed(texts[i]), shelf.type, missing[begin + i].path()));
      return texts;
    };
    const auto keep_texts = [&](std::size_t part, const std::vector<std::string>& texts) {
      for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto row = missing[part * kAtOnce + i].entry->row;
        upto = std::max(upto, row);
        if (texts[i].empty()) continue;
        keep.bind(1, row).bind(2, std::string_view(texts[i])).run();
        cut.bind(1, row).bind(2, std::string_view(texts[i])).run();
      }
      if (progress && part % kFew == 0) progress(part * kAtOnce, missing.size());
    };
    InOrder<std::vector<std::string>, 1>::run((missing.size() + kAtOnce - 1) / kAtOnce, thread_count(), texts_of,
                                              keep_texts);
    if (progress && missing.size() > kFew) progress(missing.size(), missing.size());
    Statement(database_, "REPLACE INTO searched VALUES(?, ?)").bind(1, std::string_view(directory)).bind(2, upto).run();
    unit.commit();
    return true;
  } catch (const SqliteError& error) {
    if (!is_passing(error.code())) throw;
    return false;
  }
}

std::vector<Spot> Index::holding(Shelf& shelf, const std::string& directory, const std::vector<std::string>& words,
                                 const TextOf& text_of, const Progress& progress) {
  const std::lock_guard guard(mutex_);
  if (!fill_texts(shelf, directory, text_of, progress)) return shelf.tree.in_order;
  std::optional<Unit> unit;
  if (!database_.in_transaction()) unit.emplace(database_);
  if (meta("epoch") != shelf.epoch) return shelf.tree.in_order;
  const std::string grams = grams_of(words);
  const std::size_t asked = std::min(words.size(), kAsked);
  Statement statement(database_,
                      grams.empty() ? contains_all(asked) : "SELECT rowid FROM trigrams WHERE trigrams MATCH ?1");
  if (grams.empty()) {
    for (std::size_t i = 0; i < asked; ++i) statement.bind(static_cast<int>(i) + 1, std::string_view(words[i]));
  } else {
    statement.bind(1, std::string_view(grams));
  }
  std::vector<std::int64_t> rows;
  while (statement.step()) rows.push_back(statement.number(0));
  return spots_of(shelf, rows);
}

void Index::drop_texts() {
  if (!has_texts()) return;
  const char* const gone = "FROM texts WHERE row NOT IN (SELECT row FROM records)";
  database_.run(
      (std::string("INSERT INTO trigrams(trigrams, rowid, text) SELECT 'delete', row, text ") + gone).c_str());
  database_.run((std::string("DELETE ") + gone).c_str());
}

}  // namespace itss::store
