// `itss report kpi | sla`.
#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "json_fields.hpp"
#include "measures.hpp"
#include "period.hpp"
#include "read.hpp"
#include "report/kpi.hpp"
#include "report/sla.hpp"
#include "verbs.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kMostGroups = 2;

struct ReportOptions {
  std::string period, month, by, known_at, records, explain;
  std::vector<std::string> types, measures;
  bool catalogue = false;
  ShowWords show;
};

// What cannot be asked of any of the record types would be one group named "(none)".
void check_group(App& app, const std::string& path, const std::vector<std::string>& types) {
  std::string first_problem, hint;
  for (const auto& type : types) try {
      if (const auto* schema = app.schemas().find(type)) return check_path(*schema, app.schemas(), path);
    } catch (const Failure& failure) {
      if (first_problem.empty()) first_problem = failure.what(), hint = failure.hint();
    }
  if (!first_problem.empty()) throw Failure(Exit::usage, "--by: " + first_problem, hint);
}

// The types, those of the most measures first.
std::vector<std::string> record_types(const std::vector<kpi::Measure>& measures) {
  std::map<std::string, int> counts;
  for (const auto& measure : measures)
    for (const auto& type : measure.records) ++counts[type];
  std::vector<std::string> types;
  types.reserve(counts.size());
  for (const auto& [type, count] : counts) types.push_back(type);
  std::stable_sort(types.begin(), types.end(),
                   [&](const auto& a, const auto& b) { return counts.at(a) > counts.at(b); });
  return types;
}

// The types whose clocks a report counts: those asked for, else all that have any.
std::vector<std::string> clock_types(App& app, const ReportOptions& options) {
  if (!options.types.empty()) return options.types;
  std::vector<std::string> types;
  for (const auto& type : app.schemas().types())
    if (const auto* schema = app.schemas().find(type); schema != nullptr && !schema->clocks.empty())
      types.push_back(type);
  return types;
}

// `types`: the record types that are counted.
kpi::Query query_of(App& app, const ReportOptions& options, const std::vector<std::string>& types) {
  kpi::Query query;
  query.window = window_of(app, options.period, options.month);
  query.now = app.now();
  if (!options.known_at.empty()) query.known_at = app.when(options.known_at, "--known-at");
  if (!options.by.empty()) query.by = split(options.by, ',');
  for (const auto& path : query.by) check_group(app, path, types);
  if (query.by.size() > kMostGroups) throw Failure(Exit::usage, tr("--by takes at most two fields"));
  return query;
}

// The measures; `exit` becomes 3 if one of them cannot be used.
std::vector<kpi::Measure> measures_of(App& app, Exit& exit) {
  Diagnostics findings;
  auto measures = read_measures(app.repository(), findings);
  for (const auto& finding : findings) app.err << to_text(finding) << '\n';
  if (has_errors(findings)) exit = Exit::cannot;
  return measures;
}

Exit print(App& app, format::Document document, const ReportOptions& options) {
  keep_fields(document, options.show.json);
  auto look = look_of(app, options.show);
  look.overflow = format::Overflow::below;
  if (look.form == format::Form::tsv && options.show.format.empty()) {
    look.form = format::Form::text;
    look.header = true;
  }
  app.out << format::show(document, look);
  return Exit::done;
}

Exit run_kpi(App& app, const ReportOptions& options) {
  Exit exit = Exit::done;
  auto measures = measures_of(app, exit);
  if (options.catalogue) return worse(exit, print(app, report::kpi_catalogue(measures), options));
  auto query = query_of(app, options, record_types(measures));
  const WholeWorld world(app.repository());
  if (!options.records.empty()) {
    query.keep_items = true;
    print(app, report::kpi_records(wanted_measure(measures, options.records), world, query), options);
  } else if (!options.explain.empty()) {
    print(app, report::kpi_explanation(wanted_measure(measures, options.explain), world, query), options);
  } else {
    if (!options.measures.empty()) {
      std::vector<kpi::Measure> wanted;
      for (const auto& name : options.measures) wanted.push_back(wanted_measure(measures, name));
      measures = std::move(wanted);
    }
    print(app, report::kpi_report(measures, world, query), options);
  }
  return worse(exit, judge_completeness(app, world));
}

Exit run_sla(App& app, const ReportOptions& options) {
  for (const auto& type : options.types)
    if (app.schemas().find(type) == nullptr)
      throw Failure(Exit::usage, trf("there is no record type '{}'", type), tr("'itss schema list' lists them"));
  Exit exit = Exit::done;
  const auto measures = measures_of(app, exit);
  const WholeWorld world(app.repository());
  const auto query = query_of(app, options, clock_types(app, options));
  print(app, report::sla_report(measures, world, query, options.types), options);
  return worse(exit, judge_completeness(app, world));
}

std::shared_ptr<ReportOptions> add_options(Parser& parser) {
  auto options = std::make_shared<ReportOptions>();
  add_period(parser, options->period, options->month);
  parser.option("--known-at", options->known_at, "TIME", tr("with only what was recorded by then"));
  return options;
}

}  // namespace

Run setup_report_kpi(Parser& parser, const Subject& subject) {
  auto options = add_options(parser);
  parser.option("--by", options->by, "FIELDS", tr("group by one or two fields"));
  parser.option("--measure", options->measures, "NAME", tr("only this measure"));
  parser.option("--records", options->records, "NAME", tr("the records that make this figure, and those left out"));
  parser.option("--explain", options->explain, "NAME", tr("formula, population and exclusions of this figure"));
  parser.flag("--list", options->catalogue, tr("the measures without figures"));
  add_show_options(parser, options->show);
  return [&app = subject.app, options] { return run_kpi(app, *options); };
}

Run setup_report_sla(Parser& parser, const Subject& subject) {
  auto options = add_options(parser);
  parser.option("--type", options->types, "TYPE", tr("only records of this type"));
  add_show_options(parser, options->show);
  return [&app = subject.app, options] { return run_sla(app, *options); };
}

}  // namespace itss::cmd
