// `itss report kpi | sla`, and the reports that files describe.
#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "json_fields.hpp"
#include "measures.hpp"
#include "period.hpp"
#include "read.hpp"
#include "report/described.hpp"
#include "report/kpi.hpp"
#include "report/sla.hpp"
#include "reports.hpp"
#include "verbs.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

namespace {

constexpr std::size_t kMostGroups = 2;

constexpr long kShortestTrend = 2;
constexpr long kLongestTrend = 120;

struct ReportOptions {
  PeriodWords period;
  std::string by, known_at, records, explain;
  std::vector<std::string> types, measures;
  long trend = 0;
  bool catalogue = false, compare = false;
  ShowWords show;

  bool of_one_figure() const { return !records.empty() || !explain.empty(); }
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
kpi::Query query_of(App& app, const ReportOptions& options, const Period& period,
                    const std::vector<std::string>& types) {
  kpi::Query query;
  query.window = period.window;
  query.now = app.now();
  if (!options.known_at.empty()) query.known_at = app.when(options.known_at, "--known-at");
  if (!options.by.empty()) query.by = split(options.by, ',');
  for (const auto& path : query.by) check_group(app, path, types);
  if (query.by.size() > kMostGroups) throw Failure(Exit::usage, tr("--by takes at most two fields"));
  return query;
}

// The periods that --trend, --compare and the report's own sparklines (`at_least`) ask for.
report::Course course_of(App& app, const ReportOptions& options, const Period& period, std::size_t at_least = 1) {
  return report::course_to(period, static_cast<std::size_t>(options.trend), options.compare, app.zone(), at_least);
}

void check_options(const ReportOptions& options, bool trend_given) {
  if (trend_given && (options.trend < kShortestTrend || options.trend > kLongestTrend))
    throw Failure(Exit::usage, trf("--trend: {} is not from {} to {}", options.trend, kShortestTrend, kLongestTrend));
  if (!options.records.empty() && !options.explain.empty())
    throw Failure(Exit::usage, tr("--records and --explain cannot go together"));
  if (options.of_one_figure() && (trend_given || options.compare))
    throw Failure(Exit::usage, tr("--trend and --compare cannot go with --records or --explain"));
}

// The measures; `exit` becomes 3 if one of them cannot be used.
std::vector<kpi::Measure> measures_of(App& app, Exit& exit) {
  Diagnostics findings;
  auto measures = read_measures(app.repository(), findings);
  for (const auto& finding : findings) app.err << to_text(finding) << '\n';
  if (has_errors(findings)) exit = Exit::cannot;
  return measures;
}

template <class Named>
[[noreturn]] void unknown_name(const std::string& message, const std::string& name, const std::vector<Named>& all) {
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const auto& each : all) names.push_back(each.name);
  const auto close = suggest(name, names);
  throw Failure(Exit::usage, message, close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(names, " ")));
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

// The records of one figure, or how it is reckoned.
Exit print_figure(App& app, const kpi::Measure& measure, const WholeWorld& world, const kpi::Query& query,
                  const ReportOptions& options) {
  return print(app,
               options.records.empty() ? report::kpi_explanation(measure, world, query)
                                       : report::kpi_records(measure, world, query),
               options);
}

const std::string& figure_name(const ReportOptions& options) {
  return options.records.empty() ? options.explain : options.records;
}

std::vector<kpi::Measure> wanted_measures(std::vector<kpi::Measure> measures, const std::vector<std::string>& names) {
  if (names.empty()) return measures;
  std::vector<kpi::Measure> wanted;
  for (const auto& name : names) wanted.push_back(wanted_measure(measures, name));
  return wanted;
}

Exit run_kpi(App& app, const ReportOptions& options) {
  Exit exit = Exit::done;
  const auto measures = measures_of(app, exit);
  if (options.catalogue) return worse(exit, print(app, report::kpi_catalogue(measures), options));
  const Period period = period_of(app, options.period);
  const auto query = query_of(app, options, period, record_types(measures));
  const WholeWorld world(app.repository());
  if (options.of_one_figure())
    print_figure(app, wanted_measure(measures, figure_name(options)), world, query, options);
  else
    print(
        app,
        report::kpi_report(wanted_measures(measures, options.measures), world, query, course_of(app, options, period)),
        options);
  return worse(exit, judge_completeness(app, world));
}

// The rate of a clock: what --records and --explain tell of.
kpi::Measure rate_of(App& app, const std::vector<kpi::Measure>& measures, const std::vector<std::string>& types,
                     const std::string& clock) {
  if (auto rate = report::clock_rate(measures, app.schemas(), types, clock)) return *std::move(rate);
  std::vector<schema::ClockRule> clocks;
  for (const auto& type : types)
    if (const auto* schema = app.schemas().find(type))
      clocks.insert(clocks.end(), schema->clocks.begin(), schema->clocks.end());
  if (std::any_of(clocks.begin(), clocks.end(), [&](const auto& each) { return each.name == clock; }))
    throw Failure(Exit::usage, trf("no measure is the rate of the clock '{}'", clock), tr("see itss-kpis(5)"));
  unknown_name(trf("there is no clock '{}'", clock), clock, clocks);
}

Exit run_sla(App& app, const ReportOptions& options) {
  for (const auto& type : options.types)
    if (app.schemas().find(type) == nullptr)
      throw Failure(Exit::usage, trf("there is no record type '{}'", type), tr("'itss schema list' lists them"));
  Exit exit = Exit::done;
  const auto measures = measures_of(app, exit);
  const WholeWorld world(app.repository());
  const Period period = period_of(app, options.period);
  const auto types = clock_types(app, options);
  const auto query = query_of(app, options, period, types);
  if (options.of_one_figure())
    print_figure(app, rate_of(app, measures, types, figure_name(options)), world, query, options);
  else
    print(app, report::sla_report(measures, world, query, options.types, course_of(app, options, period)), options);
  return worse(exit, judge_completeness(app, world));
}

// The measures that the report names, in its order, each once.
std::vector<kpi::Measure> measures_in(const report::Definition& definition, const std::vector<kpi::Measure>& known) {
  std::vector<kpi::Measure> measures;
  for (const auto& section : definition.sections)
    for (const auto& name : section.measures)
      if (kpi::find_measure(measures, name) == nullptr) measures.push_back(*kpi::find_measure(known, name));
  return measures;
}

Exit run_described(App& app, const ReportOptions& options, const std::string& name) {
  Exit exit = Exit::done;
  const auto known = measures_of(app, exit);
  Diagnostics findings;
  const auto reports = read_reports(app.repository(), known, findings);
  for (const auto& finding : findings) app.err << to_text(finding) << '\n';
  if (has_errors(findings)) exit = Exit::cannot;
  const auto* definition = report::find_definition(reports, name);
  if (definition == nullptr) throw Failure(Exit::cannot, trf("the report '{}' cannot be used", name));
  const auto measures = measures_in(*definition, known);
  const Period period = period_of(app, options.period);
  const auto query = query_of(app, options, period, record_types(measures));
  const WholeWorld world(app.repository());
  if (options.of_one_figure())
    print_figure(app, wanted_measure(measures, figure_name(options)), world, query, options);
  else
    print(app,
          report::described_report(*definition, measures, world, query,
                                   course_of(app, options, period, report::periods_of(*definition))),
          options);
  return worse(exit, judge_completeness(app, world));
}

std::shared_ptr<ReportOptions> add_options(Parser& parser) {
  auto options = std::make_shared<ReportOptions>();
  add_period(parser, options->period);
  parser.option("--known-at", options->known_at, "TIME", tr("with only what was recorded by then"));
  parser.option("--by", options->by, "FIELDS", tr("group by one or two fields, such as priority,service"))
      .completes.with = Completes::With::fields;
  parser.option("--trend", options->trend, "N", tr("the last N periods of the same kind, this one included"));
  parser.flag("--compare", options->compare, tr("with the period before: the difference, better or worse"));
  return options;
}

}  // namespace

