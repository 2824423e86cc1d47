#include "measures.hpp"

#include <fstream>
#include <iterator>

namespace itss::cmd {

namespace {

constexpr const char* kTeamMeasures = ".itss/kpis.yaml";

}  // namespace

std::vector<kpi::Measure> read_measures(const store::Repository& repository, Diagnostics& findings) {
  std::optional<schema::Source> team;
  std::ifstream stream(repository.root() / kTeamMeasures, std::ios::binary);
  if (stream) team = schema::Source{kTeamMeasures, {std::istreambuf_iterator<char>(stream), {}}};
  auto measures = kpi::load_measures(team, findings);
  for (auto& finding : kpi::verify(measures, repository.schemas())) findings.push_back(std::move(finding));
  return measures;
}

}  // namespace itss::cmd
