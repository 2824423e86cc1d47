#include "kpi/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/translate.hpp"
#include "kpi/fold.hpp"
#include "kpi/scope.hpp"
#include "kpi/view.hpp"

namespace itss::kpi {

namespace {

// What has been counted of one measure in one group. Sums are of whole seconds or counts, so that their order does not
// matter.
struct Tally {
  double numerator = 0;
  double denominator = 0;
  double excused = 0;
  std::vector<double> amounts;  // median and percentile need each
  std::map<std::string, long> exclusions;
  std::vector<Item> items;
};

using Group = std::vector<std::string>;
using Groups = std::map<Group, Tally>;

template <class Visit>
void each_part(const Measure& measure, const View& view, const Visit& visit) {
  using Form = Subject::Form;
  const Subject& counts = measure.counts;
  if (counts.form == Form::record) visit(Part{});
  if (counts.form == Form::clock || counts.form == Form::promise)
    for (const auto& clock : view.clocks()) {
      if (counts.name != "*" && clock.name != counts.name) continue;
      if (counts.form == Form::clock) {
        visit(Part{&clock});
        continue;
      }
      for (const auto& promise : clock.promises) visit(Part{&clock, &promise});
    }
  if (counts.form == Form::event)
    for (const auto* event : view.events())
      if (event->verb == counts.name) visit(Part{nullptr, nullptr, event});
  if (counts.form == Form::item)
    for (const auto& [key, item] : get(view.fields(), counts.name).map())
      visit(Part{nullptr, nullptr, nullptr, &key, &item});
}

std::string part_name(const Part& part) {
  if (part.clock != nullptr) return part.clock->name;
  if (part.event != nullptr) return part.event->verb;
  return part.key == nullptr ? std::string() : *part.key;
}

// The sum over some records of all measures of one type.
class Sum {
 public:
  Sum(const std::vector<Measure>& measures, const record::World& world, const sla::Clockwork& clockwork,
      const Query& query)
      : measures_(&measures), world_(&world), clockwork_(&clockwork), query_(&query), groups_(measures.size()) {}

