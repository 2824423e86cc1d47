#pragma once
// The schema's `renamed:` read into what was written before it.

#include <string>

#include "record/record.hpp"

namespace itss::record {

// What a field is called now.
const std::string& present_name(const schema::Schema& schema, const std::string& field);

// What a move is called now.
const std::string& present_move(const schema::Schema& schema, const std::string& move);

// The value with the codes, states and parts of sub-records that the schema uses now. `field`: what the field is called
// now, or `status`.
Value present_value(const schema::Schema& schema, const std::string& field, Value value);

// Fields, codes, states and moves of a whole record; the ids of its events stay those of the written ones.
void apply_renames(Record& record, const schema::Schema& schema);

}  // namespace itss::record
