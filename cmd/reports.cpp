#include "reports.hpp"

#include <algorithm>
#include <tuple>

#include "base/text.hpp"
#include "commands.hpp"
#include "help.hpp"
#include "store/files.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kHelpWidth = 80;
constexpr const char* kTeamReports = ".itss/reports.yaml";

report::Definitions load(const store::Repository* repository, Diagnostics& findings) {
  std::optional<schema::Source> team;
  bool is_lost = false;
  if (repository != nullptr) {
    auto read = store::read_file(repository->root(), kTeamReports, yaml::Limits().bytes);
    if (read.problem) findings.push_back(*read.problem);
    is_lost = read.problem.has_value();
    if (read.bytes) team = schema::Source{kTeamReports, std::move(*read.bytes)};
  }
  auto all = report::load_all_definitions(team, findings);
  if (is_lost) all.complete = false;
  // `itss report kpi` could never mean one that a file describes.
  const auto is_built_in = [&](const report::Definition& each) {
    if (find_tool("report " + each.name) == nullptr) return false;
    findings.push_back(diagnose(Code::REPORT_VALUE, each.place, {each.name, tr("a free name: a command has it")}));
    return true;
  };
  std::erase_if(all.reports, is_built_in);
  return all;
}

}  // namespace

report::Definitions read_reports(const store::Repository& repository, const kpi::Catalogue& measures,
                                 Diagnostics& findings) {
  auto all = load(&repository, findings);
  for (auto& finding : report::verify(all, measures, repository.schemas())) findings.push_back(std::move(finding));
  std::stable_sort(findings.begin(), findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) < std::tie(b.place.file, b.place.line, b.place.column);
  });
  return all;
}

std::vector<report::Definition> known_reports(App& app) {
  Diagnostics untold;
  return load(app.find_repository(), untold).reports;
}

bool may_be_report(App& app, const std::string& name) {
  Diagnostics untold;
  const auto all = load(app.find_repository(), untold);
  return !all.complete || report::find_definition(all.reports, name) != nullptr ||
         report::find_definition(all.unsound, name) != nullptr;
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
