// `itss check`: every finding about every file.
#include <nlohmann/json.hpp>

#include "findings.hpp"
#include "history_check.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "parser.hpp"
#include "select.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct CheckOptions {
  std::vector<std::string> ids;
  bool strict = false;
  std::string against = "HEAD";
  std::string json;
};

const char* name_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "error";
}

nlohmann::ordered_json to_json(const Diagnostics& findings) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& finding : findings)
    all.push_back({{"file", finding.place.file},
                   {"line", finding.place.line},
                   {"column", finding.place.column},
                   {"severity", name_of(finding.severity)},
                   {"code", info(finding.code).name},
                   {"message", finding.message},
                   {"hint", finding.hint},
                   {"clause", finding.clause}});
  return all;
}

std::string summary(const Findings& findings, std::size_t errors, std::size_t warnings) {
  std::string text = counted("{} record", "{} records", findings.records);
  text += findings.all.empty()
              ? tr(", no findings")
              : counted(", {} error", ", {} errors", errors) + counted(", {} warning", ", {} warnings", warnings);
  if (findings.imported > 0) text += counted(", {} imported event", ", {} imported events", findings.imported);
  return text;
}

Exit run(App& app, const CheckOptions& options) {
  Findings findings = options.ids.empty() ? check_repository(app) : check_records(app, read_ids(app, options.ids));
  if (options.ids.empty())
    for (auto& lost : check_histories(app, options.against)) findings.all.push_back(std::move(lost));
  std::size_t errors = 0, warnings = 0;
  for (const auto& finding : findings.all) {
    errors += finding.severity == Severity::error ? 1 : 0;
    warnings += finding.severity == Severity::warning ? 1 : 0;
  }
  if (!options.json.empty()) {
    app.out << text_of(only_fields(to_json(findings.all), options.json,
                                   {"file", "line", "column", "severity", "code", "message", "hint", "clause"}));
  } else {
    for (const auto& finding : findings.all) app.out << to_text(finding) << '\n';
    if (!app.globals.quiet || !findings.all.empty()) app.out << summary(findings, errors, warnings) << '\n';
  }
  return errors > 0 || (options.strict && warnings > 0) ? Exit::no : Exit::done;
}

}  // namespace

Run setup_check(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<CheckOptions>();
  parser.argument("ID", options->ids, tr("only these records")).completes.with = Completes::With::ids;
  parser.option("--against", options->against, "REV",
                tr("tell which events of this git revision are gone (without it those of HEAD)"));
  parser.group(tr("Output"));
  parser.flag("--strict", options->strict, tr("warnings fail too"));
  parser.optional("--json", options->json, "*", "FIELDS", tr("print JSON"));
  return [&app = subject.app, options] { return run(app, *options); };
}

}  // namespace itss::cmd
