#pragma once
// Codes of open tables, which take any word: one that is almost a known one is probably a slip.

#include <vector>

#include "process/plan.hpp"

namespace itss::process {

// A warning (VALUE) for each word in the event that is close to a code of its field's open table but not one of them;
// `told` belongs to the field from which moves take the channel.
std::vector<Refusal> near_misses(const schema::Schema& schema, const record::Event& event);

}  // namespace itss::process
