#include "kpi/tally.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace itss::kpi {

namespace {

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

double quotient(const Measure& measure, double numerator, double denominator) {
  return (measure.unit == Unit::percent ? 100 : 1) * numerator / denominator;
}

std::optional<double> value_of(const Measure& measure, Tally& tally) {
  const double scale = scale_of(measure);
  if (measure.formula == Formula::count || measure.formula == Formula::sum) return tally.numerator / scale;
  if (tally.denominator == 0) return std::nullopt;
  switch (measure.formula) {
    case Formula::ratio:
    case Formula::shares:
    case Formula::rate:
    case Formula::remainder:
      return quotient(measure, tally.numerator, tally.denominator);
    case Formula::median:
      return median(tally.amounts) / scale;
    case Formula::percentile:
      return percentile(tally.amounts, measure.percentile) / scale;
    case Formula::min:
      return *std::min_element(tally.amounts.begin(), tally.amounts.end()) / scale;
    case Formula::max:
      return *std::max_element(tally.amounts.begin(), tally.amounts.end()) / scale;
    default:
      return tally.numerator / tally.denominator / scale;
  }
}

// A count loses what was excused, a ratio its denominator does.
std::optional<double> value_without_excused(const Measure& measure, Tally tally) {
  (measure.formula == Formula::count ? tally.numerator : tally.denominator) -= tally.excused;
  return value_of(measure, tally);
}

// Adds the spans of the same key, of each what those before it did not cover.
void settle_once(const Measure& measure, const record::World& world, bool keep_items, Tally& tally) {
  std::stable_sort(tally.spells.begin(), tally.spells.end(), [](const Spell& a, const Spell& b) {
    return std::tie(a.key, a.span.from) < std::tie(b.key, b.span.from);
  });
  const Spell* before = nullptr;
  Instant covered{};
  for (auto& spell : tally.spells) {
    if (before == nullptr || before->key != spell.key) covered = spell.span.from;
    const Covered rest{std::max(covered, spell.span.from), spell.span.to, spell.span.calendar};
    const double seconds = rest.from < rest.to ? seconds_of(rest, world).value_or(0) : 0;
    covered = std::max(covered, spell.span.to);
    before = &spell;
    tally.numerator += seconds;
    tally.denominator += is_of_amounts(measure.formula) ? 1 : seconds;
    tally.records[spell.key] += seconds;
    if (needs_each(measure.formula)) tally.amounts.push_back(seconds);
    if (!keep_items) continue;
    spell.item.amount = seconds / scale_of(measure);
    tally.items.push_back(spell.item);
  }
}

// The amounts of the days of the window that have begun: what the spans cover of each.
void settle_days(const Measure& measure, const record::World& world, const Query& query, Tally& tally) {
  if (tally.spells.empty()) return;
  std::stable_sort(tally.spells.begin(), tally.spells.end(),
                   [](const Spell& a, const Spell& b) { return a.span.from < b.span.from; });
  const Zone& zone = world.zone();
  const Instant last = std::min(query.window.to, query.now);
  for (Date date = zone.date_at(query.window.from.utc); zone.start_of(date) < last.utc;
       date = std::chrono::sys_days(date) + std::chrono::days(1)) {
    const Instant from = std::max(zone.at(zone.start_of(date)), query.window.from);
    const Instant to = zone.at(zone.start_of(std::chrono::sys_days(date) + std::chrono::days(1)));
    Item item{Item::Role::counted, {}, to_string(date), {}, {}, from, 0, false};
    double seconds = 0;
    Instant covered = from;
    for (const auto& spell : tally.spells) {
      const Covered part{std::max(spell.span.from, covered), std::min({spell.span.to, to, query.window.to}),
                         spell.span.calendar};
      if (part.to <= part.from) continue;
      if (item.record.empty()) item.record = spell.item.record;
      seconds += seconds_of(part, world).value_or(0);
      covered = part.to;
    }
    item.amount = seconds / scale_of(measure);
    tally.numerator += seconds;
    tally.denominator += 1;
    tally.amounts.push_back(seconds);
    if (query.keep_items) tally.items.push_back(std::move(item));
  }
}

void judge(Figure& figure) {
  const Measure& measure = *figure.measure;
  if (!figure.value || measure.aim == Aim::none) return;
  const auto reaches = [&](double bound) {
    if (measure.aim == Aim::below) return *figure.value < bound;
    return measure.aim == Aim::at_least ? *figure.value >= bound : *figure.value <= bound;
  };
  figure.verdict = reaches(measure.target) ? Figure::Verdict::met : Figure::Verdict::missed;
  figure.below_floor = figure.verdict == Figure::Verdict::missed && !reaches(measure.floor.value_or(measure.target));
}

// The largest first, those of one size by their value.
std::vector<Share> shares_of(const Measure& measure, const Tally& tally) {
  std::vector<Share> shares;
  for (const auto& [value, amount] : tally.shares)
    shares.push_back({value, amount / scale_of(measure), quotient(measure, amount, tally.denominator)});
  std::stable_sort(shares.begin(), shares.end(),
                   [](const Share& a, const Share& b) { return a.numerator > b.numerator; });
  return shares;
}

}  // namespace

double scale_of(const Measure& measure) { return seconds_in(unit_of_amounts(measure)); }

bool counts_once(const Measure& measure) { return measure.each_day || !measure.amount.once.empty(); }

bool needs_each(Formula formula) {
  return formula == Formula::median || formula == Formula::percentile || formula == Formula::min ||
         formula == Formula::max;
}

void settle(const Measure& measure, const record::World& world, const Query& query, Tally& tally) {
  if (measure.each_day)
    settle_days(measure, world, query, tally);
  else if (counts_once(measure))
    settle_once(measure, world, query.keep_items, tally);
}

void divide(const Measure& measure, const Tally& per, Tally& tally) {
  const bool rest = measure.formula == Formula::remainder;
  const auto taken = [&](const std::string& record) {
    const auto found = tally.records.find(record);
    return found == tally.records.end() ? 0 : found->second;
  };
  for (Item item : per.items) {
    item.per = true;
    if (rest && item.role == Item::Role::counted) {
      item.role = Item::Role::good;
      item.taken = taken(item.record) / scale_of(measure);
      item.amount -= item.taken;
    }
    tally.items.push_back(std::move(item));
  }
  for (const auto& [reason, count] : per.exclusions) tally.exclusions[reason] += count;
  if (rest) tally.numerator = per.numerator == 0 ? 0 : per.numerator - tally.numerator;
  tally.denominator = per.numerator;
}

Figure figure_of(const Measure& measure, const Group& group, Tally tally) {
  const double scale = scale_of(measure);
  Figure figure;
  figure.measure = &measure;
  figure.group = group;
  figure.value = value_of(measure, tally);
  figure.excused = tally.excused / scale;
  figure.value_without_excused = tally.excused == 0 ? figure.value : value_without_excused(measure, tally);
  figure.numerator = tally.numerator / scale;
  figure.denominator = tally.denominator / (is_of_amounts(measure.formula) ? 1 : scale);
  figure.shares = shares_of(measure, tally);
  figure.exclusions = std::move(tally.exclusions);
  figure.items = std::move(tally.items);
  judge(figure);
  return figure;
}

}  // namespace itss::kpi
