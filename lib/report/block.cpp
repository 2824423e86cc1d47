#include "report/block.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace itss::report {

namespace {

using kpi::Figure;
using kpi::Formula;
using kpi::Measure;
using Group = std::vector<std::string>;

bool has(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The lines of one section's measures, found by group.
class Lines {
 public:
  Lines(const std::vector<Measure>& measures, const std::vector<kpi::Grouping>& groupings, std::size_t first,
        std::size_t count, std::size_t periods)
      : measures_(measures), groupings_(groupings), first_(first), count_(count), periods_(periods) {}

  void add(Line line) {
    if (line.index < first_ || line.index >= first_ + count_) return;
    const auto key = std::pair(line.index, line.group);
    lines_.emplace(key, std::move(line));
  }

  // Every group that any measure has, sorted.
  std::vector<Group> groups() const {
    std::set<Group> found;
    for (const auto& [key, line] : lines_)
      if (!key.second.empty()) found.insert(key.second);
    return {found.begin(), found.end()};
  }

  std::vector<Line> of(const Group& group) const {
    std::vector<Line> out;
    for (std::size_t i = first_; i < first_ + count_; ++i) {
      const auto found = lines_.find({i, group});
      if (found != lines_.end())
        out.push_back(found->second);
      else
        out.push_back(empty(i, group));
    }
    return out;
  }

 private:
  Line empty(std::size_t index, const Group& group) const {
    Line line{&measures_[index], index, group, {}};
    if (groupings_[index].given()) line.figures.assign(periods_, kpi::empty_figure(measures_[index], group));
    return line;
  }

  const std::vector<Measure>& measures_;
  const std::vector<kpi::Grouping>& groupings_;
  std::size_t first_, count_, periods_;
  std::map<std::pair<std::size_t, Group>, Line> lines_;
};

std::optional<double> rank_value(const Entry& entry, std::size_t measure) {
  const auto& figures = entry.lines[measure].figures;
  return figures.empty() ? std::nullopt : figures.back().value;
}

// The largest first, those without a value last, equal ones by name.
void rank(std::vector<Entry>& entries, const SectionRule& rule) {
  if (rule.sort == kByName) return;  // they are sorted so
  const auto named = std::find(rule.measures.begin(), rule.measures.end(), rule.sort);
  const std::size_t by = named == rule.measures.end() ? 0 : static_cast<std::size_t>(named - rule.measures.begin());
  std::stable_sort(entries.begin(), entries.end(),
                   [&](const Entry& a, const Entry& b) { return rank_value(a, by) > rank_value(b, by); });
}

// What the groups from `first` on come to together.
Entry others_of(const std::vector<Entry>& entries, std::size_t first) {
  Entry others;
  others.kind = Entry::Kind::others;
  others.summed = entries.size() - first;
  for (std::size_t m = 0; m < entries[first].lines.size(); ++m) {
    Line line = entries[first].lines[m];
    line.group.clear();
    for (std::size_t period = 0; period < line.figures.size(); ++period) {
      std::vector<const Figure*> parts;
      for (std::size_t i = first; i < entries.size(); ++i) parts.push_back(&entries[i].lines[m].figures[period]);
      line.figures[period] = summed(*line.measure, parts);
    }
    others.lines.push_back(std::move(line));
  }
  return others;
}

void limit(std::vector<Entry>& entries, const SectionRule& rule) {
  if (rule.limit == 0 || entries.size() <= rule.limit + 1) return;  // one group more takes no more room than its sum
  Entry others = others_of(entries, rule.limit);
  entries.resize(rule.limit);
  entries.push_back(std::move(others));
}

// Every part of the ages, of each group that there is.
std::vector<Entry> aged_entries(const Block& block, const Lines& lines) {
  std::set<Group> groups;
  if (block.by.empty()) groups.insert(Group());
  for (Group group : lines.groups()) {
    group.pop_back();
    groups.insert(std::move(group));
  }
  std::vector<Entry> entries;
  for (const auto& group : groups)
    for (std::size_t age = 0; age <= block.rule->ages.size(); ++age) {
      Group whole = group;
      whole.push_back(std::to_string(age));
      entries.push_back({Entry::Kind::group, group, age, 0, lines.of(whole)});
    }
  return entries;
}

void fill(Block& block, const Lines& lines) {
  if (!block.rule->ages.empty()) {
    block.entries = aged_entries(block, lines);
  } else {
    for (const auto& group : lines.groups())
      block.entries.push_back({Entry::Kind::group, group, std::nullopt, 0, lines.of(group)});
    if (block.rule->is_grouped()) {
      rank(block.entries, *block.rule);
      limit(block.entries, *block.rule);
    }
  }
  block.entries.push_back({Entry::Kind::all, {}, std::nullopt, 0, lines.of({})});
}

}  // namespace

Figure summed(const Measure& measure, const std::vector<const Figure*>& figures) {
  Figure sum = kpi::empty_figure(measure, {});
  sum.verdict = Figure::Verdict::none;
  for (const auto* each : figures) {
    sum.numerator += each->numerator;
    sum.denominator += each->denominator;
    sum.excused += each->excused;
    for (const auto& [reason, count] : each->exclusions) sum.exclusions[reason] += count;
  }
  sum.value = sum.value_without_excused = std::nullopt;
  const bool divides =
      measure.formula == Formula::ratio || measure.formula == Formula::rate || measure.formula == Formula::remainder;
  if (measure.formula == Formula::count || measure.formula == Formula::sum)
    sum.value = sum.numerator;
  else if (sum.denominator > 0 && divides)
    sum.value = (measure.unit == kpi::Unit::percent ? 100 : 1) * sum.numerator / sum.denominator;
  else if (sum.denominator > 0 && measure.formula == Formula::mean)
    sum.value = sum.numerator / sum.denominator;
  return sum;
}

std::vector<Block> evaluate_blocks(const Definition& definition, const std::vector<Measure>& known,
                                   const record::World& world, const kpi::Query& query, const Course& course,
                                   std::vector<Measure>& measures) {
  kpi::Query all = query;
  all.groupings.clear();
  std::vector<Block> blocks;
  std::vector<std::size_t> firsts;
  for (const auto& rule : definition.sections) {
    Block block{&rule, rule.by, {}};
    firsts.push_back(measures.size());
    for (const auto& name : rule.measures) measures.push_back(*kpi::find_measure(known, name));
    const auto groups = [&](const Measure& measure, const std::string& path) {
      return can_group(measure, path, world.schemas());
    };
    for (const auto& path : query.by)
      if (!has(block.by, path) && std::any_of(measures.begin() + static_cast<std::ptrdiff_t>(firsts.back()),
                                              measures.end(), [&](const auto& each) { return groups(each, path); }))
        block.by.push_back(path);
    for (std::size_t i = firsts.back(); i < measures.size(); ++i) {
      const bool fits = std::all_of(block.by.begin(), block.by.end(),
                                    [&](const std::string& path) { return groups(measures[i], path); });
      all.groupings.push_back(fits ? kpi::Grouping{block.by, rule.ages} : kpi::Grouping());
    }
    blocks.push_back(std::move(block));
  }
  const auto lines = evaluate_course(measures, world, all, course);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    Lines own(measures, all.groupings, firsts[i], blocks[i].rule->measures.size(), course.count());
    for (const auto& line : lines) own.add(line);
    fill(blocks[i], own);
  }
  return blocks;
}

}  // namespace itss::report
