#include "report/shares.hpp"

#include <algorithm>

#include "base/translate.hpp"
#include "report/figure_cells.hpp"
#include "report/figure_table.hpp"
#include "report/heading.hpp"

namespace itss::report {

bool has_shares(const std::vector<kpi::Figure>& figures) {
  return std::any_of(figures.begin(), figures.end(), [](const auto& each) { return !each.shares.empty(); });
}

format::Cell share_value_cell(const record::World& world, const kpi::Measure& measure, const std::string& value) {
  return group_cell(world, grouped_type(world, measure, measure.of), measure.of, value);
}

format::Section share_section(const std::vector<kpi::Measure>& measures, const std::vector<kpi::Figure>& figures,
                              const record::World& world, const std::vector<std::string>& by) {
  format::Section section;
  section.title = tr("Shares");
  section.name = "shares";
  section.empty = tr("none");
  section.aside = true;
  section.table.columns = {{"measure", tr("Measure"), Align::left, true}};
  append(section.table.columns, group_columns(measures, world, by));
  append(section.table.columns, {{"of", tr("Of"), Align::left, true},
                                 {"value", tr("Value"), Align::right},
                                 {"numerator", tr("Count"), Align::right},
                                 {"denominator", tr("Of all"), Align::right}});
  for (const auto& figure : figures)
    for (const auto& share : figure.shares) {
      const kpi::Measure& measure = *figure.measure;
      std::vector<format::Cell> row = {format::raw_cell(measure.label.text(), measure.name)};
      append(row, group_cells(measure, figure.group, world, by));
      append(row, {share_value_cell(world, measure, share.value), figure_cell(share.part), figure_cell(share.numerator),
                   figure_cell(figure.denominator)});
      section.table.rows.push_back(std::move(row));
    }
  return section;
}

}  // namespace itss::report
