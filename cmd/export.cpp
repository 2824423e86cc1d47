// `itss export csv | jsonl | sqlite`: records for other programs.
#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "base/period.hpp"
#include "base/text.hpp"
#include "clocks.hpp"
#include "json.hpp"
#include "measures.hpp"
#include "read.hpp"
#include "record/facts.hpp"
#include "record_filter.hpp"
#include "schema/paths.hpp"
#include "select.hpp"
#include "store/csv.hpp"
#include "store/export_star.hpp"
#include "store/new_file.hpp"
#include "verbs.hpp"
#include "version_text.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

namespace {

constexpr int kMonthsBefore = 12;

struct ExportOptions {
  std::vector<std::string> types, where;
  std::string output, known_at, month, from, to, by;
  bool force = false, no_kpi = false;
};

// What is exported: the types, the records of each that are wanted, as of when.
class Selection {
 public:
  Selection(App& app, const record::World& world, const ExportOptions& options) : app_(app), world_(world) {
    star_.now = app.now();
    if (!options.known_at.empty()) star_.known_at = app.when(options.known_at, "--known-at");
    for (const auto* type : types_named(app, options.types)) star_.types.push_back(type->record);
    if (options.where.empty()) return;
    if (options.types.empty())
      throw Failure(Exit::usage, tr("--where needs a TYPE, whose fields it asks"),
                    "itss export csv ticket --where ...");
    for (const auto& type : star_.types) {
      const auto& schema = *app.schemas().find(type);
      auto& condition = conditions_[type] = read_where(schema, app.schemas(), options.where);
      complete_ids(app, schema, condition);
    }
    clockwork_.emplace(world, star_.known_at);
    star_.wanted = [this](const record::Record& record) { return is_wanted(record); };
  }
  Selection(const Selection&) = delete;
  Selection& operator=(const Selection&) = delete;

  store::StarOptions& star() { return star_; }

  // Calls `take` for each record, as it was then, of all types.
  template <class Take>
  void each(const Take& take) const {
    for (const auto& type : star_.types)
      world_.each(type, [&](const record::RecordPtr& record) {
        const auto then = store::record_then(*record, star_);
        if (then && (!star_.wanted || star_.wanted(*then))) take(*then, *app_.schemas().find(type));
      });
  }

 private:
  bool is_wanted(const record::Record& record) const {
    record::RecordFacts facts(record, record.fields, world_, star_.now);
    facts.set_clocks(sla::clock_answers(record, *clockwork_, star_.now));
    return holds(conditions_.at(record.type), facts);
  }

  App& app_;
  const record::World& world_;
  store::StarOptions star_;
  std::map<std::string, schema::Condition> conditions_;
  std::optional<sla::Clockwork> clockwork_;
};

// Whether a file that is there may be replaced; a Failure if one is and it may not.
store::Existing existing(const ExportOptions& options) {
  if (options.force) return store::Existing::replace;
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(options.output, ignored)) &&
      !std::filesystem::is_directory(options.output, ignored))
    throw Failure(Exit::cannot, trf("'{}' is there already", options.output), tr("--force replaces it"));
  return store::Existing::refuse;
}

// Pipes and devices, which take what is written as it comes.
bool is_stream(const std::string& file) {
  std::error_code ignored;
  const auto status = std::filesystem::status(file, ignored);
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
         !std::filesystem::is_directory(status);
}

// Where the text goes: standard output, a pipe or device, or a new file that is put in place when it is whole.
class Output {
 public:
  Output(App& app, const ExportOptions& options) : app_(app), target_(options.output) {
    if (target_.empty() || target_ == "-" || target_ == "/dev/stdout") return;
    named_ = true;
    if (!is_stream(target_)) file_.emplace(target_, existing(options));
    stream_.open(file_ ? file_->path().string() : target_, std::ios::binary);
  }

  std::ostream& stream() { return named_ ? static_cast<std::ostream&>(stream_) : app_.out; }

