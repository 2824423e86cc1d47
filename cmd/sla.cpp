// `itss sla show [ID...]`: the clocks of records, and with --explain how each second was counted.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "clocks.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "read.hpp"
#include "record/facts.hpp"
#include "select.hpp"
#include "sla/clock.hpp"
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

void check_clock(const std::string& name, const std::vector<std::string>& known, const std::string& where) {
  if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) return;
  const auto close = suggest(name, known);
  throw Failure(Exit::usage, trf("'{}' is not a clock of '{}'", name, where),
                close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(known, " ")));
}

void check_clock_of_any(App& app, const std::string& name) {
  if (name.empty()) return;
  std::vector<std::string> known;
  for (const auto& type : app.schemas().types())
    if (const auto* schema = app.schemas().find(type))
      for (auto& clock : names_of(schema->clocks)) known.push_back(std::move(clock));
  check_clock(name, known, tr("record"));
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
    if (!clock.stretches.empty()) text += "\n" + format::show(stretches_table(app, clock), look);
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
    check_clock(options.clock, names_of(type.clocks), type.record);
    const auto known = known_at(app, options);
    for (const auto& clock : sla::clocks_of(*record, app.repository(), app.now(), known))
      if (options.clock.empty() || clock.name == options.clock) breached |= clock.verdict == sla::Verdict::breached;
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

struct Running {
  record::RecordPtr record;
  sla::Clock clock;
};

// The running clocks of all open records, the next due one first.
std::vector<Running> running_clocks(App& app, const WholeWorld& repository, const SlaOptions& options) {
  std::vector<Running> all;
  const sla::Clockwork clockwork(repository, known_at(app, options));
  for (const auto& name : app.schemas().types()) {
    const auto* type = app.schemas().find(name);
    if (type == nullptr || type->clocks.empty()) continue;
    repository.each(name, [&](const record::RecordPtr& record) {
      if (!type->is_open(record::shown_state(*record, record->fields, repository, app.now()))) return;
      for (auto& clock : clockwork.clocks_of(*record, app.now()))
        if ((options.clock.empty() || clock.name == options.clock) && !clock.stopped && clock.due)
          all.push_back({record, std::move(clock)});
    });
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return *a.clock.due < *b.clock.due; });
  return all;
}

Exit run_all(App& app, const SlaOptions& options) {
  format::Table table;
  table.columns = {{"id", tr("ID")},
                   {"clock", tr("Clock")},
                   {"verdict", tr("Verdict")},
                   {"due", tr("Due")},
                   {"left_seconds", tr("Left"), Align::right},
                   {"title", tr("Title"), Align::left, true}};
  bool breached = false;
  check_clock_of_any(app, options.clock);
  const WholeWorld world(app.repository());
  for (const auto& [record, clock] : running_clocks(app, world, options)) {
    const auto* type = app.schemas().find(record->type);
    const Seconds left = clock.left();
    const bool late = clock.verdict == sla::Verdict::breached;
    breached |= late;
    table.rows.push_back({{record->id, format::Style::id},
                          format::raw_cell(clock_label(*type, clock.name), clock.name),
                          format::raw_cell(verdict_text(clock), std::string(sla::name_of(clock.verdict)),
                                           late ? format::Style::bad : format::Style::plain),
                          format::raw_cell(time_text(app, *clock.due), to_string(*clock.due)),
                          format::number_cell(static_cast<double>(left.count()), clock_text(left),
                                              late ? format::Style::bad : format::Style::plain),
                          {printable(get(record->fields, type->title_field).text())}});
  }
  keep_fields(table, options.show.json);
  const auto look = look_of(app, options.show);
  if (table.rows.empty() && look.form == format::Form::text)
    app.note(tr("no clock is running"));
  else
    app.out << format::show(table, look);
  return worse(judge_completeness(app, world), breached && options.fail_breached ? Exit::no : Exit::done);
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
  parser.flag("--fail-breached", options->fail_breached, tr("exit with 1 if a clock is breached"));
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
