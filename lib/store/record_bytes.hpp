#pragma once
// A record as bytes, for the index: reading it back costs a small part of parsing its file.

#include <string>
#include <string_view>

#include "record/record.hpp"

namespace itss::store {

// Everything of the record but its type and file, which the index knows.
std::string to_bytes(const record::Record& record);
// The record that the bytes were made of. Throws Corrupt.
record::Record from_bytes(std::string_view bytes, std::string type, std::string file);

}  // namespace itss::store
