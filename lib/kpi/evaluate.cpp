#include "kpi/evaluate.hpp"

#include <algorithm>

#include "base/translate.hpp"
#include "kpi/other_records.hpp"
#include "kpi/parts.hpp"
#include "kpi/repeats.hpp"
#include "kpi/scope.hpp"
#include "kpi/tally.hpp"
#include "record/fold.hpp"

namespace itss::kpi {

namespace {

// The sum over some records of all measures of one type.
class Sum {
 public:
  Sum(const std::vector<Measure>& measures, const Conditions& conditions, const record::World& world,
      const sla::Clockwork& clockwork, const Query& query, const std::vector<Things>& repeated,
      std::vector<std::string> stands_for, std::vector<Grouping> groupings)
      : measures_(&measures),
        conditions_(&conditions),
        world_(&world),
        clockwork_(&clockwork),
        query_(&query),
        repeated_(&repeated),
        stands_for_(std::move(stands_for)),
        groupings_(std::move(groupings)),
        groups_(measures.size()) {}

  // Of all measures only these are counted, each of records that may matter to the scope of its place.
  void choose(std::vector<std::vector<std::size_t>> measures) { chosen_ = std::move(measures); }

  void add(const record::Record& record, record::Matters to) {
    const View view(record, *world_, *clockwork_, *query_, conditions_);
    if (!view.exists()) return;
    for (std::size_t scope = 0; scope < chosen_.size(); ++scope) {
      if (!to[scope]) continue;
      for (const std::size_t i : chosen_[scope])
        each_part((*measures_)[i], view, [&](const Part& part) { count(i, view, part, groups_[i]); });
    }
  }

  void merge(Sum later) {
    for (std::size_t i = 0; i < groups_.size(); ++i)
      for (auto& [group, tally] : later.groups_[i]) merge(groups_[i][group], std::move(tally));
  }

  Groups& groups(std::size_t measure) { return groups_[measure]; }

 private:
  static void merge(Tally& into, Tally later) {
    into.numerator += later.numerator;
    into.denominator += later.denominator;
    into.excused += later.excused;
    into.amounts.insert(into.amounts.end(), later.amounts.begin(), later.amounts.end());
    for (const auto& [reason, count] : later.exclusions) into.exclusions[reason] += count;
    for (const auto& [value, amount] : later.shares) into.shares[value] += amount;
    for (const auto& [record, amount] : later.records) into.records[record] += amount;
    std::move(later.spells.begin(), later.spells.end(), std::back_inserter(into.spells));
    std::move(later.items.begin(), later.items.end(), std::back_inserter(into.items));
  }

  void count(std::size_t index, const View& view, const Part& part, Groups& groups) const {
    const Measure& measure = (*measures_)[index];
    const auto at = counted_at(measure, view, part, *query_);
    if (!at) return;
    const std::optional<Instant> then = is_at_end(measure) ? at : std::nullopt;
    const std::optional<Instant> facts = measure.facts_at_moment ? at : then;
    if (!view.holds(measure.where, part, facts)) return;
    Item item{Item::Role::counted, view.record().id, {}, {}, {}, *at, 0, false};
    if (query_->keep_items) item.part = part_name(part);
    double amount = 1;
    item.reason = excluded(measure, view, part, *at, amount);
    const Moves moves = measure.moved.given() && item.reason.empty()
                            ? moves_of_others(measure, view, part, *at, *world_, *query_)
                            : Moves::made;
    if (moves == Moves::awaited) item.reason = kUndecided;
    if (!item.reason.empty())
      item.role = Item::Role::excluded;
    else if (measure.formula == Formula::rate ||
             (measure.formula == Formula::ratio && moves == Moves::made && is_good(index, view, part, *at, facts)))
      item.role = Item::Role::good;
    item.excused = item.role == Item::Role::counted && part.clock != nullptr && part.clock->excused &&
                   (part.promise == nullptr || part.promise->broken_at);
    if (!measure.of.empty()) item.share = itss::to_text(view.fact(measure.of, part, facts));
    if (measure.amount.given() && item.reason.empty()) item.amount = amount / scale_of(measure);
    add(groups[{}], measure, view, part, item, amount);
    const Grouping& grouping = groupings_[index];
    if (!grouping.given() || (!grouping.ages.empty() && !item.reason.empty())) return;
    Group group = values_of(index, view, item);
    if (!grouping.ages.empty()) group.push_back(age_of(measure, grouping, view, item, amount));
    add(groups[group], measure, view, part, item, amount);
  }

