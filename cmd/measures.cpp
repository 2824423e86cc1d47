#include "measures.hpp"

#include "base/text.hpp"
#include "store/files.hpp"

namespace itss::cmd {

namespace {

constexpr const char* kTeamMeasures = ".itss/kpis.yaml";

}  // namespace

std::vector<kpi::Measure> read_measures(const store::Repository& repository, Diagnostics& findings) {
  std::optional<schema::Source> team;
  auto read = store::read_file(repository.root(), kTeamMeasures, yaml::Limits().bytes);
  if (read.problem) findings.push_back(*read.problem);
  if (read.bytes) team = schema::Source{kTeamMeasures, std::move(*read.bytes)};
  auto measures = kpi::load_measures(team, findings);
  for (auto& finding : kpi::verify(measures, repository.schemas())) findings.push_back(std::move(finding));
  return measures;
}

std::vector<kpi::Measure> read_measures(App& app, Diagnostics& findings) {
  if (const auto* repository = app.find_repository()) return read_measures(*repository, findings);
  auto measures = kpi::load_measures(std::nullopt, findings);
  for (auto& finding : kpi::verify(measures, app.schemas())) findings.push_back(std::move(finding));
  return measures;
}

std::vector<kpi::Measure> usable_measures(App& app, Exit& exit) {
  Diagnostics findings;
  auto measures = read_measures(app, findings);
  for (const auto& finding : findings) app.err << to_text(finding) << '\n';
  if (has_errors(findings)) exit = Exit::cannot;
  return measures;
}

const kpi::Measure& wanted_measure(const std::vector<kpi::Measure>& measures, const std::string& name) {
  if (const auto* found = kpi::find_measure(measures, name)) return *found;
  std::vector<std::string> names;
  names.reserve(measures.size());
  for (const auto& measure : measures) names.push_back(measure.name);
  const auto close = suggest(name, names);
  throw Failure(Exit::usage, trf("there is no measure '{}'", name),
                close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(names, " ")));
}

}  // namespace itss::cmd
