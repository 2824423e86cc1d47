#pragma once
// One pass over the records of a type on all cores.

#include <string_view>
#include <utility>
#include <vector>

#include "record/world.hpp"

namespace itss::record {

// Adds each record of the type that may matter to one of the scopes to `total`. A `Sum` has add(record, matters), as
// World::each_in_runs has it, and merge(later), which makes of two neighbouring runs of records what one run over both
// would have been; so the number of threads changes nothing.
template <class Sum>
void fold_records(const World& world, std::string_view type, const std::vector<Scope>& scopes, const Sum& empty,
                  Sum& total) {
  std::vector<Sum> sums;
  world.each_in_runs(
      type, scopes, [&](std::size_t runs) { sums.assign(runs, empty); },
      [&](std::size_t run, const RecordPtr& record, Matters to) { sums[run].add(*record, to); });
  for (auto& sum : sums) total.merge(std::move(sum));
}

}  // namespace itss::record