  Group values_of(std::size_t index, const View& view, const Item& item) const {
    const Measure& measure = (*measures_)[index];
    const auto& by = groupings_[index].by;
    const Moment::Form form = measure.by.front().form;
    const bool at_opening = form == Moment::Form::opened || form == Moment::Form::recorded;
    const Instant at = is_by_overlap(measure) ? query_->now : item.moment;
    Group group = at_opening ? view.group_since(by, at) : view.group_at(by, at);
    for (std::size_t i = 0; i < group.size(); ++i)
      if (by[i] == stands_for_[index]) group[i] = item.record;
    return group;
  }

  static std::string age_of(const Measure& measure, const Grouping& grouping, const View& view, const Item& item,
                            double amount) {
    const bool of_amount = measure.amount.given() && scale_of(measure) > 1;
    const auto age =
        of_amount ? amount : static_cast<double>((item.moment.utc - view.events().front()->at.utc).count());
    return std::to_string(std::count_if(grouping.ages.begin(), grouping.ages.end(),
                                        [&](Seconds bound) { return static_cast<double>(bound.count()) <= age; }));
  }

  bool is_good(std::size_t index, const View& view, const Part& part, const Instant& at,
               const std::optional<Instant>& facts) const {
    const Measure& measure = (*measures_)[index];
    if (!view.holds(measure.good, part, facts)) return false;
    if (!measure.same.empty() && !are_same(measure.same, view, part, facts)) return false;
    return !measure.repeats.given() || (*repeated_)[index].count(thing_of(view, part, at)) == 1;
  }

  // The reason that takes the part out, or none and what it adds.
  std::string excluded(const Measure& measure, const View& view, const Part& part, const Instant& at,
                       double& amount) const {
    const std::optional<Instant> then = is_at_end(measure) ? std::optional(at) : std::nullopt;
    for (const auto& reason : measure.excludes)
      if (view.holds(reason.when, part, then)) return reason.name;
    if (!measure.amount.given()) return {};
    if (!measure.amount.named_by.empty()) {
      amount = static_cast<double>(count_naming(measure.amount, view, at, *world_, *query_));
      return {};
    }
    const auto found = view.amount(measure, part);
    if (!found) return std::string(kNotMeasurable);
    amount = *found;
    return {};
  }

  void add(Tally& tally, const Measure& measure, const View& view, const Part& part, const Item& item,
           double amount) const {
    if (item.role == Item::Role::excluded) {
      if (query_->keep_items) tally.items.push_back(item);
      ++tally.exclusions[item.reason];
      return;
    }
    if (counts_once(measure)) {
      const std::string key = measure.each_day ? std::string() : view.fact(measure.amount.once, part).text();
      tally.spells.push_back({key, *view.covered(measure, part), item});
      return;
    }
    if (query_->keep_items) tally.items.push_back(item);
    if (measure.formula != Formula::ratio || item.role == Item::Role::good) tally.numerator += amount;
    tally.denominator += is_of_amounts(measure.formula) ? 1 : amount;
    const bool of_clocks = measure.formula == Formula::ratio || measure.formula == Formula::count;
    if (item.excused && of_clocks) tally.excused += amount;
    if (measure.formula == Formula::shares) tally.shares[item.share] += amount;
    if (needs_each(measure.formula)) tally.amounts.push_back(amount);
    if (measure.amount.is_span() && measure.formula == Formula::sum) tally.records[item.record] += amount;
  }

  const std::vector<Measure>* measures_;
  const Conditions* conditions_;
  const record::World* world_;
  const sla::Clockwork* clockwork_;
  const Query* query_;
  const std::vector<Things>* repeated_;  // by measure
  std::vector<std::string> stands_for_;  // by measure: the field of groups for which its records stand themselves
  std::vector<Grouping> groupings_;      // by measure
  std::vector<std::vector<std::size_t>> chosen_;  // places of measures, by scope
  std::vector<Groups> groups_;
};

// The measures, and behind them what those with a `per` stand upon.
struct Plan {
  explicit Plan(const std::vector<Measure>& wanted) : measures(wanted), stands_for(wanted.size()) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      per_of.push_back(wanted[i].per.empty() ? 0 : measures.size());
      if (wanted[i].per.empty()) continue;
      measures.push_back(wanted[i].per.front());
      stands_for.push_back(wanted[i].amount.once);
    }
  }

