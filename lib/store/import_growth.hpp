#pragma once
// What a log that is imported again adds to a record that it made before.
//
// The rows of now are taken for all that the log says of the record. Afterwards the imported events that still count
// say just what a first import of them would: what the log no longer tells, such as a resolution that turned out not to
// be one, is answered by a retract event with the import's source, and what is new is appended. What people did stays,
// their retractions of imported events too.

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
};

ImportGrowth import_growth(const record::Record& before, const ImportHistory& history, const ImportOrigin& origin);

// Whether any event was imported from a system's reference.
bool comes_from(const record::Record& record, const std::string& system, const std::string& reference);

}  // namespace itss::store
