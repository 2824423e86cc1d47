#include "kpi/repeats.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "kpi/parts.hpp"
#include "kpi/scope.hpp"
#include "record/fold.hpp"

namespace itss::kpi {

namespace {

// What was counted, and each choice of one value of every fact, once: a list that names a value twice is no repetition.
struct Sighting {
  Instant at;
  Thing thing;
  std::vector<std::string> choices;
};

std::vector<std::string> choices_of(const Measure& measure, const View& view, const Part& part,
                                    const std::optional<Instant>& facts) {
  std::vector<std::string> choices = {{}};
  for (const auto& path : measure.repeats.same) {
    std::vector<std::string> longer;
    for (const auto& value : view.fact(path, part, facts).texts())
      for (const auto& choice : choices) longer.push_back(choice + value + '\n');
    choices = std::move(longer);
  }
  std::sort(choices.begin(), choices.end());
  choices.erase(std::unique(choices.begin(), choices.end()), choices.end());
  return choices;
}

class Sightings {
 public:
  Sightings(const Measure& measure, const record::World& world, const sla::Clockwork& clockwork, const Query& query)
      : measure_(&measure), world_(&world), clockwork_(&clockwork), query_(&query) {}

  void add(const record::Record& record, record::Matters /*to*/) {
    const View view(record, *world_, *clockwork_, *query_);
    if (!view.exists()) return;
    each_part(*measure_, view, [&](const Part& part) { add(view, part); });
  }

  void merge(Sightings later) { std::move(later.seen_.begin(), later.seen_.end(), std::back_inserter(seen_)); }

  // In time; of two at the same moment the one with the later id repeats the other.
  Things repeated() {
    std::sort(seen_.begin(), seen_.end(),
              [](const Sighting& a, const Sighting& b) { return std::tie(a.at, a.thing) < std::tie(b.at, b.thing); });
    const Seconds within = seconds_of(measure_->repeats.within);
    std::map<std::string, SysSeconds> last;
    Things things;
    for (const auto& each : seen_)
      for (const auto& choice : each.choices) {
        const auto [before, is_first] = last.try_emplace(choice, each.at.utc);
        if (!is_first && each.at.utc - before->second <= within) things.insert(each.thing);
        before->second = each.at.utc;
      }
    return things;
  }

 private:
  void add(const View& view, const Part& part) {
    const auto at = counted_at(*measure_, view, part, *query_);
    if (!at) return;
    const std::optional<Instant> then = is_at_end(*measure_) ? at : std::nullopt;
    const std::optional<Instant> facts = measure_->facts_at_moment ? at : then;
    if (!view.holds(measure_->where, part, facts)) return;
    for (const auto& reason : measure_->excludes)
      if (view.holds(reason.when, part, then)) return;
    seen_.push_back({*at, thing_of(view, part, *at), choices_of(*measure_, view, part, facts)});
  }

  const Measure* measure_;
  const record::World* world_;
  const sla::Clockwork* clockwork_;
  const Query* query_;
  std::vector<Sighting> seen_;
};

}  // namespace

Thing thing_of(const View& view, const Part& part, const Instant& at) {
  return {view.record().id, part_name(part), at.utc};
}

Things find_repeated(const Measure& measure, const record::World& world, const sla::Clockwork& clockwork,
                     const Query& query) {
  if (!measure.repeats.given()) return {};
  Query wider = query;
  wider.window.from.utc -= seconds_of(measure.repeats.within);
  const Sightings none(measure, world, clockwork, wider);
  Sightings all = none;
  for (const auto& type : measure.records)
    if (const auto* schema = world.schemas().find(type))
      record::fold_records(world, type, {scope_of({measure}, *schema, wider)}, none, all);
  return all.repeated();
}

}  // namespace itss::kpi
