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
#include "verbs.hpp"
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

std::string explanation(App& app, const record::Record& record, const SlaOptions& options) {
  format::Look look = app.look();
  look.form = format::Form::text;
  look.header = true;
  look.overflow = format::Overflow::below;
  const auto& type = *app.schemas().find(record.type);
  std::string text;
  for (const auto& clock : sla::clocks_of(record, app.repository(), app.now(), known_at(app, options))) {
    if (!options.clock.empty() && clock.name != options.clock) continue;
    text += "\n" + app.paint(clock_label(type, clock.name) + ": " + verdict_text(clock), format::Style::heading) + "\n";
    if (!clock.promises.empty()) text += format::show(promises_table(app, clock), look);
    if (!clock.stretches.empty()) text += "\n" + format::show(stretches_table(app, clock, type), look);
  }
  return text;
}

nlohmann::ordered_json json_of(App& app, const record::Record& record, const SlaOptions& options) {
  auto clocks = clocks_json(app, record, {app.now(), known_at(app, options)},
                            options.explain ? sla::Detail::stretches : sla::Detail::figures);
  auto wanted = nlohmann::ordered_json::array();
  for (auto& clock : clocks)
    if (options.clock.empty() || clock["clock"] == options.clock) wanted.push_back(std::move(clock));
  return {{"id", record.id}, {"now", to_string(app.now())}, {"clocks", std::move(wanted)}};
}

Exit run_records(App& app, const std::vector<std::string>& ids, const SlaOptions& options) {
  const bool json = look_of(app, options.show).form == format::Form::json;
  auto all = nlohmann::ordered_json::array();
  bool breached = false;
  const Exit exit = for_each_id(app, ids, [&](const std::string& id) {
    const auto record = pick(app, id).record;
    const auto& type = *app.schemas().find(record->type);
    check_clock(options.clock, type);
    const auto known = known_at(app, options);
    for (const auto& clock : sla::clocks_of(*record, app.repository(), app.now(), known))
      if (options.clock.empty() || clock.name == options.clock) breached |= clock.is_alarming();
    if (json) {
      all.push_back(json_of(app, *record, options));
      return Exit::done;
    }
    if (ids.size() > 1 || options.explain) app.out << app.paint(record->id, format::Style::id) << "\n";
    if (type.clocks.empty()) app.note(trf("a {} has no clocks", type.record));
    auto look = look_of(app, options.show);
    look.overflow = format::Overflow::below;
    if (look.form == format::Form::tsv && options.show.format.empty()) look.header = true;
    auto table = clocks_table(app, *record, type, {app.now(), known});
    if (!options.clock.empty())
      table.rows.erase(std::remove_if(table.rows.begin(), table.rows.end(),
                                      [&](const auto& row) { return row[0].raw != options.clock; }),
                       table.rows.end());
    if (!table.rows.empty()) app.out << format::show(table, look);
    if (options.explain) app.out << explanation(app, *record, options);
    return Exit::done;
  });
  const auto fields = only_fields(all, options.show.json, {"id", "now", "clocks"});
  if (json && name_several(options.ids))
    app.out << text_of(fields);
  else if (json && !fields.empty())
    app.out << text_of(fields.front());
  return breached && options.fail_breached ? worse(exit, Exit::no) : exit;
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
  parser.argument("ID", options->ids, tr("ids, or unique parts of them; none: the running clocks of all open records"))
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
