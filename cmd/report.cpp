// `itss report kpi | sla`, and the reports that files describe.
#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "measures.hpp"
#include "period.hpp"
#include "read.hpp"
#include "report/described.hpp"
#include "report/kpi.hpp"
#include "report/sla.hpp"
#include "reports.hpp"
#include "select.hpp"
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

// The types whose clocks a report counts: those asked for, else all that have any. `exit` becomes 3 if one of all has a
// schema that cannot be used, which is told.
std::vector<std::string> clock_types(App& app, const ReportOptions& options, Exit& exit) {
  std::vector<std::string> types;
  if (!options.types.empty()) {
    for (const auto* type : types_named(app, options.types)) types.push_back(type->record);
    return types;
  }
  for (const auto* type : usable_types(app, exit))
    if (!type->clocks.empty()) types.push_back(type->record);
  return types;
}

// `types`: the record types that are counted.
kpi::Query query_of(App& app, const ReportOptions& options, const Period& period,
                    const std::vector<std::string>& types) {
  kpi::Query query;
  query.window = period.window;
  query.now = app.now();
  if (!options.known_at.empty()) query.known_at = app.when(options.known_at, "--known-at");
  query.by = read_groups(app, options.by, types);
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

// What is wrong with a file: all of it and exit code 3 if it concerns the figures that were asked for, else that there
// is something.
void tell(App& app, const Diagnostics& findings, bool concerns, const char* elsewhere, Exit& exit) {
  if (findings.empty()) return;
  if (!concerns) return app.note(elsewhere);
  app.tell(findings);
  if (has_errors(findings)) exit = Exit::cannot;
}

void tell_of_measures(App& app, const Diagnostics& findings, bool concerns, Exit& exit) {
  tell(app, findings, concerns,
       tr("measures that this report does not need have findings: 'itss kpi check' tells them"), exit);
}

bool is_unsound(const kpi::Catalogue& catalogue, const std::string& name) {
  return kpi::find_measure(catalogue.unsound, name) != nullptr;
}

// The measures. `concerns(catalogue)`: whether what is asked for needs one of the unsound ones.
template <class Concerns>
kpi::Catalogue measures_of(App& app, Exit& exit, const Concerns& concerns) {
  Diagnostics findings;
  auto catalogue = read_catalogue(app.repository(), findings);
  tell_of_measures(app, findings, !catalogue.complete || concerns(catalogue), exit);
  return catalogue;
}

template <class Named>
[[noreturn]] void unknown_name(const std::string& message, const std::string& name, const std::vector<Named>& all) {
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const auto& each : all) names.push_back(each.name);
  const auto close = suggest(name, names);
  throw Failure(Exit::usage, message, close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(names, " ")));
}

// The records of one figure, or how it is reckoned.
void print_figure(App& app, const kpi::Measure& measure, const WholeWorld& world, const kpi::Query& query,
                  const ReportOptions& options) {
  print_page(app,
             options.records.empty() ? report::kpi_explanation(measure, world, query)
                                     : report::kpi_records(measure, world, query),
             options.show);
}

const std::string& figure_name(const ReportOptions& options) {
  return options.records.empty() ? options.explain : options.records;
}

// Those named that can be used; without names all.
std::vector<kpi::Measure> wanted_measures(const kpi::Catalogue& catalogue, const std::vector<std::string>& names) {
  if (names.empty()) return catalogue.measures;
  std::vector<kpi::Measure> wanted;
  for (const auto& name : names)
    if (kpi::find_measure(wanted, name) == nullptr && (names.size() == 1 || !is_unsound(catalogue, name)))
      wanted.push_back(wanted_measure(catalogue, name));
  return wanted;
}

// Whether the figures that the options name, or all, need an unsound measure.
bool needs_unsound(const kpi::Catalogue& catalogue, const ReportOptions& options) {
  const auto one_of_them = [&](const std::string& name) { return is_unsound(catalogue, name); };
  if (options.of_one_figure()) return one_of_them(figure_name(options));
  if (options.catalogue || options.measures.empty()) return true;
  return std::any_of(options.measures.begin(), options.measures.end(), one_of_them);
}

