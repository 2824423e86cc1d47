#include "reports.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "commands.hpp"
#include "help.hpp"
#include "store/files.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kHelpWidth = 80;
constexpr const char* kTeamReports = ".itss/reports.yaml";

std::vector<report::Definition> load(const store::Repository* repository, Diagnostics& findings) {
  std::optional<schema::Source> team;
  if (repository != nullptr) {
    auto read = store::read_file(repository->root(), kTeamReports, yaml::Limits().bytes);
    if (read.problem) findings.push_back(*read.problem);
    if (read.bytes) team = schema::Source{kTeamReports, std::move(*read.bytes)};
  }
  auto reports = report::load_definitions(team, findings);
  // `itss report kpi` could never mean one that a file describes.
  const auto is_built_in = [&](const report::Definition& each) {
    if (find_tool("report " + each.name) == nullptr) return false;
    findings.push_back(diagnose(Code::REPORT_VALUE, each.place, {each.name, tr("a name that no command has")}));
    return true;
  };
  reports.erase(std::remove_if(reports.begin(), reports.end(), is_built_in), reports.end());
  return reports;
}

bool stands_at(const report::Definition& definition, const Place& place) {
  return std::any_of(definition.sections.begin(), definition.sections.end(), [&](const report::SectionRule& section) {
    return section.place.file == place.file && section.place.line == place.line && section.place.column == place.column;
  });
}

}  // namespace

std::vector<report::Definition> read_reports(const store::Repository& repository,
                                             const std::vector<kpi::Measure>& measures, Diagnostics& findings) {
  auto reports = load(&repository, findings);
  const auto unknown = report::verify(reports, measures, repository.schemas());
  const auto is_unsound = [&](const report::Definition& definition) {
    return std::any_of(unknown.begin(), unknown.end(),
                       [&](const Diagnostic& finding) { return stands_at(definition, finding.place); });
  };
  reports.erase(std::remove_if(reports.begin(), reports.end(), is_unsound), reports.end());
  findings.insert(findings.end(), unknown.begin(), unknown.end());
  return reports;
}

std::vector<report::Definition> known_reports(App& app) {
  Diagnostics untold;
  return load(app.find_repository(), untold);
}

std::string report_text(App& app, const std::string& name) {
  const auto reports = known_reports(app);
  const auto* definition = report::find_definition(reports, name);
  if (definition == nullptr) return {};
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& section : definition->sections) {
    std::string what = join(section.measures, ", ");
    if (!section.by.empty()) what += trf("; by {}", join(section.by, ", "));
    rows.emplace_back(section.title.text(), what);
  }
  std::string text = std::string("\n") + tr("Sections") + "\n" + two_columns(rows, kHelpWidth);
  if (!definition->clause.empty()) text += "  " + trf("Rests on {}.", definition->clause) + "\n";
  return text;
}

std::string report_summary(const report::Definition& definition) {
  return (definition.about.en.empty() ? definition.title : definition.about).text();
}

}  // namespace itss::cmd
