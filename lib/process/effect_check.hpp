#pragma once
// Whether a recorded event did what its rule does: the other side of effects.hpp.

#include <vector>

#include "process/attempt.hpp"

namespace itss::process {

// VALUE for each effect that follows from the event and the record alone (sets, unsets, puts by `actor`, `at`, `id`,
// `input.NAME`, `field.NAME`) and that the event lacks or has otherwise. What tables and literals of the schema said
// then is not known any more.
void append_wrong_effects(const Attempt& attempt, const schema::Move& move, const schema::Rule& rule,
                          std::vector<Refusal>& problems);

}  // namespace itss::process
