#include "measures.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "store/files.hpp"

namespace itss::cmd {

namespace {

constexpr const char* kTeamMeasures = ".itss/kpis.yaml";

void verify(kpi::Catalogue& catalogue, const schema::SchemaSet& schemas, Diagnostics& findings) {
  for (auto& finding : kpi::verify(catalogue, schemas)) findings.push_back(std::move(finding));
  if (std::any_of(catalogue.unsound.begin(), catalogue.unsound.end(),
                  [&](const auto& measure) { return kpi::is_of_unusable_type(measure, schemas); }))
    for (auto& finding : schemas.findings()) findings.push_back(std::move(finding));
  std::stable_sort(findings.begin(), findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) < std::tie(b.place.file, b.place.line, b.place.column);
  });
}

}  // namespace

kpi::Catalogue read_catalogue(const store::Repository& repository, Diagnostics& findings) {
  std::optional<schema::Source> team;
  auto read = store::read_file(repository.root(), kTeamMeasures, yaml::Limits().bytes);
  if (read.problem) findings.push_back(*read.problem);
  if (read.bytes) team = schema::Source{kTeamMeasures, std::move(*read.bytes)};
  auto catalogue = kpi::load_catalogue(team, findings);
  if (read.problem) catalogue.complete = false;
  verify(catalogue, repository.schemas(), findings);
  return catalogue;
}

kpi::Catalogue read_catalogue(App& app, Diagnostics& findings) {
  if (const auto* repository = app.find_repository()) return read_catalogue(*repository, findings);
  auto catalogue = kpi::load_catalogue(std::nullopt, findings);
  verify(catalogue, app.schemas(), findings);
  return catalogue;
}

std::vector<kpi::Measure> read_measures(const store::Repository& repository, Diagnostics& findings) {
  return read_catalogue(repository, findings).measures;
}

std::vector<kpi::Measure> read_measures(App& app, Diagnostics& findings) {
  return read_catalogue(app, findings).measures;
}

kpi::Catalogue told_catalogue(App& app, Exit& exit) {
  Diagnostics findings;
  auto catalogue = read_catalogue(app, findings);
  app.tell(findings);
  if (has_errors(findings)) exit = Exit::cannot;
  return catalogue;
}

std::vector<kpi::Measure> usable_measures(App& app, Exit& exit) { return told_catalogue(app, exit).measures; }

const kpi::Measure& wanted_measure(const std::vector<kpi::Measure>& measures, const std::string& name) {
  if (const auto* found = kpi::find_measure(measures, name)) return *found;
  std::vector<std::string> names;
  names.reserve(measures.size());
  for (const auto& measure : measures) names.push_back(measure.name);
  const auto close = suggest(name, names);
  throw Failure(Exit::usage, trf("there is no measure '{}'", name),
                close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(names, " ")));
}

const kpi::Measure& wanted_measure(const kpi::Catalogue& catalogue, const std::string& name) {
  const bool may_be_unread = !catalogue.complete && kpi::find_measure(catalogue.measures, name) == nullptr;
  if (may_be_unread || kpi::find_measure(catalogue.unsound, name) != nullptr)
    throw Failure(Exit::cannot, trf("the measure '{}' cannot be used", name), tr("'itss kpi check' tells why"));
  return wanted_measure(catalogue.measures, name);
}

}  // namespace itss::cmd
