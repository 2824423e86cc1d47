// `itss sla show [ID...]`: the clocks of records, and with --explain how each second was counted.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "clocks.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "read.hpp"
#include "select.hpp"
#include "sla/clock.hpp"
#include "sla_due.hpp"
#include "times.hpp"
#include "verbs.hpp"
#include "whole_world.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

struct SlaOptions {
  std::vector<std::string> ids;
  std::string clock, known_at;
  bool explain = false, fail_breached = false;
  ShowWords show;
};

std::optional<Instant> known_at(App& app, const SlaOptions& options) {
  if (options.known_at.empty()) return std::nullopt;
  return app.when(options.known_at, "--known-at");
}

// What the whole clock's stretches do not show: those of earlier promises that were broken, each second of them.
std::string earlier_promises(App& app, const sla::Clock& clock, const schema::Schema& type, const format::Look& look) {
  std::string text;
  for (std::size_t i = 0; i < clock.promises.size(); ++i) {
    const sla::Promise& promise = clock.promises[i];
    if (promise.stretches.empty() || !promise.broken_at) continue;
    text += "\n" +
            trf("Promise {} of {}, broken at {}", i + 1, clock.promises.size(), time_text(app, *promise.broken_at)) +
            "\n" + format::show(stretches_table(app, clock, promise.stretches, type), look);
  }
  return text;
}

std::string explanation(App& app, const schema::Schema& type, const std::vector<sla::Clock>& clocks) {
  format::Look look = app.look();
  look.form = format::Form::text;
  look.header = true;
  look.overflow = format::Overflow::below;
  std::string text;
  for (const auto& clock : clocks) {
    text += "\n" + app.paint(clock_label(type, clock.name) + ": " + verdict_text(clock), format::Style::heading) + "\n";
    if (!clock.promises.empty()) text += format::show(promises_table(app, clock), look);
    if (!clock.stretches.empty()) text += "\n" + format::show(stretches_table(app, clock, clock.stretches, type), look);
    text += earlier_promises(app, clock, type, look);
  }
  return text;
}

void print(App& app, const record::Record& record, const schema::Schema& type, const std::vector<sla::Clock>& clocks,
           const SlaOptions& options, bool named) {
  if (named || options.explain) app.out << app.paint(record.id, format::Style::id) << "\n";
  if (type.clocks.empty()) app.note(trf("a {} has no clocks", type.record));
  auto look = look_of(app, options.show);
  look.overflow = format::Overflow::below;
  if (look.form == format::Form::tsv && options.show.format.empty()) look.header = true;
  if (!clocks.empty()) app.out << format::show(clocks_table(app, type, clocks), look);
  if (options.explain) app.out << explanation(app, type, clocks);
}

Exit run_records(App& app, const std::vector<std::string>& ids, const SlaOptions& options) {
  const bool json = look_of(app, options.show).form == format::Form::json;
  const auto detail = options.explain ? sla::Detail::stretches : sla::Detail::figures;
  const WholeWorld world(app.repository());
  const sla::Clockwork clockwork(world, known_at(app, options));
  auto all = nlohmann::ordered_json::array();
  bool alarming = false;
  const Exit exit = for_each_id(app, ids, [&](const std::string& id) {
    const auto record = pick(app, id).record;
    const auto& type = *app.schemas().find(record->type);
    check_clock(options.clock, type);
    std::vector<sla::Clock> clocks;
    for (auto& clock : clockwork.clocks_of(*record, app.now(), detail))
      if (options.clock.empty() || clock.name == options.clock) clocks.push_back(std::move(clock));
    for (const auto& clock : clocks) alarming |= clock.is_alarming();
    if (json)
      all.push_back({{"id", record->id}, {"now", to_string(app.now())}, {"clocks", clocks_json(clocks, detail)}});
    else
      print(app, *record, type, clocks, options, ids.size() > 1);
    return Exit::done;
  });
  const auto fields = only_fields(all, options.show.json, {"id", "now", "clocks"});
  if (json && name_several(options.ids))
    app.out << text_of(fields);
  else if (json && !fields.empty())
    app.out << text_of(fields.front());
  const Exit whole = worse(exit, judge_completeness(app, world));
  return alarming && options.fail_breached ? worse(whole, Exit::no) : whole;
}

Exit run_all(App& app, const SlaOptions& options) {
  DueOptions due;
  due.which.clock = options.clock;
  due.which.known_at = options.known_at;
  due.fail_breached = options.fail_breached;
  due.show = options.show;
  return run_due(app, due);
}

Run setup(Parser& parser, const Subject& subject, bool explain) {
  auto options = std::make_shared<SlaOptions>();
  options->explain = explain;
  parser
      .argument("ID", options->ids,
                explain ? tr("ids, or unique parts of them; - reads them from standard input")
                        : tr("ids, or unique parts of them; none: the running clocks of all open records"))
      .completes.with = Completes::With::ids;
  parser.group(tr("What to show"));
  parser.option("--clock", options->clock, "NAME", tr("only this clock"));
  if (!explain)
    parser.flag("--explain", options->explain, tr("every promise, and every stretch of time and why it counts"));
  parser.option("--known-at", options->known_at, "TIME", tr("with only what was recorded by then"));
  parser.flag("--fail-breached", options->fail_breached,
              tr("exit with 1 if a clock is breached, and that not excused"));
  add_show_options(parser, options->show);
  return [&app = subject.app, options] {
    if (options->ids.empty() && options->explain)
      throw Failure(Exit::usage, tr("an id is missing"), tr("itss sla explain ID..."));
    return options->ids.empty() ? run_all(app, *options) : run_records(app, read_ids(app, options->ids), *options);
  };
}

}  // namespace

Run setup_sla_show(Parser& parser, const Subject& subject) { return setup(parser, subject, false); }
Run setup_sla_explain(Parser& parser, const Subject& subject) { return setup(parser, subject, true); }

}  // namespace itss::cmd
