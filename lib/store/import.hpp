#pragma once
// Imports: the log of another system, row by row, as records with their whole history (itss-import(5)).
//
// A record's id follows from the system and the log's own reference, so the same log imported twice changes nothing,
// and a log that has grown adds only what is new, and retracts what it no longer tells (import_growth.hpp). Links never
// dangle: a row that names a record which neither exists nor may be made is set aside, as every row is that the map or
// the schema cannot read; the other rows go on.
//
// A row is one change of a record, or a whole record as it was at its time (ImportRows). Rows come from CSV, from the
// elements of a JSON array, or from JSON Lines, of which whole records are read and written a thousand at a time.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/csv.hpp"
#include "store/import_map.hpp"
#include "store/repository.hpp"

namespace itss::store {

struct ImportOptions {
  std::string actor;                                                  // the person who imports: `by` of the events
  Instant now;                                                        // when: `recorded` of the events
  bool dry_run = false;                                               // find out everything, write nothing
  std::size_t batch = 1000;                                           // records written together, all or none
  std::function<void(std::size_t done, std::size_t total)> progress;  // after each batch, in records
  Faults faults;
};

struct ImportReport {
  std::size_t rows = 0;  // of the table, header and rejected ones included
  std::size_t records_new = 0;
  std::size_t records_extended = 0;   // there before, with events added
  std::size_t records_unchanged = 0;  // there before, with nothing to add
  std::size_t events = 0;             // written
  std::size_t comments = 0;           // how many of all events, written or known, are comments or answers
  std::size_t events_known = 0;       // there before
  std::size_t events_retracted = 0;   // there before, but the log tells it otherwise now
  std::size_t rows_unchanged = 0;     // rows that change nothing
  std::size_t times_moved = 0;        // rows whose time contradicts the order of the file, the opening or an instant
  std::size_t without_instant = 0;    // records that end in a state whose instant the log does not give
  std::size_t instants_ignored = 0;   // records with an instant before their opening
  std::size_t openings_kept = 0;      // records of which an earlier export told another opening, which stays
  std::map<std::string, std::size_t> created;  // by type: records made for names in the log
  std::vector<std::string> unused_columns;     // neither used nor ignored by the map
  std::vector<std::string> absent_columns;     // of JSON: used by the map, and no row has them
  std::vector<Reject> rejects;                 // in order of lines
  std::vector<Reject> companions;              // rows that were taken, of records that also have rejects
  std::vector<std::filesystem::path> paths;    // written, relative to the root
};

// Where rows come from, some at a time, twice: first to learn who is named when, then to import them.
class ImportSource {
 public:
  virtual ~ImportSource() = default;
  // The next rows, or null behind the last. The table stays as it is until the next call. Throws Error.
  virtual const CsvTable* next() = 0;
  virtual void rewind() = 0;
};

// The rows of a file, as the map says, or in another form. CSV and arrays are read as a whole, plain or gzip. Throws
// Error if the file cannot be read or is not of that form. A delimiter that the map does not give becomes that of the
// table's header: a semicolon or a tab where that has no comma.
std::unique_ptr<ImportSource> open_source(const std::filesystem::path& file, ImportMap& map);

// Imports all rows of a source. REQUIRES: the updates of a record come in one piece, as those of open_source do. Throws
// as import_table.
ImportReport import_source(Repository& repository, ImportSource& source, const ImportMap& map,
                           const ImportOptions& options);

// Imports a table. Throws Error if a column that the map reads is missing, or writing fails; batches written before
// stay, and the same import again goes on behind them.
ImportReport import_table(Repository& repository, const CsvTable& table, const ImportMap& map,
                          const ImportOptions& options);

// The id of the record that stands for a reference: the date of its opening and five characters made from the SHA-256
// of system and reference; `attempt` counts up where another record has that id.
std::string import_id(std::string_view prefix, Date opened, std::string_view system, std::string_view reference,
                      unsigned attempt = 0);

}  // namespace itss::store
