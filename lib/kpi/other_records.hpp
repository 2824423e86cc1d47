#pragma once
// What measures ask of the records that a counted one names, or that name it. Inside kpi/ only.

#include <optional>
#include <string>
#include <vector>

#include "kpi/view.hpp"

namespace itss::kpi {

// Whether these facts of the part have the same value, and have one at all.
bool are_same(const std::vector<std::string>& facts, const View& view, const Part& part,
              const std::optional<Instant>& at);

// Whether each record that the measure's `moved` names made its move in time; awaited: there is still time.
enum class Moves { made, missing, awaited };
Moves moves_of_others(const Measure& measure, const View& view, const Part& part, const Instant& at,
                      const record::World& world, const Query& query);

// How many records an amount's `named_by` counts.
long count_naming(const Amount& amount, const View& view, const Instant& at, const record::World& world,
                  const Query& query);

}  // namespace itss::kpi
