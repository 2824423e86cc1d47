#pragma once
// Merging two histories of one record. Both are merged head by head, the smaller (at, id) first, each side's own order
// kept and equal ids taken once: any order of merging any number of clones gives the same history.

#include <vector>

#include "record/replay.hpp"

namespace itss::record {

std::vector<Event> merge_events(const std::vector<Event>& ours, const std::vector<Event>& theirs);

// The record with both sides' events and the fields that replaying them gives. `unknown` keys: a side that differs from
// the base wins; where both do, the one that sorts later, so that every clone chooses alike.
Record merge_records(const Record& base, const Record& ours, const Record& theirs);

// Whether the events of `before` are a subsequence of those of `after`: nothing was removed or rewritten.
bool only_appended(const std::vector<Event>& before, const std::vector<Event>& after);

}  // namespace itss::record
