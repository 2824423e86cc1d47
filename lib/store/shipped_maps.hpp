#pragma once
// The import maps of examples/import/, compiled in: `--map jira` needs no file. A table that the build makes
// (cmake/embed_maps.cmake).

#include <string_view>
#include <vector>

namespace itss::store {

struct ShippedMap {
  std::string_view name;   // without `.yaml`
  std::string_view bytes;  // its first line is a comment that says what it is for
};

// Sorted by name.
const std::vector<ShippedMap>& shipped_maps();

}  // namespace itss::store