  void finish() {
    if (!named_) return;
    stream_.close();
    if (!stream_) throw Failure(Exit::cannot, trf("cannot write '{}'", target_));
    if (file_) file_->install();
  }

 private:
  App& app_;
  std::string target_;
  bool named_ = false;
  std::optional<store::NewFile> file_;
  std::ofstream stream_;
};

// The columns of the types together: what all records have, their fields, their clocks.
struct CsvColumns {
  std::vector<std::string> fields, clocks;

  CsvColumns(App& app, const std::vector<std::string>& types) {
    const auto add = [](std::vector<std::string>& names, const std::string& name) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    };
    for (const auto& type : types) {
      const auto& schema = *app.schemas().find(type);
      for (const auto& field : schema.fields) add(fields, field.name);
      for (const auto& clock : schema.clocks) add(clocks, clock.name);
    }
  }

  std::vector<std::string> header() const {
    std::vector<std::string> names = {"id", "type", "status"};
    names.insert(names.end(), fields.begin(), fields.end());
    names.insert(names.end(), {"opened", "updated"});
    for (const auto& clock : clocks)
      for (const char* part : {"verdict", "started", "stopped", "due", "breached_at", "elapsed_seconds",
                               "target_seconds", "level", "agreement", "excused"})
        names.push_back(clock + "." + part);
    return names;
  }
};

std::string csv_line(const std::vector<std::string>& cells) {
  std::vector<std::string> fields;
  fields.reserve(cells.size());
  for (const auto& cell : cells) fields.push_back(store::csv_field(cell));
  return join(fields, ",") + "\n";
}

void add_clock_cells(std::vector<std::string>& cells, const CsvColumns& columns,
                     const std::vector<sla::Clock>& clocks) {
  const auto time = [](const std::optional<Instant>& at) { return at ? to_string(*at) : std::string(); };
  for (const auto& name : columns.clocks) {
    const auto clock =
        std::find_if(clocks.begin(), clocks.end(), [&](const sla::Clock& each) { return each.name == name; });
    if (clock == clocks.end()) {
      cells.resize(cells.size() + 10);
      continue;
    }
    const sla::Promise* last = clock->promises.empty() ? nullptr : &clock->promises.back();
    cells.insert(cells.end(), {std::string(sla::name_of(clock->verdict)), time(clock->started), time(clock->stopped),
                               time(clock->due), time(clock->breached_at)});
    cells.push_back(last == nullptr ? "" : std::to_string(clock->elapsed.count()));
    cells.push_back(last == nullptr ? "" : std::to_string(last->target.count()));
    cells.push_back(last == nullptr ? "" : last->level);
    cells.push_back(last == nullptr ? "" : last->agreement);
    cells.push_back(clock->excused ? clock->excused->reason : "");
  }
}

Exit run_csv(App& app, const ExportOptions& options) {
  const WholeWorld world(app.repository());
  Selection selection(app, world, options);
  const CsvColumns columns(app, selection.star().types);
  const sla::Clockwork clockwork(world, selection.star().known_at);
  Output output(app, options);
  output.stream() << csv_line(columns.header());
  selection.each([&](const record::Record& record, const schema::Schema& type) {
    std::vector<std::string> cells = {record.id, record.type,
                                      record::shown_state(record, record.fields, app.repository(), app.now())};
    for (const auto& name : columns.fields) {
      const auto* field = type.find_field(name);
      cells.push_back(field == nullptr ? "" : to_text(masked(*field, value_of(app, record, *field))));
    }
    const auto events = record::effective_events(record);
    cells.push_back(to_string(events.empty() ? record.events.front().at : events.front()->at));
    cells.push_back(to_string(events.empty() ? record.events.back().at : events.back()->at));
    add_clock_cells(cells, columns, clockwork.clocks_of(record, app.now()));
    output.stream() << csv_line(cells);
  });
  output.finish();
  return judge_completeness(app, world);
}

