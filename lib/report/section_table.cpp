#include "report/section_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/translate.hpp"
#include "format/chart.hpp"
#include "report/figure_cells.hpp"
#include "report/figure_table.hpp"

namespace itss::report {

namespace {

using format::Audience;
using format::Cell;
using format::Column;
using format::Section;
using format::Style;
using itss::Align;
using kpi::Formula;
using kpi::Measure;
using kpi::Unit;

constexpr std::size_t kBarWidth = 12;

// Inside one section of the report, with what its cells need.
class SectionTable {
 public:
  SectionTable(const Block& block, const record::World& world, const Course& course)
      : block_(block), rule_(*block.rule), world_(world), course_(course) {
    spark_ = course.trend > 0                  ? course.trend
             : rule_.chart == Chart::sparkline ? static_cast<std::size_t>(rule_.periods)
                                               : 0;
  }

  // A row for each group and a column for each measure, or a row for each figure.
  Section section() const {
    Section section;
    section.title = rule_.title.text();
    section.name = rule_.name;
    section.empty = tr("none");
    section.audience = Audience::people;
    section.table = rule_.is_grouped() ? by_group() : by_measure();
    return section;
  }

 private:
  const std::vector<Line>& measures() const { return block_.whole().lines; }

  std::vector<Show> columns() const {
    if (!rule_.columns.empty()) return rule_.columns;
    if (rule_.is_grouped()) return {Show::value};
    return {Show::value, Show::unit, Show::reckoning, Show::target, Show::verdict, Show::excluded};
  }

  std::vector<Column> group_heads() const {
    std::vector<Measure> own;
    for (const auto& line : measures()) own.push_back(*line.measure);
    auto heads = group_columns(own, world_, block_.by);
    if (!rule_.ages.empty()) heads.push_back({"age", tr("Age")});
    return heads;
  }

  // A value's column is the measure's; others say so where there are several measures.
  std::string head_of(const Measure& measure, Show show) const {
    const std::string unit = unit_label(measure.unit);
    if (show == Show::value)
      return unit.empty() ? measure.label.text() : fmt::format("{} ({})", measure.label.text(), unit);
    return measures().size() == 1 ? show_label(show) : fmt::format("{}: {}", measure.label.text(), show_label(show));
  }

  static const char* show_label(Show show) {
    switch (show) {
      case Show::value:
        return tr("Value");
      case Show::share:
        return tr("Share");
      case Show::unit:
        return tr("Unit");
      case Show::reckoning:
        return tr("Reckoned");
      case Show::without_excused:
        return tr("Without excused");
      case Show::target:
        return tr("Target");
      case Show::verdict:
        return tr("Verdict");
      case Show::excluded:
        return tr("Left out");
      case Show::clause:
        return tr("Clause");
    }
    return "";
  }

  static Align align_of(Show show) {
    const bool left = show == Show::unit || show == Show::verdict || show == Show::clause;
    return left ? Align::left : Align::right;
  }

  // Where several measures stand side by side, a difference stands behind its value, and only the first has a
  // sparkline.
  bool is_dense() const { return rule_.is_grouped() && measures().size() > 1; }
  // The trend of whole figures has a table of its own.
  bool has_spark(std::size_t measure) const {
    if (rule_.is_grouped()) return spark_ > 0 && measure == 0;
    return spark_ > 0 && course_.trend == 0;
  }

  template <class Head>
  void add_heads(std::vector<Column>& heads, std::size_t measure, const Head& head) const {
    for (const Show show : columns()) {
      heads.push_back({"", head(show), align_of(show)});
      if (show == Show::value && course_.compare && !is_dense()) heads.push_back({"", tr("Difference"), Align::right});
    }
    if (has_spark(measure)) heads.push_back({"", tr("Trend")});
  }

  void add_cells(std::vector<Cell>& row, std::size_t measure, const Line& line, const Line& whole) const {
    for (const Show show : columns()) {
      row.push_back(cell(line, whole, show));
      if (show != Show::value || !course_.compare) continue;
      const Cell difference = line.figures.empty() ? Cell() : difference_cell(change_at(line, course_.count() - 1));
      if (!is_dense())
        row.push_back(difference);
      else if (difference.kind == format::Kind::number)
        row.back().text += fmt::format(" ({})", difference.text);
    }
    if (has_spark(measure)) row.push_back(line.figures.empty() ? Cell() : spark_cell(last_values(line, spark_)));
  }

  static Cell cell(const Line& line, const Line& whole, Show show) {
    if (line.figures.empty()) return {};
    const kpi::Figure& figure = line.now();
    switch (show) {
      case Show::value:
        return value_cell(figure);
      case Show::share:
        return share_cell(line, whole);
      case Show::unit:
        return unit_cell(line.measure->unit);
      case Show::reckoning:
        return {fraction_text(figure)};
      case Show::without_excused:
        return without_excused_cell(figure);
      case Show::target:
        return target_cell(*line.measure);
      case Show::verdict:
        return verdict_cell(figure);
      case Show::excluded:
        return excluded_cell(figure);
      case Show::clause:
        return {line.measure->clause, Style::faint};
    }
    return {};
  }

  std::vector<Cell> group_cells_of(const Entry& entry) const {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < block_.by.size(); ++i) {
      if (entry.kind != Entry::Kind::group)
        cells.push_back(i == 0 ? whole_cell(entry) : Cell());
      else
        cells.push_back(group_cell(world_, grouped_type(world_, *group_measure(block_.by[i]), block_.by[i]),
                                   block_.by[i], entry.group[i]));
    }
    if (!rule_.ages.empty()) {
      if (entry.age)
        cells.push_back(age_cell(rule_, *entry.age));
      else
        cells.push_back(block_.by.empty() ? whole_cell(entry) : Cell());
    }
    return cells;
  }

