// The shipped measures and the team's as one catalogue, and what is found in it.
#include <algorithm>

#include "kpi/measure.hpp"

namespace itss::kpi {

std::vector<Measure> merge_measures(std::vector<Measure> base, std::vector<Measure> team) {
  for (auto& measure : team) {
    const auto same =
        std::find_if(base.begin(), base.end(), [&](const Measure& each) { return each.name == measure.name; });
    if (same == base.end())
      base.push_back(std::move(measure));
    else
      *same = std::move(measure);
  }
  return base;
}

Catalogue load_catalogue(const std::optional<schema::Source>& team, Diagnostics& findings) {
  const schema::Source shipped{kShippedMeasures, std::string(schema::shipped_file("kpis.yaml"))};
  Catalogue catalogue = read_catalogue(shipped, findings);
  if (!team) return catalogue;
  Diagnostics known;  // already reported by the reading above
  Catalogue own = read_catalogue(*team, findings, read_reasons(shipped, known));
  std::erase_if(catalogue.measures,
                [&](const Measure& each) { return find_measure(own.unsound, each.name) != nullptr; });
  catalogue.measures = merge_measures(std::move(catalogue.measures), std::move(own.measures));
  catalogue.unsound.insert(catalogue.unsound.end(), own.unsound.begin(), own.unsound.end());
  catalogue.complete = catalogue.complete && own.complete;
  return catalogue;
}

std::vector<Measure> load_measures(const std::optional<schema::Source>& team, Diagnostics& findings) {
  return load_catalogue(team, findings).measures;
}

const Measure* find_measure(const std::vector<Measure>& measures, std::string_view name) {
  const auto found =
      std::find_if(measures.begin(), measures.end(), [&](const Measure& each) { return each.name == name; });
  return found == measures.end() ? nullptr : &*found;
}

const Measure* find_rate(const std::vector<Measure>& measures, std::string_view type, std::string_view clock) {
  const auto found = std::find_if(measures.begin(), measures.end(), [&](const Measure& each) {
    const bool of_type = std::find(each.records.begin(), each.records.end(), type) != each.records.end();
    const bool of_clock = each.counts.form == Subject::Form::clock &&
                          (each.counts.names.front() == clock || each.counts.names.front() == "*");
    const bool by_clock = to_text(each.by) == "clock";
    return of_type && of_clock && by_clock && each.formula == Formula::ratio &&
           to_text(each.good) == "{clock.verdict: met}";
  });
  return found == measures.end() ? nullptr : &*found;
}

}  // namespace itss::kpi
