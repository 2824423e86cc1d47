// `itss sla simulate`: what a draft of an agreement would have done to the clocks of a period. Nothing is written.
#include <fstream>
#include <iterator>

#include "clocks.hpp"
#include "kpi/draft.hpp"
#include "period.hpp"
#include "read.hpp"
#include "report/simulation.hpp"
#include "verbs.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

namespace {

struct SimulateOptions {
  std::string agreement, clock, known_at;
  PeriodWords period;
  bool records = false;
  ShowWords show;
};

// The type whose records are agreements.
const schema::Schema& agreement_type(App& app) {
  for (const auto& name : app.schemas().types())
    if (const auto* type = app.schemas().find(name); type != nullptr && !type->agreement_states.empty()) return *type;
  throw Failure(Exit::cannot, tr("no record type here has agreements"));
}

std::string bytes_of(App& app, const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>(app.in), {}};
  std::ifstream stream(file, std::ios::binary);
  if (!stream || std::filesystem::is_directory(file)) throw Failure(Exit::cannot, trf("cannot read '{}'", file));
  return {std::istreambuf_iterator<char>(stream), {}};
}

Fields draft_of(App& app, const schema::Schema& type, const std::string& file) {
  Diagnostics findings;
  std::optional<Fields> draft;
  const auto document = yaml::Document::parse(bytes_of(app, file), file, findings);
  if (document && !has_errors(findings)) draft = kpi::read_draft(*document, type, app.repository(), findings);
  app.tell(findings);
  if (!draft) throw Failure(Exit::no, trf("the agreement in '{}' cannot be used", file));
  return *std::move(draft);
}

Exit run(App& app, const SimulateOptions& options) {
  if (options.agreement.empty())
    throw Failure(Exit::usage, tr("the draft of an agreement is missing"), "--agreement FILE");
  check_clock(app, options.clock);
  look_of(app, options.show);  // a form that there is not is refused before anything is read
  kpi::Query query;
  query.window = period_of(app, options.period).window;
  query.now = app.now();
  query.keep_items = options.records;
  if (!options.known_at.empty()) query.known_at = app.when(options.known_at, "--known-at");
  const auto& type = agreement_type(app);
  auto fields = draft_of(app, type, options.agreement);

  const WholeWorld world(app.repository());
  const kpi::DraftWorld draft(world, type, std::move(fields), query.known_at);
  const auto simulation = kpi::simulate(world, draft, query, options.clock);
  print_page(app, report::simulation_report(simulation, world, draft, query), options.show);
  return judge_completeness(app, world);
}

}  // namespace

Run setup_sla_simulate(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<SimulateOptions>();
  add_period(parser, options->period);
  parser
      .option("--agreement", options->agreement, "FILE",
              tr("the draft: an agreement's record or its bare fields; - reads standard input"))
      .completes.with = Completes::With::files;
  parser.option("--clock", options->clock, "NAME", tr("only this clock"));
  parser.flag("--records", options->records, tr("each record whose verdict changes"));
  parser.option("--known-at", options->known_at, "TIME", tr("with only what was recorded by then"));
  add_show_options(parser, options->show);
  return [&app = subject.app, options] { return run(app, *options); };
}

}  // namespace itss::cmd
