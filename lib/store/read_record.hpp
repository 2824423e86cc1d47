#pragma once
// From the bytes of a file in a record's place to the record, with all that may be wrong with it there.

#include "store/repository.hpp"

namespace itss::store {

// The file of a record, relative to the root, or nothing if `id` is no id of the type.
std::optional<std::filesystem::path> record_path(const schema::Schema& schema, std::string_view id);

// Parses and reads; findings ID_MISMATCH, DUPLICATE_ID or MISPLACED (no record then) if the file does not stand where
// its id says. `root` is only asked whether the right place is taken. Used by several threads at once.
Loaded read_record_file(std::string bytes, const std::filesystem::path& root, const std::filesystem::path& relative,
                        const schema::Schema& schema);

// What reading the file gave, as Loaded.
Loaded load_read(FileRead read, const std::filesystem::path& root, const std::filesystem::path& relative,
                 const schema::Schema& schema);

// Whether the field of a record names the id.
bool names(const record::Record& record, std::string_view field, std::string_view id);
// Whether a file that holds no usable record may name the id. One that is there but denies its bytes may name anything.
bool perhaps_names(const FileRead& read, std::string_view id);

}  // namespace itss::store
