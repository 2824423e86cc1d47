#pragma once
// The comments inside a row of an import: articles of a ticket, notes with their time and author.

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/time.hpp"
#include "store/import_map.hpp"

namespace itss::store {

struct ImportComment {
  Instant at;
  std::string text;
  std::string by;    // as the other system names the author; empty: unknown
  std::string told;  // the channel by which the requester was told with it; empty: not
  friend bool operator==(const ImportComment&, const ImportComment&) = default;
};

// The comments in the cells of the map's column, in order of time, equal ones once; those without a text and those that
// the map leaves out are none. A failure names the column, the comment's place in it and what is wrong with it.
Result<std::vector<ImportComment>> read_comments(const std::vector<std::string>& cells, const ImportMap& map,
                                                 const Instant& now);

}  // namespace itss::store
