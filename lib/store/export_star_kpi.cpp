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

std::string_view aim_of(const kpi::Measure& measure) {
  switch (measure.aim) {
    case kpi::Aim::at_least:
      return "at_least";
    case kpi::Aim::at_most:
      return "at_most";
    default:
      return {};
  }
}

// What an item adds before it is brought into the unit: whole seconds of a time, so that sums are exact.
double weight_of(const kpi::Measure& measure, const kpi::Item& item) {
  if (!measure.amount.given()) return 1;
  const double scale = kpi::seconds_in(measure.unit);
  const double weight = item.amount * scale, whole = std::round(weight);
  return scale > 1 && std::abs(weight - whole) < 1e-3 ? whole : weight;
}

void add_measure(Statement& insert, const kpi::Measure& measure, std::int64_t position) {
  StarRow row(insert);
  row.text(measure.name).number(position).text(measure.label.en).text(measure.label.zh).text(measure.explanation.en)
      .text(measure.explanation.zh).text(measure.clause).text(join(measure.records, " "))
      .text(kpi::name_of(measure.formula));
  measure.formula == kpi::Formula::percentile ? row.real(measure.percentile) : row.null();
  row.text(kpi::name_of(measure.unit)).real(kpi::seconds_in(measure.unit))
      .real(measure.unit == kpi::Unit::percent ? 100 : 1).text(aim_of(measure));
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

class Items {
 public:
  explicit Items(Database& database)
      : items_(database, "INSERT INTO kpi_items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        reported_(database, "INSERT INTO kpi_reported VALUES (?, ?, ?, ?, ?, ?, ?, ?)") {}

  std::size_t add(const kpi::Figure& figure, const std::string& period) {
    const kpi::Measure& measure = *figure.measure;
    StarRow(reported_).text(measure.name).text(period).real(figure.value).real(figure.value_without_excused)
        .real(figure.numerator).real(figure.denominator).real(figure.excused).text(verdict_of(figure)).add();
    std::int64_t position = 0;
    for (const auto& item : figure.items)
      StarRow(items_).text(measure.name).text(period).number(position++).text(item.record).text(item.part)
          .time(item.moment).text(name_of(item.role)).text(item.reason).real(item.amount)
          .real(weight_of(measure, item)).flag(item.excused).add();
    return figure.items.size();
  }

 private:
  Statement items_, reported_;
};

}  // namespace

std::size_t add_measures(Database& database, const record::World& world, const std::vector<kpi::Measure>& measures,
                         const StarOptions& options) {
  Statement insert(database, "INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < measures.size(); ++i)
    add_measure(insert, measures[i], static_cast<std::int64_t>(i));
  Statement periods(database, "INSERT INTO periods VALUES (?, ?, ?, ?)");
  Items items(database);
  std::size_t count = 0;
  std::int64_t position = 0;
  for (const auto& period : options.periods) {
    StarRow(periods).text(period.name).number(position++).time(period.window.from).time(period.window.to).add();
    kpi::Query query;
    query.window = period.window;
    query.now = options.now;
    query.known_at = options.known_at;
    query.keep_items = true;
    const kpi::Measure* before = nullptr;  // the whole comes first; parts of it may follow
    for (const auto& figure : kpi::evaluate(measures, world, query)) {
      if (figure.measure != before) count += items.add(figure, period.name);
      before = figure.measure;
    }
  }
  return count;
}

void keep_true_views(Database& database) {
  database.run(R"sql(
UPDATE measures SET in_views = 1;
UPDATE measures SET in_views = 0 WHERE measure IN (
  SELECT r.measure FROM kpi_reported r LEFT JOIN kpi_figures f ON f.measure = r.measure AND f.period = r.period
  WHERE f.measure IS NULL OR f.value IS NOT r.value OR f.value_without_excused IS NOT r.value_without_excused
    OR f.verdict IS NOT r.verdict);
)sql");
}

}  // namespace itss::store