  void add(const record::Record& record) {
    const View view(record, *world_, *clockwork_, *query_);
    if (!view.exists()) return;
    for (std::size_t i = 0; i < measures_->size(); ++i) {
      const Measure& measure = (*measures_)[i];
      const auto& types = measure.records;
      if (std::find(types.begin(), types.end(), record.type) == types.end()) continue;
      each_part(measure, view, [&](const Part& part) { count(measure, view, part, groups_[i]); });
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
    std::move(later.items.begin(), later.items.end(), std::back_inserter(into.items));
  }

  // The moment that puts the part into the window; nothing if it lies outside.
  std::optional<Instant> counted_at(const Measure& measure, const View& view, const Part& part, bool at_end) const {
    const auto at = view.moment(measure.by, part);
    if (!at) return std::nullopt;
    const bool inside = at_end ? view.events().front()->at <= *at : query_->window.contains(*at);
    return inside ? at : std::nullopt;
  }

  void count(const Measure& measure, const View& view, const Part& part, Groups& groups) const {
    const bool at_end = measure.by.front().form == Moment::Form::window_end;
    const auto at = counted_at(measure, view, part, at_end);
    if (!at) return;
    const std::optional<Instant> then = at_end ? at : std::nullopt;
    const std::optional<Instant> facts = measure.facts_at_moment ? at : then;
    if (!view.holds(measure.where, part, facts)) return;
    Item item{Item::Role::counted, view.record().id, part_name(part), {}, *at, 0, false};
    double amount = 1;
    item.reason = excluded(measure, view, part, then, amount);
    if (!item.reason.empty())
      item.role = Item::Role::excluded;
    else if (measure.formula == Formula::ratio && view.holds(measure.good, part, facts))
      item.role = Item::Role::good;
    item.excused = item.role == Item::Role::counted && part.clock != nullptr && part.clock->excused &&
                   (part.promise == nullptr || part.promise->broken_at);
    if (measure.amount.given() && item.reason.empty()) item.amount = amount / seconds_in(measure.unit);
    add(groups[{}], measure, item, amount);
    if (!query_->by.empty()) add(groups[view.group_at(query_->by, *at)], measure, item, amount);
  }

  // The reason that takes the part out, or none and what it adds.
  static std::string excluded(const Measure& measure, const View& view, const Part& part, std::optional<Instant> then,
                              double& amount) {
    for (const auto& reason : measure.excludes)
      if (view.holds(reason.when, part, then)) return reason.name;
    if (!measure.amount.given()) return {};
    const auto found = view.amount(measure, part);
    if (!found) return std::string(kNotMeasurable);
    amount = *found;
    return {};
  }

  void add(Tally& tally, const Measure& measure, const Item& item, double amount) const {
    if (query_->keep_items) tally.items.push_back(item);
    if (item.role == Item::Role::excluded) {
      ++tally.exclusions[item.reason];
      return;
    }
    const bool of_amounts = measure.formula != Formula::count && measure.formula != Formula::ratio;
    if (of_amounts || item.role == Item::Role::good || measure.formula == Formula::count) tally.numerator += amount;
    tally.denominator += of_amounts ? 1 : amount;
    if (item.excused && !of_amounts) tally.excused += amount;
    if (measure.formula == Formula::median || measure.formula == Formula::percentile) tally.amounts.push_back(amount);
  }

  const std::vector<Measure>* measures_;
  const record::World* world_;
  const sla::Clockwork* clockwork_;
  const Query* query_;
  std::vector<Groups> groups_;
};

// The mean of the two in the middle where their number is even.
double median(std::vector<double>& amounts) {
  std::sort(amounts.begin(), amounts.end());
  const std::size_t half = amounts.size() / 2;
  return amounts.size() % 2 == 1 ? amounts[half] : (amounts[half - 1] + amounts[half]) / 2;
}

// The nearest rank: the smallest amount that at least so many percent do not exceed.
double percentile(std::vector<double>& amounts, double percent) {
  std::sort(amounts.begin(), amounts.end());
  const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(amounts.size())));
  return amounts[std::max<std::size_t>(rank, 1) - 1];
}

std::optional<double> value_of(const Measure& measure, Tally& tally) {
  const double scale = seconds_in(measure.unit);
  if (measure.formula == Formula::count || measure.formula == Formula::sum) return tally.numerator / scale;
  if (tally.denominator == 0) return std::nullopt;
  switch (measure.formula) {
    case Formula::ratio:
      return (measure.unit == Unit::percent ? 100 : 1) * tally.numerator / tally.denominator;
    case Formula::median:
      return median(tally.amounts) / scale;
    case Formula::percentile:
      return percentile(tally.amounts, measure.percentile) / scale;
    default:
      return tally.numerator / tally.denominator / scale;
  }
}

// A count loses what was excused, a ratio its denominator does.
std::optional<double> value_without_excused(const Measure& measure, Tally tally) {
  (measure.formula == Formula::count ? tally.numerator : tally.denominator) -= tally.excused;
  return value_of(measure, tally);
}

void judge(Figure& figure) {
  const Measure& measure = *figure.measure;
  if (!figure.value || measure.aim == Aim::none) return;
  const auto reaches = [&](double bound) {
    return measure.aim == Aim::at_least ? *figure.value >= bound : *figure.value <= bound;
  };
  figure.verdict = reaches(measure.target) ? Figure::Verdict::met : Figure::Verdict::missed;
  figure.below_floor = figure.verdict == Figure::Verdict::missed && !reaches(measure.floor.value_or(measure.target));
}

Figure figure_of(const Measure& measure, const Group& group, Tally tally) {
  Figure figure;
  figure.measure = &measure;
  figure.group = group;
  figure.value = value_of(measure, tally);
  figure.excused = tally.excused / seconds_in(measure.unit);
  figure.value_without_excused = tally.excused == 0 ? figure.value : value_without_excused(measure, tally);
  figure.numerator = tally.numerator / seconds_in(measure.unit);
  const bool weighted = measure.formula == Formula::ratio || measure.formula == Formula::count;
  figure.denominator = tally.denominator / (weighted ? seconds_in(measure.unit) : 1);
  figure.exclusions = std::move(tally.exclusions);
  figure.items = std::move(tally.items);
  judge(figure);
  return figure;
}

}  // namespace

std::vector<Figure> evaluate(const std::vector<Measure>& measures, const record::World& world, const Query& query) {
  std::vector<std::string> types;
  for (const auto& measure : measures) types.insert(types.end(), measure.records.begin(), measure.records.end());
  std::sort(types.begin(), types.end());
  types.erase(std::unique(types.begin(), types.end()), types.end());

  const sla::Clockwork clockwork(world, query.known_at);
  const Sum empty(measures, world, clockwork, query);
  Sum total = empty;
  for (const auto& type : types)
    if (const auto* schema = world.schemas().find(type))
      fold_records(world, type, scope_of(measures, *schema, query), empty, total);

  std::vector<Figure> figures;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    total.groups(i)[{}];  // the whole is shown even where nothing was counted
    for (auto& [group, tally] : total.groups(i)) figures.push_back(figure_of(measures[i], group, std::move(tally)));
  }
  return figures;
}

std::string reason_label(const Measure& measure, std::string_view reason) {
  for (const auto& each : measure.excludes)
    if (each.name == reason) return each.label.text();
  if (reason == kNotMeasurable) return tr("cannot be measured: a time or value is missing");
  return std::string(reason);
}

}  // namespace itss::kpi
