// `itss sla check [ID...]`: a line for each clock that was broken or is near it, and an exit code for cron.
#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "clocks.hpp"
#include "json_fields.hpp"
#include "open_clocks.hpp"
#include "read.hpp"
#include "report/clock_words.hpp"
#include "select.hpp"
#include "times.hpp"
#include "verbs.hpp"
#include "write.hpp"

namespace itss::cmd {

namespace {

constexpr const char* kOwnPercentages = "*";  // of --warn alone: the agreement's warn_at
constexpr int kMostDigits = 3;

struct CheckOptions {
  std::vector<std::string> ids;
  ClockWords which;
  std::string warn, json;
  bool running = false;
};

// From which share of its target on a running clock is warned of.
struct Threshold {
  enum class Form { none, agreement, percent } form = Form::none;
  long percent = 0;
};

Threshold threshold_of(const std::string& text) {
  if (text.empty()) return {};
  if (text == kOwnPercentages) return {Threshold::Form::agreement, 0};
  long percent = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, percent);
  if (error != std::errc{} || at != end || percent <= 0 || text.size() > kMostDigits)
    throw Failure(Exit::usage, trf("--warn: '{}' is not a percentage", text), tr("such as 75"));
  return {Threshold::Form::percent, percent};
}

// How much of its target the last promise has used, in whole per cent, rounded down.
long used_percent(const sla::Clock& clock) {
  const auto& promise = clock.promises.back();
  return promise.target > Seconds{0} ? promise.elapsed.count() * 100 / promise.target.count() : 100;
}

bool is_warned(const sla::Clock& clock, const Threshold& threshold) {
  if (clock.verdict != sla::Verdict::running) return false;
  const auto& promise = clock.promises.back();
  switch (threshold.form) {
    case Threshold::Form::none:
      return false;
    case Threshold::Form::agreement:
      return clock.warned > 0;
    case Threshold::Form::percent:
      return promise.elapsed.count() * 100 >= promise.target.count() * threshold.percent;
  }
  return false;
}

std::string line_of(App& app, const NamedClock& named) {
  const sla::Clock& clock = named.clock;
  const std::string due = clock.due ? time_text(app, *clock.due) : "-";
  const std::string title = printable(named.title);
  if (clock.is_alarming())
    return trf("BREACHED {} {} at {} due {} overrun {} cause {}  {}", named.id, clock.name,
               time_text(app, *clock.breached_at), due, clock_text(clock.overrun()), report::clock_word(clock.cause),
               title);
  // xgettext:no-c-format
  return trf("WARNING {} {} {} % due {} left {}  {}", named.id, clock.name, used_percent(clock), due,
             clock_text(clock.left()), title);
}

format::Table table_of(const std::vector<NamedClock>& clocks) {
  const auto number = [](auto value) { return format::number_cell(static_cast<double>(value)); };
  const auto instant = [](const std::optional<Instant>& at) {
    return at ? format::Cell{to_string(*at)} : format::absent_cell();
  };
  format::Table table;
  for (const char* name : {"finding", "id", "type", "clock", "verdict", "due", "breached_at", "overrun_seconds",
                           "left_seconds", "used_percent", "cause", "running", "person", "title"})
    table.columns.push_back({name, name});
  for (const auto& named : clocks) {
    const sla::Clock& clock = named.clock;
    table.rows.push_back({{clock.is_alarming() ? "breached" : "warning"},
                          {named.id},
                          {named.type->record},
                          {clock.name},
                          {std::string(sla::name_of(clock.verdict))},
                          instant(clock.due),
                          instant(clock.breached_at),
                          number(clock.overrun().count()),
                          number(clock.left().count()),
                          number(used_percent(clock)),
                          {clock.cause},
                          {{}, format::Style::plain, format::Kind::boolean, clock.is_running() ? "true" : "false", {}},
                          named.person.empty() ? format::absent_cell() : format::Cell{named.person},
                          {named.title}});
  }
  return table;
}

Exit run(App& app, const CheckOptions& options) {
  const Threshold threshold = threshold_of(options.warn);
  const ClockQuery query = query_of(app, options.which);
  const WholeWorld world(app.repository());
  const auto wanted = [&](const sla::Clock& clock) {
    if (options.running && !clock.is_running()) return false;
    return clock.is_alarming() || is_warned(clock, threshold);
  };
  std::vector<NamedClock> clocks;
  Exit exit = Exit::done;
  if (options.ids.empty()) {
    clocks = clocks_of_open_records(app, world, query, wanted, exit);
  } else {
    const sla::Clockwork clockwork(world, query.known_at);
    exit = for_each_id(app, read_ids(app, options.ids), [&](const std::string& id) {
      const auto record = pick(app, id).record;
      check_clock(query.clock, *app.schemas().find(record->type));
      for (auto& named : clocks_of(app, *record, clockwork, query))
        if (wanted(named.clock)) clocks.push_back(std::move(named));
      return Exit::done;
    });
  }
  sort_by_due(clocks);
  std::stable_partition(clocks.begin(), clocks.end(),
                        [](const NamedClock& named) { return named.clock.is_alarming(); });
  if (!options.json.empty()) {
    auto table = table_of(clocks);
    keep_fields(table, options.json);
    auto look = app.look();
    look.form = format::Form::json;
    app.out << format::show(table, look);
  } else {
    for (const auto& named : clocks) app.out << line_of(app, named) << '\n';
    if (clocks.empty() && app.terminal.err)
      app.note(threshold.form == Threshold::Form::none ? tr("no clock is breached")
                                                       : tr("no clock is breached or near it"));
  }
  return worse(worse(exit, judge_completeness(app, world)), clocks.empty() ? Exit::done : Exit::no);
}

}  // namespace

Run setup_sla_check(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<CheckOptions>();
  parser
      .argument("ID", options->ids,
                tr("ids, or unique parts of them; - reads them from standard input; none: all open records"))
      .completes.with = Completes::With::ids;
  parser.group(tr("Which clocks"));
  parser.optional_number(
      "--warn", options->warn, kOwnPercentages, "PERCENT",
      tr("also running ones that have used so much of their target; alone: the agreement's warn_at"));
  parser.flag("--running", options->running, tr("only clocks that still run"));
  add_clock_options(parser, subject, options->which);
  parser.group(tr("Output"));
  parser.optional("--json", options->json, "*", "FIELDS", tr("print JSON, of these fields only"));
  return [&app = subject.app, options] { return run(app, *options); };
}

}  // namespace itss::cmd