  static Cell whole_cell(const Entry& entry) {
    if (entry.kind == Entry::Kind::all) return format::absent_cell(tr("all"));
    return format::absent_cell(fmt::format(fmt::runtime(tr("{} others")), entry.summed));
  }

  // The first measure of the section that has the field.
  const Measure* group_measure(const std::string& path) const {
    for (const auto& line : measures())
      if (can_group(*line.measure, path, world_.schemas())) return line.measure;
    return measures().front().measure;
  }

  format::Table by_group() const {
    format::Table table;
    table.columns = group_heads();
    const std::size_t heads = table.columns.size();
    for (std::size_t i = 0; i < measures().size(); ++i) {
      add_heads(table.columns, i, [&](Show show) { return head_of(*measures()[i].measure, show); });
      if (i == 0 && rule_.chart == Chart::bars) table.columns.push_back({"", ""});
    }
    const double most = most_of_groups();
    for (const auto& entry : block_.entries) {
      auto row = group_cells_of(entry);
      for (std::size_t i = 0; i < entry.lines.size(); ++i) {
        add_cells(row, i, entry.lines[i], block_.whole().lines[i]);
        if (i == 0 && rule_.chart == Chart::bars)
          row.push_back(entry.kind == Entry::Kind::all ? Cell() : bar_of(entry.lines[0], most));
      }
      table.rows.push_back(std::move(row));
    }
    return without_empty_columns(std::move(table), heads);
  }

  format::Table by_measure() const {
    format::Table table;
    table.columns = {{"", tr("Measure")}};
    append(table.columns, group_heads());
    const std::size_t heads = table.columns.size();
    add_heads(table.columns, 0, show_label);
    if (rule_.chart == Chart::bars) table.columns.push_back({"", ""});
    for (std::size_t i = 0; i < measures().size(); ++i) {
      add_row(table, block_.whole(), i);
      for (const auto& entry : block_.entries)
        if (entry.kind == Entry::Kind::group && !entry.lines[i].figures.empty()) add_row(table, entry, i);
    }
    return without_empty_columns(std::move(table), heads);
  }

  void add_row(format::Table& table, const Entry& entry, std::size_t measure) const {
    const Line& line = entry.lines[measure];
    std::vector<Cell> row = {{line.measure->label.text()}};
    append(row, group_cells_of(entry));
    add_cells(row, measure, line, block_.whole().lines[measure]);
    if (rule_.chart == Chart::bars) row.push_back(bar_of(line, most_of_unit(line.measure->unit)));
    table.rows.push_back(std::move(row));
  }

  // Behind the heads: where no figure has a target, a column of targets says nothing.
  static format::Table without_empty_columns(format::Table table, std::size_t heads) {
    for (std::size_t i = table.columns.size(); i-- > heads;) {
      if (std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return !row[i].text.empty(); }))
        continue;
      const auto at = static_cast<std::ptrdiff_t>(i);
      table.columns.erase(table.columns.begin() + at);
      for (auto& row : table.rows) row.erase(row.begin() + at);
    }
    return table;
  }

  static Cell bar_of(const Line& line, double most) {
    if (line.figures.empty() || !line.now().value) return {};
    return {format::bar(*line.now().value, most, kBarWidth)};
  }

  // What the whole width of a bar stands for: 100 %, else the largest.
  double most_of_groups() const {
    if (measures().front().measure->unit == Unit::percent) return 100;
    double most = 0;
    for (const auto& entry : block_.entries)
      if (entry.kind != Entry::Kind::all && !entry.lines[0].figures.empty())
        most = std::max(most, entry.lines[0].now().value.value_or(0));
    return most;
  }
  double most_of_unit(Unit unit) const {
    if (unit == Unit::percent) return 100;
    double most = 0;
    for (const auto& line : measures())
      if (line.measure->unit == unit) most = std::max(most, line.now().value.value_or(0));
    return most;
  }

  const Block& block_;
  const SectionRule& rule_;
  const record::World& world_;
  const Course& course_;
  std::size_t spark_ = 0;
};

}  // namespace

Section section_for_people(const Block& block, const record::World& world, const Course& course) {
  return SectionTable(block, world, course).section();
}

Cell share_cell(const Line& line, const Line& whole) {
  const bool adds_up = line.measure->formula == Formula::count || line.measure->formula == Formula::sum;
  const auto of = whole.now().value.value_or(0);
  if (!adds_up || of <= 0 || !line.now().value) return format::absent_cell();
  const double share = 100 * *line.now().value / of;
  return format::number_cell(share, fmt::format("{:.1f} %", share));
}

Cell age_cell(const SectionRule& rule, std::size_t age) {
  const auto& words = rule.words;
  if (age == 0) return format::raw_cell(fmt::format(fmt::runtime(tr("under {}")), words[0]), "<" + words[0]);
  if (age == words.size())
    return format::raw_cell(fmt::format(fmt::runtime(tr("{} and more")), words.back()), ">=" + words.back());
  return format::raw_cell(fmt::format(fmt::runtime(tr("{} to {}")), words[age - 1], words[age]),
                          words[age - 1] + ".." + words[age]);
}

}  // namespace itss::report
