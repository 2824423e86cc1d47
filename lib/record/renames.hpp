#pragma once
// The schema's `renamed:` read into what was written before it.

#include <string>

#include "record/record.hpp"

namespace itss::record {

// Fields, codes, states and moves of a whole record; the ids of its events stay those of the written ones.
void apply_renames(Record& record, const schema::Schema& schema);

}  // namespace itss::record
