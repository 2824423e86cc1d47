#include "report/shares.hpp"

#include <algorithm>

#include "base/translate.hpp"
#include "report/figure_table.hpp"
#include "report/heading.hpp"

namespace itss::report {

bool has_shares(const std::vector<kpi::Figure>& figures) {
  return std::any_of(figures.begin(), figures.end(), [](const auto& each) { return !each.shares.empty(); });
}

format::Section share_section(const std::vector<kpi::Figure>& figures, const record::World& world,
                              const std::vector<std::string>& by) {
  format::Section section;
  section.title = tr("Shares");
  section.name = "shares";
  section.empty = tr("none");
  section.aside = true;
  section.table.columns = {{"measure", tr("Measure"), Align::left, true}};
  std::vector<kpi::Measure> measures;
  for (const auto& figure : figures)
    if (!figure.shares.empty()) measures.push_back(*figure.measure);
  const auto heads = group_columns(measures, world, by);
  for (std::size_t i = 0; i < by.size(); ++i) section.table.columns.push_back({by[i], heads[i].label});
  const std::vector<format::Column> columns = {{"of", tr("Of"), Align::left, true},
                                               {"value", tr("Value"), Align::right},
                                               {"numerator", tr("Count"), Align::right},
                                               {"denominator", tr("Of all"), Align::right}};
  section.table.columns.insert(section.table.columns.end(), columns.begin(), columns.end());
  for (const auto& figure : figures)
    for (const auto& share : figure.shares) {
      const kpi::Measure& measure = *figure.measure;
      const std::string& type = measure.records[0];
      std::vector<format::Cell> row = {format::raw_cell(measure.label.text(), measure.name)};
      for (std::size_t i = 0; i < by.size(); ++i)
        row.push_back(figure.group.empty()
                          ? format::absent_cell(tr("all"), "all")
                          : format::raw_cell(value_label(world, type, by[i], figure.group[i]), figure.group[i]));
      row.push_back(format::raw_cell(value_label(world, type, measure.of, share.value), share.value));
      row.push_back(figure_cell(share.part));
      row.push_back(figure_cell(share.numerator));
      row.push_back(figure_cell(figure.denominator));
      section.table.rows.push_back(std::move(row));
    }
  return section;
}

}  // namespace itss::report
