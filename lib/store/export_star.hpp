#pragma once
// A repository as a SQLite database to be asked with SQL: records, events, states, clocks, what measures counted, and
// views that compute the measures from that. The tables are explained in itss-export(5).

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kpi/measure.hpp"
#include "record/world.hpp"

namespace itss::store {

// A window whose measures are exported, and its name: `2026-11`.
struct StarPeriod {
  std::string name;
  Window window;
};

struct StarOptions {
  std::vector<std::string> types;                         // whose records are exported
  std::function<bool(const record::Record&)> wanted;      // which of them; none: all
  Instant now;                                            // as of when
  std::optional<Instant> known_at;                        // with only what was recorded by then
  std::vector<StarPeriod> periods;                        // none: no measures
  std::vector<std::string> by;                            // paths whose values at the counting moment are kept
  std::vector<std::pair<std::string, std::string>> meta;  // more rows of `meta`
};

struct StarCounts {
  std::size_t records = 0, events = 0, clocks = 0, items = 0;
};

// Writes the database to a new file. Throws Error. Confidential values are masked. Records that the world cannot show
// are left out: the world says which.
StarCounts export_star(const record::World& world, const std::vector<kpi::Measure>& measures,
                       const StarOptions& options, const std::filesystem::path& file);

// The record as it is exported: with the events that are known and have happened. Nothing if it did not exist then.
std::optional<record::Record> record_then(const record::Record& record, const StarOptions& options);

}  // namespace itss::store