Exit run_jsonl(App& app, const ExportOptions& options) {
  const WholeWorld world(app.repository());
  Selection selection(app, world, options);
  const sla::Clockwork clockwork(world, selection.star().known_at);
  Output output(app, options);
  selection.each([&](const record::Record& record, const schema::Schema& type) {
    auto object = to_json(app, record, "*");
    if (!type.clocks.empty()) object["clocks"] = clocks_json(clockwork.clocks_of(record, app.now()));
    object["history"] = history_json(record, type);
    output.stream() << object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  });
  output.finish();
  return judge_completeness(app, world);
}

// The first day of a month that is named as in the reports.
Date month_of(App& app, const std::string& text, const char* option) {
  const auto month = parse_period(text, Period::Kind::month, app.now(), app.zone());
  if (!month) throw Failure(Exit::usage, fmt::format("{}: {}", option, month.error()));
  return app.zone().date_at(month->window.from.utc);
}

// The months whose measures are exported: those asked for, else this one and the twelve before it.
std::vector<store::StarPeriod> months_of(App& app, const ExportOptions& options) {
  if (options.no_kpi) return {};
  if (!options.month.empty() && (!options.from.empty() || !options.to.empty()))
    throw Failure(Exit::usage, tr("give --month, or --from and --to, not both"));
  const Date today = app.zone().date_at(app.now().utc);
  const Date this_month = today.year() / today.month() / std::chrono::day(1);
  Date last = options.to.empty() ? this_month : month_of(app, options.to, "--to");
  Date first = options.from.empty() ? last - std::chrono::months(kMonthsBefore) : month_of(app, options.from, "--from");
  if (!options.month.empty()) first = last = month_of(app, options.month, "--month");
  if (first > last)
    throw Failure(Exit::usage, trf("the period '{}' is empty", month_text(first) + ".." + month_text(last)));
  std::vector<store::StarPeriod> months;
  for (Date month = first; month <= last; month += std::chrono::months(1))
    months.push_back({month_text(month), *parse_window(month_text(month), app.zone())});
  return months;
}

// The measures of which all records are exported.
std::vector<kpi::Measure> whole_measures(App& app, const std::vector<std::string>& types, Exit& exit) {
  auto measures = usable_measures(app, exit);
  const auto is_part = [&](const kpi::Measure& measure) {
    return std::any_of(measure.records.begin(), measure.records.end(),
                       [&](const auto& type) { return std::find(types.begin(), types.end(), type) == types.end(); });
  };
  measures.erase(std::remove_if(measures.begin(), measures.end(), is_part), measures.end());
  return measures;
}

std::vector<std::string> types_of(const std::vector<kpi::Measure>& measures) {
  std::vector<std::string> types;
  for (const auto& measure : measures) types.insert(types.end(), measure.records.begin(), measure.records.end());
  return types;
}

// The types that fields of others name too: people, groups and whatever else is to be told by more than its id.
std::vector<std::string> with_linked(App& app, std::vector<std::string> types) {
  const std::size_t asked = types.size();
  for (std::size_t i = 0; i < asked; ++i)
    for (const auto& field : app.schemas().find(types[i])->fields) {
      const std::string linked(schema::linked_type(field));
      if (!linked.empty() && std::find(types.begin(), types.end(), linked) == types.end()) types.push_back(linked);
    }
  return types;
}

std::vector<std::pair<std::string, std::string>> meta_of(App& app, const store::StarOptions& star,
                                                         const ExportOptions& options) {
  return {{"version", std::string(trim(version_text(false)))},
          {"repository", app.repository().config().name},
          {"zone", app.zone().name()},
          {"exported_at", to_string(app.now())},
          {"now", to_string(star.now)},
          {"known_at", star.known_at ? to_string(*star.known_at) : ""},
          {"where", join(options.where, " and ")}};
}

bool is_confidential(App& app, const std::vector<std::string>& types, const std::string& path) {
  return std::any_of(types.begin(), types.end(), [&](const std::string& type) {
    const auto* schema = app.schemas().find(type);
    return schema != nullptr && schema::resolve(path, *schema, app.schemas()).confidential;
  });
}

