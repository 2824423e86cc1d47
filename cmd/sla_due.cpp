// `itss sla due`, `itss TYPE due`: the running clocks of all open records or of those of a type, the next due first.
#include "sla_due.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "clocks.hpp"
#include "json_fields.hpp"
#include "times.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

using format::Audience;
using format::Style;

format::Cell seconds_cell(Seconds amount, Style style = Style::plain) {
  return format::number_cell(static_cast<double>(amount.count()), clock_text(amount), style);
}

format::Cell truth_cell(bool truth) { return {{}, Style::plain, format::Kind::boolean, truth ? "true" : "false", {}}; }

std::vector<format::Column> columns() {
  const auto machines = Audience::machines;
  return {{"id", tr("ID")},
          {"clock", tr("Clock")},
          {"verdict", tr("Verdict")},
          {"due", tr("Due")},
          {"left_seconds", tr("Left"), Align::right},
          {"person", tr("To act")},
          {"title", tr("Title"), Align::left, true},
          {"remark", tr("Remark")},
          {"type", tr("Type"), Align::left, false, machines},
          {"target_seconds", tr("Target"), Align::right, false, machines},
          {"elapsed_seconds", tr("Elapsed"), Align::right, false, machines},
          {"overdue", tr("Overdue"), Align::left, false, machines},
          {"paused", tr("Paused"), Align::left, false, machines}};
}

std::vector<format::Cell> row_of(App& app, const NamedClock& named) {
  const sla::Clock& clock = named.clock;
  const Style style = clock.is_overdue() ? Style::bad : Style::plain;
  const bool breached = clock.verdict == sla::Verdict::breached;
  std::vector<format::Cell> row;  // filled cell by cell: a list in braces would copy each
  row.push_back({named.id, Style::id});
  row.push_back(format::raw_cell(clock_label(*named.type, clock.name), clock.name));
  row.push_back(format::raw_cell(verdict_text(clock), std::string(sla::name_of(clock.verdict)),
                                 breached ? Style::bad : Style::plain));
  row.push_back(clock.due ? format::raw_cell(time_text(app, *clock.due), to_string(*clock.due))
                          : format::absent_cell());
  row.push_back(seconds_cell(clock.left(), style));
  row.push_back(named.person.empty() ? format::absent_cell() : format::Cell{named.person});
  row.push_back({printable(named.title)});
  row.push_back(remark_cell(clock));
  row.push_back({named.type->record});
  row.push_back(seconds_cell(clock.promises.back().target));
  row.push_back(seconds_cell(clock.promises.back().elapsed));
  row.push_back(truth_cell(clock.is_overdue()));
  row.push_back(truth_cell(clock.paused));
  return row;
}

// One answer has one form.
void check_forms(const DueOptions& options) {
  if (!options.ids) return;
  if (!options.show.json.empty()) throw Failure(Exit::usage, trf("give one of {}, not several", "--ids, --json"));
  if (!options.show.format.empty()) throw Failure(Exit::usage, trf("give one of {}, not several", "--ids, --format"));
}

void print(App& app, const std::vector<NamedClock>& clocks, const DueOptions& options) {
  if (options.ids) {
    std::set<std::string> told;  // a record with several clocks is one record
    for (const auto& named : clocks)
      if (told.insert(named.id).second) app.out << named.id << '\n';
    return;
  }
  format::Table table;
  table.columns = columns();
  table.rows.reserve(clocks.size());
  for (const auto& named : clocks) table.rows.push_back(row_of(app, named));
  keep_fields(table, options.show.json);
  auto look = look_of(app, options.show);
  look.overflow = format::Overflow::below;
  if (table.rows.empty() && look.form == format::Form::text)
    app.note(options.within.empty() ? tr("no clock is running") : trf("no clock is due within {}", options.within));
  else
    app.out << format::show(table, look);
}

}  // namespace

Exit run_due(App& app, const DueOptions& options) {
  check_forms(options);
  look_of(app, options.show);
  const ClockQuery query = query_of(app, options.which);
  std::optional<SysSeconds> until;
  if (!options.within.empty()) until = app.now().utc + span_of(options.within, "--within");
  const WholeWorld world(app.repository());
  const auto wanted = [&](const sla::Clock& clock) { return until ? is_due_by(clock, *until) : clock.is_running(); };
  Exit exit = Exit::done;
  auto clocks = clocks_of_open_records(app, world, query, wanted, exit);
  sort_by_due(clocks);
  print(app, clocks, options);
  const bool breached =
      std::any_of(clocks.begin(), clocks.end(), [](const auto& named) { return named.clock.is_alarming(); });
  exit = worse(exit, judge_completeness(app, world));
  return worse(exit, breached && options.fail_breached ? Exit::no : Exit::done);
}

namespace {

std::shared_ptr<DueOptions> add_options(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<DueOptions>();
  parser.group(tr("Which clocks"));
  parser.option("--within", options->within, "AMOUNT",
                tr("only those due by then and those overdue; wall-clock time from now: 30m, 2h, 1d (24 hours)"));
  add_clock_options(parser, subject, options->which);
  parser.flag("--fail-breached", options->fail_breached,
              tr("exit with 1 if a clock is breached, and that not excused"));
  add_show_options(parser, options->show);
  parser.flag("--ids", options->ids, tr("only ids, one to a line"));
  return options;
}

}  // namespace

Run setup_sla_due(Parser& parser, const Subject& subject) {
  const auto options = add_options(parser, subject);
  return [&app = subject.app, options] { return run_due(app, *options); };
}

Run setup_type_due(Parser& parser, const Subject& subject) {
  const auto options = add_options(parser, subject);
  options->which.type = subject.type->record;
  return [&app = subject.app, options] { return run_due(app, *options); };
}

}  // namespace itss::cmd