  std::vector<std::string> types() const {
    std::vector<std::string> types;
    for (const auto& measure : measures) types.insert(types.end(), measure.records.begin(), measure.records.end());
    std::sort(types.begin(), types.end());
    types.erase(std::unique(types.begin(), types.end()), types.end());
    return types;
  }

  // The measures of a type that lie in time with its records, or those that do not.
  std::vector<std::size_t> chosen(const std::string& type, bool of_moment) const {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < measures.size(); ++i) {
      const auto& types = measures[i].records;
      const bool is_of_type = std::find(types.begin(), types.end(), type) != types.end();
      if (is_of_type && is_of_moment(measures[i]) == of_moment) places.push_back(i);
    }
    return places;
  }

  std::vector<Measure> at(const std::vector<std::size_t>& places) const {
    std::vector<Measure> some;
    some.reserve(places.size());
    for (const auto place : places) some.push_back(measures[place]);
    return some;
  }

  // What stands below a line is grouped as what stands above it.
  std::vector<Grouping> groupings(const Query& query) const {
    std::vector<Grouping> all = query.groupings;
    if (all.empty()) all.assign(per_of.size(), {query.by, {}});
    for (std::size_t i = 0; i < per_of.size(); ++i)
      if (per_of[i] != 0) all.push_back(all[i]);
    return all;
  }

  std::vector<Measure> measures;
  std::vector<std::string> stands_for;
  std::vector<std::size_t> per_of;  // 0: none
};

}  // namespace

std::vector<Figure> evaluate(const std::vector<Measure>& measures, const record::World& world, const Query& query) {
  const Plan plan(measures);
  const sla::Clockwork clockwork(world, query.known_at);
  const Conditions conditions(plan.measures);
  std::vector<Things> repeated;
  repeated.reserve(plan.measures.size());
  for (const auto& measure : plan.measures) repeated.push_back(find_repeated(measure, world, clockwork, query));
  Sum empty(plan.measures, conditions, world, clockwork, query, repeated, plan.stands_for, plan.groupings(query));
  Sum total = empty;
  for (const auto& type : plan.types()) {
    const auto* schema = world.schemas().find(type);
    if (schema == nullptr) continue;
    // What lies in the window is much less than all that may be counted at its end.
    std::vector<record::Scope> scopes;
    std::vector<std::vector<std::size_t>> chosen;
    for (const bool of_moment : {true, false}) {
      auto places = plan.chosen(type, of_moment);
      if (places.empty()) continue;
      scopes.push_back(scope_of(plan.at(places), *schema, query));
      chosen.push_back(std::move(places));
    }
    empty.choose(std::move(chosen));
    record::fold_records(world, type, scopes, empty, total);
  }

  std::vector<Figure> figures;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    Groups& groups = total.groups(i);
    groups[{}];  // the whole is shown even where nothing was counted
    if (plan.per_of[i] != 0)
      for (const auto& [group, per] : total.groups(plan.per_of[i])) groups[group];
    for (auto& [group, tally] : groups) {
      settle(measures[i], world, query, tally);
      if (plan.per_of[i] != 0) divide(measures[i], total.groups(plan.per_of[i])[group], tally);
      figures.push_back(figure_of(measures[i], group, std::move(tally)));
    }
  }
  return figures;
}

Figure empty_figure(const Measure& measure, const std::vector<std::string>& group) {
  return figure_of(measure, group, {});
}

Unit unit_of_amounts(const Measure& measure) {
  const bool divides = measure.formula == Formula::remainder || measure.formula == Formula::rate;
  return divides && measure.amount.is_span() ? Unit::hours : measure.unit;
}

std::string reason_label(const Measure& measure, std::string_view reason) {
  for (const auto& each : measure.excludes)
    if (each.name == reason) return each.label.text();
  if (reason == kUndecided) return tr("not decided yet");
  if (reason == kNotMeasurable) return tr("cannot be measured: a time or value is missing");
  return std::string(reason);
}

}  // namespace itss::kpi