// What is masked in a report must not stand in a file: neither groups nor shares by such a field.
void check_groups(App& app, const std::vector<std::string>& by, std::vector<kpi::Measure>& measures) {
  for (const auto& path : by)
    if (is_confidential(app, types_of(measures), path))
      throw Failure(Exit::usage, trf("--by: '{}' is confidential; whoever has the file would read it", path));
  std::erase_if(measures, [&](const kpi::Measure& measure) {
    return !measure.of.empty() && is_confidential(app, measure.records, measure.of);
  });
}

Exit run_sqlite(App& app, const ExportOptions& options) {
  if (options.output.empty() || options.output == "-")
    throw Failure(Exit::usage, tr("--output is missing: a database is a file"), "itss export sqlite --output desk.db");
  const WholeWorld world(app.repository());
  Selection selection(app, world, options);
  auto& star = selection.star();
  Exit exit = Exit::done;
  star.periods = months_of(app, options);
  if (!options.where.empty()) star.periods.clear();  // a part of the records gives no figures
  std::vector<kpi::Measure> measures;
  if (!star.periods.empty()) measures = whole_measures(app, star.types, exit);
  star.by = read_groups(app, options.by, types_of(measures));
  check_groups(app, star.by, measures);
  const auto asked = star.types;
  star.types = with_linked(app, star.types);
  if (star.wanted)
    star.wanted = [asked, wanted = star.wanted](const record::Record& record) {
      return std::find(asked.begin(), asked.end(), record.type) == asked.end() || wanted(record);
    };
  star.meta = meta_of(app, star, options);
  store::NewFile file(options.output, existing(options));
  const auto counts = store::export_star(world, measures, star, file.path());
  file.install();
  app.note(trf("{}: {} records, {} events, {} clocks, {} counted items", options.output, counts.records, counts.events,
               counts.clocks, counts.items));
  if (!options.where.empty() && !options.no_kpi) app.note(tr("no measures: a part of the records gives no figures"));
  return worse(exit, judge_completeness(app, world));
}

std::shared_ptr<ExportOptions> add_options(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ExportOptions>();
  auto& type = parser.argument("TYPE", options->types, tr("record types (else all)"));
  type.completes.with = Completes::With::words;
  type.completes.words = subject.app.schemas().types();
  parser.group(tr("The export"));
  parser
      .option("-w,--where", options->where, "CONDITION",
              tr("only those that fit; all of several (see 'itss help filters')"))
      .completes.with = Completes::With::conditions;
  parser.option("--known-at", options->known_at, "TIME", tr("with only what was recorded by then"));
  parser.option("-o,--output", options->output, "FILE", tr("write to a file, put in place when it is whole"))
      .completes.with = Completes::With::files;
  parser.flag("-f,--force", options->force, tr("replace the file if there is one"));
  return options;
}

}  // namespace

Run setup_export_csv(Parser& parser, const Subject& subject) {
  auto options = add_options(parser, subject);
  return [&app = subject.app, options] { return run_csv(app, *options); };
}

Run setup_export_jsonl(Parser& parser, const Subject& subject) {
  auto options = add_options(parser, subject);
  return [&app = subject.app, options] { return run_jsonl(app, *options); };
}

Run setup_export_sqlite(Parser& parser, const Subject& subject) {
  auto options = add_options(parser, subject);
  parser.group(tr("Measures"));
  parser.option("--month", options->month, "MONTH", tr("of this month only: 2026-11, this, last, -2"));
  parser.option("--from", options->from, "MONTH", tr("of the months since this one (else twelve before the last)"));
  parser.option("--to", options->to, "MONTH", tr("until this one (else the present one)"));
  parser.option("--by", options->by, "FIELDS", tr("keep these fields of what was counted, as they were then"))
      .completes.with = Completes::With::fields;
  parser.flag("--no-kpi", options->no_kpi, tr("without measures"));
  return [&app = subject.app, options] { return run_sqlite(app, *options); };
}

}  // namespace itss::cmd