Exit run_kpi(App& app, const ReportOptions& options) {
  Exit exit = Exit::done;
  const auto catalogue = measures_of(app, exit, [&](const kpi::Catalogue& all) { return needs_unsound(all, options); });
  const auto& measures = catalogue.measures;
  if (options.catalogue) {
    print_page(app, report::kpi_catalogue(measures), options.show);
    return exit;
  }
  const Period period = period_of(app, options.period);
  const auto query = query_of(app, options, period, record_types(measures));
  const WholeWorld world(app.repository());
  if (options.of_one_figure())
    print_figure(app, wanted_measure(catalogue, figure_name(options)), world, query, options);
  else
    print_page(
        app,
        report::kpi_report(wanted_measures(catalogue, options.measures), world, query, course_of(app, options, period),
                           options.measures.empty() ? report::Empty::summed_up : report::Empty::shown),
        options.show);
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

// Whether a measure of a clock is unsound, or one that replaces such: it may be the clock's rate.
bool has_unsound_rate(const kpi::Catalogue& catalogue) {
  Diagnostics untold;
  const auto shipped = kpi::load_measures(std::nullopt, untold);
  const auto is_of_clock = [](const kpi::Measure* measure) {
    return measure != nullptr && measure->counts.form == kpi::Subject::Form::clock;
  };
  return std::any_of(catalogue.unsound.begin(), catalogue.unsound.end(), [&](const kpi::Measure& each) {
    return is_of_clock(&each) || is_of_clock(kpi::find_measure(shipped, each.name));
  });
}

Exit run_sla(App& app, const ReportOptions& options) {
  Exit exit = Exit::done;
  const auto types = clock_types(app, options, exit);
  const auto measures = measures_of(app, exit, has_unsound_rate).measures;
  const WholeWorld world(app.repository());
  const Period period = period_of(app, options.period);
  const auto query = query_of(app, options, period, types);
  if (options.of_one_figure())
    print_figure(app, rate_of(app, measures, types, figure_name(options)), world, query, options);
  else
    print_page(app, report::sla_report(measures, world, query, types, course_of(app, options, period)), options.show);
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

bool names_unsound(const report::Definition& definition, const kpi::Catalogue& catalogue) {
  return std::any_of(definition.sections.begin(), definition.sections.end(), [&](const report::SectionRule& section) {
    return std::any_of(section.measures.begin(), section.measures.end(),
                       [&](const std::string& name) { return is_unsound(catalogue, name); });
  });
}

// The measure of a report: one of those it names, or Failure (3) if it is unsound.
const kpi::Measure& figure_of(const std::vector<kpi::Measure>& measures, const kpi::Catalogue& catalogue,
                              const std::string& name) {
  const bool is_usable = catalogue.complete && !is_unsound(catalogue, name);
  return is_usable ? wanted_measure(measures, name) : wanted_measure(catalogue, name);
}

Exit run_described(App& app, const ReportOptions& options, const std::string& name) {
  Exit exit = Exit::done;
  Diagnostics of_measures, of_reports;
  const auto catalogue = read_catalogue(app.repository(), of_measures);
  const auto reports = read_reports(app.repository(), catalogue, of_reports);
  const auto* found = report::find_definition(reports.reports, name);
  tell_of_measures(app, of_measures, !catalogue.complete || (found != nullptr && names_unsound(*found, catalogue)),
                   exit);
  tell(app, of_reports, !reports.complete || found == nullptr,
       tr("other reports have findings: 'itss check' tells them"), exit);
  if (found == nullptr) throw Failure(Exit::cannot, trf("the report '{}' cannot be used", name));
  const auto definition = report::with_only(*found, catalogue.measures);
  if (definition.sections.empty())
    throw Failure(Exit::cannot, trf("the report '{}' cannot be used", name), tr("none of its measures can be"));
  const auto measures = measures_in(definition, catalogue.measures);
  const Period period = period_of(app, options.period);
  const auto query = query_of(app, options, period, record_types(measures));
  const WholeWorld world(app.repository());
  if (options.of_one_figure())
    print_figure(app, figure_of(measures, catalogue, figure_name(options)), world, query, options);
  else
    print_page(app,
               report::described_report(definition, measures, world, query,
                                        course_of(app, options, period, report::periods_of(definition))),
               options.show);
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
