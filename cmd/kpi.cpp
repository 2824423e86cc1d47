// `itss kpi list | show | check`: the catalogue of measures, without figures.
#include "report/kpi.hpp"

#include <algorithm>

#include "json_fields.hpp"
#include "measures.hpp"
#include "read.hpp"
#include "report/measure_words.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

struct KpiOptions {
  std::string name;
  bool own = false;
  ShowWords show;
};

bool is_team(const kpi::Measure& measure) { return measure.place.file != kpi::kShippedMeasures; }

Exit run_list(App& app, const KpiOptions& options) {
  Exit exit = Exit::done;
  auto measures = usable_measures(app, exit);
  if (options.own) std::erase_if(measures, [](const auto& each) { return !is_team(each); });
  auto document = report::kpi_catalogue(measures);
  keep_fields(document, options.show.json);
  auto look = look_of(app, options.show);
  look.overflow = format::Overflow::below;
  app.out << format::show(document, look);
  return exit;
}

Exit run_show(App& app, const KpiOptions& options) {
  Exit exit = Exit::done;
  const auto catalogue = told_catalogue(app, exit);
  if (options.name.empty()) throw Failure(Exit::usage, tr("a measure is needed"), tr("'itss kpi list' lists them"));
  const kpi::Measure& measure = wanted_measure(catalogue, options.name);
  Diagnostics known;  // those of the shipped file were told with the catalogue
  const auto shipped = kpi::load_measures(std::nullopt, known);
  const kpi::Measure* replaces = is_team(measure) ? kpi::find_measure(shipped, measure.name) : nullptr;
  print_page(app, report::measure_document(measure, replaces), options.show);
  return exit;
}

Exit run_check(App& app) {
  Diagnostics findings;
  const auto measures = read_measures(app, findings);
  for (const auto& finding : findings) app.out << to_text(finding) << '\n';
  if (findings.empty() && !app.globals.quiet)
    app.out << counted("{} measure, no findings", "{} measures, no findings", measures.size()) << '\n';
  return has_errors(findings) ? Exit::no : Exit::done;
}

// For the shell: those that can be shown.
std::vector<std::string> names(App& app) {
  Diagnostics ignored;
  std::vector<std::string> names;
  for (const auto& measure : read_measures(app, ignored)) names.push_back(measure.name);
  return names;
}

}  // namespace

Run setup_kpi_list(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<KpiOptions>();
  parser.flag("--own", options->own, tr("only those of the team's .itss/kpis.yaml"));
  add_show_options(parser, options->show);
  return [&app = subject.app, options] { return run_list(app, *options); };
}

Run setup_kpi_show(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<KpiOptions>();
  parser.argument("NAME", options->name, tr("the measure")).completes = {
      Completes::With::words, names(subject.app), {}};
  add_show_options(parser, options->show);
  return [&app = subject.app, options] { return run_show(app, *options); };
}

Run setup_kpi_check(Parser&, const Subject& subject) {
  return [&app = subject.app] { return run_check(app); };
}

}  // namespace itss::cmd
