#pragma once
// The files of schemas/, compiled in: a table that the build makes (cmake/embed_schemas.cmake).

#include <cstddef>
#include <string_view>

namespace itss::schema {

struct ShippedFile {
  std::string_view name;    // relative to schemas/
  std::string_view record;  // of a record type's schema, taken from its lines `record:`, `prefix:`, `directory:`
  std::string_view prefix;
  std::string_view directory;
  std::string_view bytes;
};

// Sorted by name.
extern const ShippedFile* const kShippedFiles;
extern const std::size_t kShippedFileCount;

}  // namespace itss::schema
