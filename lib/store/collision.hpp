#pragma once
// Two records that were given the same id in two clones: seen at the merge, and mended there.

#include <string>

#include "record/record.hpp"

namespace itss::store {

// Whether two records of one id are two different records: neither history has the other's first event.
bool is_collision(const record::Record& ours, const record::Record& theirs);

struct Mended {
  record::Record older;    // keeps the id
  record::Record younger;  // has a new id, and the old one among its aliases
};

// The record whose first event is earlier (by `at`, then by id) keeps the id. The other one's new id follows from its
// first event alone, so that every clone that mends the same collision, whenever and in whatever order, gives it the
// same one: five characters, or a number of five digits where the old id was serial. Its `file` is empty: the path
// follows from the id. REQUIRES: is_collision.
Mended mend_collision(const record::Record& ours, const record::Record& theirs);

}  // namespace itss::store
