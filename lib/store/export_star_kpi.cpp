#include "store/export_star_kpi.hpp"

#include <cmath>

#include "base/text.hpp"
#include "kpi/evaluate.hpp"
#include "kpi/view.hpp"
#include "store/star_row.hpp"

namespace itss::store {

namespace {

std::string_view name_of(kpi::Item::Role role) {
  switch (role) {
    case kpi::Item::Role::good:
      return "good";
    case kpi::Item::Role::excluded:
      return "excluded";
    case kpi::Item::Role::counted:
      break;
  }
  return "counted";
}

// How many seconds one of the amounts is told in; 1 if it is no time.
double scale_of(const kpi::Measure& measure) { return kpi::seconds_in(kpi::unit_of_amounts(measure)); }

// What an item adds before it is brought into the unit: whole seconds of a time, so that sums are exact.
double weight_of(const kpi::Measure& measure, const kpi::Item& item) {
  const kpi::Measure& population = item.per ? measure.per.front() : measure;
  if (!population.amount.given()) return 1;
  const double scale = scale_of(population);
  const double weight = (item.amount + item.taken) * scale, whole = std::round(weight);
  return scale > 1 && std::abs(weight - whole) < 1e-3 ? whole : weight;
}

void add_measure(Statement& insert, const kpi::Measure& measure, std::int64_t position) {
  StarRow row(insert);
  row.text(measure.name)
      .number(position)
      .text(measure.label.en)
      .text(measure.label.zh)
      .text(measure.explanation.en)
      .text(measure.explanation.zh)
      .text(measure.clause)
      .text(join(measure.records, " "))
      .text(kpi::name_of(measure.formula));
  measure.formula == kpi::Formula::percentile ? row.real(measure.percentile) : row.null();
  row.text(kpi::name_of(measure.unit))
      .real(scale_of(measure))
      .real(measure.unit == kpi::Unit::percent ? 100 : 1)
      .text(measure.aim == kpi::Aim::none ? std::string_view() : kpi::name_of(measure.aim));
  measure.aim == kpi::Aim::none ? row.null() : row.real(measure.target);
  row.real(measure.floor).flag(false).add();
}

std::string_view verdict_of(const kpi::Figure& figure) {
  switch (figure.verdict) {
    case kpi::Figure::Verdict::met:
      return "met";
    case kpi::Figure::Verdict::missed:
      return "missed";
    case kpi::Figure::Verdict::none:
      break;
  }
  return {};
}

// What one period counted.
class Items {
 public:
  Items(Database& database, std::vector<std::string> by)
      : by_(std::move(by)),
        items_(database, "INSERT INTO kpi_items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        groups_(database, "INSERT INTO kpi_groups VALUES (?, ?, ?, ?, ?)"),
        reported_(database, "INSERT INTO kpi_reported VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
        shares_(database, "INSERT INTO kpi_reported_shares VALUES (?, ?, ?, ?, ?, ?)") {}

  // The figures of the period, each measure's whole before its groups. Parts that are told apart in other ways follow
  // the whole or the group that they are of, and are left out.
  std::size_t add(const std::vector<kpi::Figure>& figures, const std::string& period) {
    std::size_t count = 0;
    const kpi::Measure* measure = nullptr;
    std::vector<std::string> group;
    for (const auto& figure : figures) {
      const bool whole = figure.measure != measure;
      if (!whole && figure.group == group) continue;
      measure = figure.measure;
      group = figure.group;
      if (whole) {
        position_ = 0;
        add_reported(figure, period);
      }
      if (!whole || by_.empty()) count += add_items(figure, period);
    }
    return count;
  }

 private:
  void add_reported(const kpi::Figure& figure, const std::string& period) {
    StarRow(reported_)
        .text(figure.measure->name)
        .text(period)
        .real(figure.value)
        .real(figure.value_without_excused)
        .real(figure.numerator)
        .real(figure.denominator)
        .real(figure.excused)
        .text(verdict_of(figure))
        .add();
    std::int64_t position = 0;
    for (const auto& share : figure.shares)
      StarRow(shares_)
          .text(figure.measure->name)
          .text(period)
          .number(position++)
          .text(share.value)
          .real(share.part)
          .real(share.numerator)
          .add();
  }

  std::size_t add_items(const kpi::Figure& figure, const std::string& period) {
    const kpi::Measure& measure = *figure.measure;
    for (const auto& item : figure.items) {
      for (std::size_t i = 0; i < by_.size(); ++i)
        StarRow(groups_).text(measure.name).text(period).number(position_).text(by_[i]).text(figure.group.at(i)).add();
      StarRow(items_)
          .text(measure.name)
          .text(period)
          .number(position_++)
          .text(item.record)
          .text(item.part)
          .time(item.moment)
          .text(name_of(item.role))
          .text(item.reason)
          .real(item.amount)
          .real(weight_of(measure, item))
          .flag(item.excused)
          .text(item.share)
          .flag(item.per)
          .add();
    }
    return figure.items.size();
  }

  std::vector<std::string> by_;
  Statement items_, groups_, reported_, shares_;
  std::int64_t position_ = 0;
};

}  // namespace

std::size_t add_measures(Database& database, const record::World& world, const std::vector<kpi::Measure>& measures,
                         const StarOptions& options) {
  Statement insert(database, "INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < measures.size(); ++i) add_measure(insert, measures[i], static_cast<std::int64_t>(i));
  Statement periods(database, "INSERT INTO periods VALUES (?, ?, ?, ?)");
  Items items(database, options.by);
  std::size_t count = 0;
  std::int64_t position = 0;
  for (const auto& period : options.periods) {
    StarRow(periods).text(period.name).number(position++).time(period.window.from).time(period.window.to).add();
    kpi::Query query;
    query.window = period.window;
    query.now = options.now;
    query.known_at = options.known_at;
    query.keep_items = true;
    query.by = options.by;
    count += items.add(kpi::evaluate(measures, world, query), period.name);
  }
  return count;
}

void keep_true_views(Database& database) {
  database.run(R"sql(
UPDATE measures SET in_views = 1;
UPDATE measures SET in_views = 0 WHERE measure IN (
  SELECT r.measure FROM kpi_reported r LEFT JOIN kpi_figures f ON f.measure = r.measure AND f.period = r.period
  WHERE f.measure IS NULL OR f.value IS NOT r.value OR f.value_without_excused IS NOT r.value_without_excused
    OR f.verdict IS NOT r.verdict OR f.excused IS NOT r.excused
    OR (f.numerator IS NOT NULL AND f.numerator IS NOT r.numerator)
    OR (f.denominator IS NOT NULL AND f.denominator IS NOT r.denominator)
  UNION SELECT measure FROM (SELECT measure, period, share, value, numerator FROM kpi_reported_shares
    EXCEPT SELECT measure, period, share, value, numerator FROM kpi_shares));
)sql");
}

}  // namespace itss::store
