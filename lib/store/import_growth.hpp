#pragma once
// What a log that is imported again adds to a record that it made before.
//
// The rows of now are taken for all that the log says of the record. Afterwards the imported events that still count
// say just what a first import of them would: what the log no longer tells, such as a resolution that turned out not to
// be one, is answered by a retract event with the import's source, and what is new is appended. What people did stays,
// their retractions of imported events too.

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "record/record.hpp"
#include "store/import_history.hpp"

namespace itss::store {

struct ImportGrowth {
  std::vector<record::Event> events;  // to append, retractions first
  std::size_t known = 0;              // events of the history that were there before
  std::size_t retracted = 0;          // how many of `events` are retractions
  bool lacks_rows = false;            // rows that were imported before are missing now, and others tell something new:
                                      // nothing can be said of the whole, and `events` is empty
};

// Where a history comes from, and who imports it when.
struct ImportOrigin {
  const std::string& system;
  const std::string& reference;
  const std::string& actor;
  const Instant& now;
  bool whole = false;  // the history takes in what was told earlier (earlier_rows): nothing can be missing
};

ImportGrowth import_growth(const record::Record& before, const ImportHistory& history, const ImportOrigin& origin);

// What earlier imports of rows that are whole records told of one, as rows in front of the new one: a record that is
// exported again and again keeps what it was in between, and only what is new is added.
struct EarlierRows {
  std::deque<ImportState> states;  // which the rows point to
  std::vector<ImportRow> rows;     // of imports of an earlier time of the record, in order
  std::optional<Instant> opened;   // the record's opening, which stays as it was told first
  bool stale = false;              // a later time of the record was imported before: the row tells nothing new
};
EarlierRows earlier_rows(const record::Record& before, const ImportRow& row, const ImportMap& map,
                         const std::string& reference);

// Whether any event was imported from a system's reference.
bool comes_from(const record::Record& record, const std::string& system, const std::string& reference);

}  // namespace itss::store
