#pragma once
// One row of a log in the record type's own words, or the reason why it is not taken.

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "schema/schema.hpp"
#include "store/csv.hpp"
#include "store/import_comments.hpp"
#include "store/import_map.hpp"

namespace itss::store {

struct ImportRow {
  std::size_t line = 0;
  bool earlier = false;                         // known from an earlier import, by which its time was judged
  Instant at;                                   // the row's own time
  std::optional<Instant> opened;                // what the log gives as the opening
  std::vector<std::optional<Instant>> entered;  // of each instant of the map, in its order
  const ImportState* state = nullptr;
  std::vector<ImportComment> comments;  // in order of time
  Fields fields;                        // canonical; what is empty is absent
  Fields source;                        // system, ref, line and the map's own keys
};

// The record that a name in the log stands for.
struct NamedLink {
  std::string type;
  std::string id;
  std::string name;  // as in the log
};

// Reads rows of one table. REQUIRES: table, map and schema outlive it.
class ImportRowReader {
 public:
  // Throws Error if a column that the map reads is not in the table.
  ImportRowReader(const CsvTable& table, const ImportMap& map, const schema::Schema& schema);

  // The cell that says which record the row belongs to; empty if there is none.
  std::string reference(const CsvRow& row) const;

  // When the row's record was opened; nothing if the row does not say so readably.
  std::optional<Instant> opening(const CsvRow& row, const Instant& now);

  // Line breaks in a cell are blanks, other than in prose. A failure names the column or field and what is wrong with
  // it: a word that the map does not know, a bad time, one that lies after `now`, a value that the field cannot hold.
  Result<ImportRow> read(const CsvRow& row, const Instant& now);

  // The records that the row's fields name and that the map says how to make.
  std::vector<NamedLink> named(const CsvRow& row) const;

 private:
  // The places of all columns that were named, in that order; none: the map names none.
  using Places = std::vector<std::size_t>;
  Places find(const Columns& names) const;
  bool is_empty(TextPool::Id cell) const;
  // The first place that is not empty in the row.
  std::optional<std::size_t> filled(const CsvRow& row, const Places& places) const;
  std::string text(const CsvRow& row, const Places& places) const;
  Result<std::optional<Instant>> time(const CsvRow& row, const Places& places, const Instant& now);
  Result<Value> field(const CsvRow& row, std::size_t rule);
  Result<Value> list(const CsvRow& row, std::size_t rule) const;
  Result<Value> filled_text(const CsvRow& row, const ImportField& rule) const;
  Result<Value> convert(const ImportField& rule, const std::string& column, const std::string& original) const;
  // Why the row's times cannot be taken; empty if they are in `read`.
  std::string read_times(const CsvRow& row, const Instant& now, ImportRow& read);
  // The same of its comments and the answer to the requester.
  std::string read_comments(const CsvRow& row, const Instant& now, ImportRow& read);

  const CsvTable& table_;
  const ImportMap& map_;
  const schema::Schema& schema_;
  Places group_, opened_, time_, state_, comments_, told_;
  std::vector<Places> instants_, fields_;
  std::vector<std::pair<std::string, Places>> source_;
  std::vector<TextPool::Id> empty_;
  std::unordered_map<TextPool::Id, Result<Instant>> times_;              // cells repeat, so each is read once
  std::vector<std::unordered_map<TextPool::Id, Result<Value>>> values_;  // by field
};

// A legal id made of a name: ASCII letters in lower case, other letters and digits kept, anything else as one `-`.
std::string id_from_name(std::string_view name);

}  // namespace itss::store
