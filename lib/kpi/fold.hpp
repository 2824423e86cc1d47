#pragma once
// One pass over the records of a type on all cores.

#include <algorithm>
#include <future>
#include <thread>
#include <vector>

#include "record/world.hpp"

namespace itss::kpi {

// Reads every schema now, so that threads only look them up.
inline void load_schemas(const record::World& world) {
  for (const auto& type : world.schemas().types()) world.schemas().find(type);
}

// Adds each record of the type that matters to `total`, perhaps others too. A `Sum` has add(record) and merge(later), which makes of two neighbouring
// runs of records what one run over both would have been; so the number of threads changes nothing.
template <class Sum>
void fold_records(const record::World& world, std::string_view type, const record::Scope& scope, const Sum& empty,
                  Sum& total) {
  constexpr std::size_t kBatch = 4096;   // records held at once
  constexpr std::size_t kWorthIt = 256;  // below, starting threads costs more than it brings
  std::vector<record::RecordPtr> batch;
  bool schemas_loaded = false;
  const auto run = [&] {
    std::size_t slices = std::max(1U, std::thread::hardware_concurrency());
    if (batch.size() < kWorthIt) slices = 1;
    if (slices > 1 && !schemas_loaded) load_schemas(world);
    schemas_loaded = schemas_loaded || slices > 1;
    std::vector<std::future<Sum>> parts;
    for (std::size_t i = 0; i < slices; ++i)
      parts.push_back(std::async(slices > 1 ? std::launch::async : std::launch::deferred, [&, i] {
        Sum sum = empty;
        for (std::size_t at = batch.size() * i / slices; at < batch.size() * (i + 1) / slices; ++at) {
          sum.add(*batch[at]);
          batch[at].reset();  // to give its many parts back costs as much as a measure
        }
        return sum;
      }));
    for (auto& part : parts) part.wait();
    for (auto& part : parts) total.merge(part.get());
    batch.clear();
  };
  world.each_within(type, scope, [&](const record::RecordPtr& record) {
    batch.push_back(record);
    if (batch.size() == kBatch) run();
  });
  run();
}

}  // namespace itss::kpi
