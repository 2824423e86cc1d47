#pragma once
// The columns that every table of figures has, and a trend as tables for people and for machines. Inside report/ only.

#include <string>
#include <vector>

#include "report/course.hpp"

namespace itss::report {

// From `value` to `clause`: value, unit, reckoning (people), those of a comparison, without_excused, excused,
// numerator, denominator, target, aim, verdict, excluded, clause.
std::vector<format::Column> figure_columns(bool any_excused, bool compare);
// Their cells for one period. With `compare` against the period before it; the first period has none.
std::vector<format::Cell> figure_cells(const Line& line, std::size_t period, bool compare);

// The change from the period before to this one.
Change change_at(const Line& line, std::size_t period);

bool any_excused(const std::vector<Line>& lines);
std::vector<const kpi::Figure*> wholes_of(const std::vector<Line>& lines);

// The stable name of a field's column: the field, or `by.FIELD` where a column of figures has that name already.
std::string group_column_name(const std::string& path);

// The columns of the fields, labelled as in the first measure that has them.
std::vector<format::Column> group_columns(const std::vector<kpi::Measure>& measures, const record::World& world,
                                          const std::vector<std::string>& by);
// The cells of a group of a measure's figures; `all` where it is empty, the whole.
std::vector<format::Cell> group_cells(const kpi::Measure& measure, const std::vector<std::string>& group,
                                      const record::World& world, const std::vector<std::string>& by);

// A line of a trend that people read, of whatever it is that has values.
struct TrendRow {
  std::vector<format::Cell> head;
  std::vector<std::optional<double>> values;  // oldest first
};
// Heads, the values drawn, then each with its period's name. The last periods of the course.
format::Section trend_for_people(std::vector<format::Column> heads, const std::vector<TrendRow>& rows,
                                 const Course& course);

template <class T>
void append(std::vector<T>& to, std::vector<T> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace itss::report
