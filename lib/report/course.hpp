#pragma once
// The same figures in several periods: a trend, and a comparison with the period before.

#include <optional>
#include <string>
#include <vector>

#include "base/period.hpp"
#include "format/document.hpp"
#include "kpi/evaluate.hpp"
#include "record/world.hpp"

namespace itss::report {

// The periods that a report looks at: oldest first, each ending where the next one begins; the last is the one asked
// for. Empty: that of the query alone.
struct Course {
  std::vector<Period> periods;
  std::size_t trend = 0;  // so many of them, the last ones, are shown as a trend; 0: none
  bool compare = false;   // with the period before. REQUIRES then: there is one, before those of the trend too

  std::size_t count() const { return periods.empty() ? 1 : periods.size(); }
};

// The periods up to `last` that a trend of so many and a comparison need, `at_least` of them.
Course course_to(const Period& last, std::size_t trend, bool compare, const Zone& zone, std::size_t at_least = 1);

// A measure's figures of one group in each period, oldest first.
struct Line {
  const kpi::Measure* measure = nullptr;
  std::size_t index = 0;           // of the measure
  std::vector<std::string> group;  // empty: the whole
  std::vector<kpi::Figure> figures;

  const kpi::Figure& now() const { return figures.back(); }
};

// One evaluation for each period. By measure, the groups that any period has, sorted, behind their whole. The figures
// point into `measures`.
std::vector<Line> evaluate_course(const std::vector<kpi::Measure>& measures, const record::World& world,
                                  const kpi::Query& query, const Course& course);

// The query with each measure grouped by those of the query's fields that its types have.
kpi::Query grouped_where_possible(const std::vector<kpi::Measure>& measures, const record::World& world,
                                  kpi::Query query);

// What became of a value.
struct Change {
  std::optional<double> before, difference;
  enum class Turn { unknown, same, better, worse, aimless } turn = Turn::unknown;
};
Change change_of(std::optional<double> before, std::optional<double> now, kpi::Aim aim);

// The columns `previous`, `difference` (in the value's own unit, percent as points) and `change`: better, worse or same
// by the measure's aim, nothing without one.
std::vector<format::Column> change_columns();
std::vector<format::Cell> change_cells(const Change& change);
// The difference alone, in a column of people's.
format::Cell difference_cell(const Change& change);

// The values of the last `count` periods.
std::vector<std::optional<double>> last_values(const Line& line, std::size_t count);
// The same drawn; nothing for machines.
format::Cell spark_cell(const std::vector<std::optional<double>>& values);

// The columns `period`, `from` and `to` of a row for machines.
std::vector<format::Column> period_columns();
std::vector<format::Cell> period_cells(const record::World& world, const Period& period);

// What a document says above its sections of the periods that it looks at beside its own.
std::vector<format::Fact> course_facts(const Course& course);

}  // namespace itss::report
