#pragma once

#include "app.hpp"

namespace itss::cmd {

// Everything that `itss check` finds, and what it looked at.
struct Findings {
  Diagnostics all;
  std::size_t records = 0;
  std::size_t imported = 0;    // events taken from elsewhere
  std::size_t unreadable = 0;  // records whose file cannot be used
};

// All records of all types, schemas, calendars, configuration.
Findings check_repository(App& app);
// Only the records with these ids.
Findings check_records(App& app, const std::vector<std::string>& ids);

// The findings of schemas: the repository's own and the shipped ones.
Diagnostics check_schemas(const schema::SchemaSet& schemas);

}  // namespace itss::cmd