Run setup_report_kpi(Parser& parser, const Subject& subject) {
  auto options = add_options(parser);
  parser.option("--measure", options->measures, "NAME", tr("only this measure")).completes.with =
      Completes::With::measures;
  parser.option("--records", options->records, "NAME", tr("the records that make this figure, and those left out"))
      .completes.with = Completes::With::measures;
  parser.option("--explain", options->explain, "NAME", tr("formula, population and exclusions of this figure"))
      .completes.with = Completes::With::measures;
  parser.flag("--list", options->catalogue, tr("the measures without figures"));
  add_show_options(parser, options->show);
  return [&app = subject.app, &parser, options] {
    check_options(*options, parser.given("trend"));
    return run_kpi(app, *options);
  };
}

Run setup_report_sla(Parser& parser, const Subject& subject) {
  auto options = add_options(parser);
  parser.option("--type", options->types, "TYPE", tr("only records of this type"));
  parser.option("--records", options->records, "CLOCK", tr("the records that make this clock's figure"))
      .completes.with = Completes::With::clocks;
  parser.option("--explain", options->explain, "CLOCK", tr("formula, population and exclusions of this clock's figure"))
      .completes.with = Completes::With::clocks;
  add_show_options(parser, options->show);
  return [&app = subject.app, &parser, options] {
    check_options(*options, parser.given("trend"));
    return run_sla(app, *options);
  };
}

Run setup_report_described(Parser& parser, const Subject& subject) {
  auto options = add_options(parser);
  parser.option("--records", options->records, "NAME", tr("the records that make this figure, and those left out"))
      .completes.with = Completes::With::measures;
  parser.option("--explain", options->explain, "NAME", tr("formula, population and exclusions of this figure"))
      .completes.with = Completes::With::measures;
  add_show_options(parser, options->show);
  return [&app = subject.app, &parser, options, name = subject.report] {
    check_options(*options, parser.given("trend"));
    return run_described(app, *options, name);
  };
}

}  // namespace itss::cmd
