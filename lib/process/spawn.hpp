#pragma once
// Records that a record of another type gives rise to: what they begin with.

#include "record/world.hpp"

namespace itss::process {

// The values that `spawns` gives a new record of the type `made`, which `source` gives rise to at this instant by
// `actor`'s hand; its link to the source is among them. What is confidential there and would not be so here is left
// out.
Fields spawned_fields(const schema::Spawn& spawn, const schema::Schema& made, const record::Record& source,
                      const record::World& world, const std::string& actor, const Instant& at);

}  // namespace itss::process
