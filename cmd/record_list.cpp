// `itss TYPE list`.
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "clock_columns.hpp"
#include "json.hpp"
#include "people.hpp"
#include "read.hpp"
#include "record/facts.hpp"
#include "schema/paths.hpp"
#include "schema/possible.hpp"
#include "select.hpp"
#include "sla/clock.hpp"
#include "times.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

using record::RecordPtr;

struct ListOptions {
  std::vector<std::string> where;
  std::string sort, columns, template_text;
  std::string text;        // of `search`
  std::string due_within;  // an amount of wall-clock time
  AsOfWords as_of;
  bool overdue = false, mine = false, open = false, all = false, ids = false, count = false, null = false,
       fail_empty = false;
  long limit = std::numeric_limits<long>::max();
  ShowWords show;
};

// Partial ids among the operands of a link, completed.
void complete_ids(App& app, const schema::Schema& type, schema::Condition& condition) {
  for (auto& child : condition.children) complete_ids(app, type, child);
  if (condition.form != schema::Condition::Form::test || condition.op != schema::Op::in) return;
  const auto target = schema::resolve(condition.path, type, app.schemas());
  if (target.kind != schema::Target::Kind::field) return;
  const auto linked = schema::linked_type(*target.field);
  if (linked.empty() || linked == schema::kPersonType) return;
  for (auto& operand : condition.operands) operand = id_meant(app, operand, linked);
}

class Filter {
 public:
  Filter(App& app, const schema::Schema& type, const ListOptions& options, ClockColumns& clocks)
      : app_(app),
        type_(type),
        clocks_(clocks),
        overdue_(options.overdue),
        where_(read_where(type, app.schemas(), options.where)) {
    complete_ids(app, type, where_);
    const auto paths = schema::paths_of(where_);
    const bool asks_status = std::find(paths.begin(), paths.end(), "status") != paths.end();
    open_ = options.open || (!options.all && !asks_status);
    asks_clocks_ = !schema::clocks_of(where_).empty();
    if (!options.due_within.empty()) due_by_ = clocks.now().utc + span_of(options.due_within, "--due-within");
    text_ = lower(options.text);
    if (!options.mine) return;
    me_ = app.actor();
    mine_ = acting_fields(type);
  }

  // Of records as they are now, those that may pass.
  record::Scope scope() const {
    record::Scope scope;
    for (const auto& state : schema::plain_states(type_))
      if (!schema::may_hold(where_, state) || (open_ && is_final(state))) scope.past.insert(state);
    return scope;
  }

  bool operator()(const record::Record& record) const {
    const store::Repository& world = app_.repository();
    if (!text_.empty() && !has_text(record)) return false;
    if (open_ && is_final(record::shown_state(record, record.fields, world, clocks_.now()))) return false;
    if (!me_.empty() && !is_named_in(mine_, record.fields, me_)) return false;
    record::RecordFacts facts(record, record.fields, world, clocks_.now());
    if (asks_clocks_) facts.set_clocks(answers_for(record));
    return holds(where_, facts) && has_clock(record);
  }

 private:
  // For --overdue and --due-within.
  bool has_clock(const record::Record& record) const {
    if (!overdue_ && !due_by_) return true;
    const auto& clocks = clocks_.of(record);
    const auto any = [&](const auto& fits) { return std::any_of(clocks.begin(), clocks.end(), fits); };
    return (!overdue_ || any([](const sla::Clock& clock) { return clock.is_overdue(); })) &&
           (!due_by_ || any([&](const sla::Clock& clock) { return is_due_by(clock, *due_by_); }));
  }

  // What conditions ask of clocks, from those that are worked out once for the record.
  record::ClockAnswers answers_for(const record::Record& record) const {
    const auto ask = [this, &record](std::string_view name, bool (*is)(const sla::Clock&)) -> std::optional<bool> {
      for (const auto& clock : clocks_.of(record))
        if (clock.name == name) return is(clock);
      return std::nullopt;
    };
    const auto overdue = [](const sla::Clock& clock) { return clock.is_overdue(); };
    const auto breached = [](const sla::Clock& clock) { return clock.verdict == sla::Verdict::breached; };
    return {[ask, overdue](std::string_view name) { return ask(name, overdue); },
            [ask, breached](std::string_view name) { return ask(name, breached); }};
  }

  // A state that the schema does not know hides nothing.
  bool is_final(const std::string& name) const {
    const auto* state = type_.find_state(name);
    return state != nullptr && state->final;
  }

  // The text in the id, in a field that is not confidential, or in a note.
  bool has_text(const record::Record& record) const {
    const auto found = [&](const std::string& text) { return lower(text).find(text_) != std::string::npos; };
    if (found(record.id)) return true;
    for (const auto& field : type_.fields)
      if (!field.confidential && found(to_text(masked(field, get(record.fields, field.name))))) return true;
    return std::any_of(record.events.begin(), record.events.end(),
                       [&](const auto& event) { return found(event.note); });
  }

  App& app_;
  const schema::Schema& type_;
  ClockColumns& clocks_;
  bool overdue_;
  std::optional<SysSeconds> due_by_;
  schema::Condition where_;
  bool open_ = false, asks_clocks_ = false;
  std::string me_, text_;
  std::vector<std::string> mine_;
};

// What orders a record by a column: the position of states and codes, numbers by value, anything else as text; records
// without a value come last.
struct SortKey {
  bool absent = true;
  double number = 0;
  std::string text;
};

SortKey sort_key(App& app, const schema::Schema& type, const record::Record& record, const std::string& column,
                 ClockColumns& clocks) {
  if (clocks.has(column)) {
    const auto number = clocks.sort_key(record, column);
    return {!number, number.value_or(0), {}};
  }
  const Value value = record::RecordFacts(record, record.fields, app.repository(), app.now()).value(column);
  SortKey key;
  if (value.empty()) return key;
  key.absent = false;
  key.text = to_text(value);
  const auto* field = type.find_field(column);
  if (column == "status") {
    for (std::size_t i = 0; i < type.states.size(); ++i)
      if (type.states[i].name == key.text) key.number = static_cast<double>(i);
  } else if (column == "opened" || column == "updated" ||
             (field != nullptr && field->type == schema::FieldType::instant)) {
    if (const auto instant = parse_instant(key.text))
      key.number = static_cast<double>(instant->utc.time_since_epoch().count());
    key.text.clear();
  } else if (field != nullptr &&
             (field->type == schema::FieldType::number || field->type == schema::FieldType::computed)) {
    key.number = std::strtod(key.text.c_str(), nullptr);
  } else if (field != nullptr && field->type == schema::FieldType::code) {
    for (std::size_t i = 0; i < field->codes.size(); ++i)
      if (field->codes[i].name == key.text) key.number = static_cast<double>(i);
  }
  return key;
}

void sort_by(App& app, const schema::Schema& type, std::vector<RecordPtr>& records, const std::string& word,
             ClockColumns& clocks) {
  const bool descending = starts_with(word, "-");
  const std::string column = descending ? word.substr(1) : word;
  check_path(type, app.schemas(), column, clocks.names());
  std::vector<std::pair<SortKey, RecordPtr>> keyed;
  keyed.reserve(records.size());
  for (auto& record : records) keyed.emplace_back(sort_key(app, type, *record, column, clocks), record);
  std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
    if (a.first.absent != b.first.absent) return b.first.absent;
    const auto left = std::tie(a.first.number, a.first.text), right = std::tie(b.first.number, b.first.text);
    return descending ? right < left : left < right;
  });
  for (std::size_t i = 0; i < records.size(); ++i) records[i] = keyed[i].second;
}

void print_table(App& app, const schema::Schema& type, const ListOptions& options,
                 const std::vector<RecordPtr>& records, ClockColumns& clocks) {
  auto names = type.columns;
  if (!options.columns.empty()) names = split(options.columns, ',');
  if (names.empty()) names = {"id", "status", type.title_field.empty() ? "updated" : type.title_field};
  format::Table table;
  for (auto& name : names) {
    name = std::string(trim(name));
    check_path(type, app.schemas(), name, clocks.names());
    table.columns.push_back(clocks.has(name) ? clocks.column(name) : column_of(type, name));
  }
  for (const auto& record : records) {
    std::vector<format::Cell> row;
    row.reserve(names.size());
    for (const auto& name : names)
      row.push_back(clocks.has(name) ? clocks.cell(*record, name) : cell_of(app, *record, type, name));
    table.rows.push_back(std::move(row));
  }
  const auto look = look_of(app, options.show);
  if (table.rows.empty() && look.form == format::Form::text) return app.note(tr("no records"));
  app.out << format::show(table, look);
}

// `{id}  {title}`: each place is a column's text.
std::string fill_template(App& app, const record::Record& record, const schema::Schema& type, const std::string& text,
                          ClockColumns& clocks) {
  std::string line;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = text[at] == '{' ? text.find('}', at) : std::string::npos;
    if (text[at] == '\\' && at + 1 < text.size() && (text[at + 1] == 't' || text[at + 1] == 'n')) {
      line += text[++at] == 't' ? '\t' : '\n';
    } else if (end == std::string::npos) {
      line += text[at];
    } else {
      const std::string name = text.substr(at + 1, end - at - 1);
      check_path(type, app.schemas(), name, clocks.names());
      const auto cell = clocks.has(name) ? clocks.cell(record, name) : cell_of(app, record, type, name);
      line += cell.raw.empty() ? cell.text : cell.raw;
      at = end;
    }
  }
  return line;
}

// The columns of clocks that `--json=FIELDS` names.
void add_clocks(nlohmann::ordered_json& object, const record::Record& record, const std::string& wanted,
                ClockColumns& clocks) {
  for (const auto& word : split(wanted, ','))
    if (const std::string name(trim(word)); clocks.has(name)) object[name] = clocks.json(record, name);
}

void print(App& app, const schema::Schema& type, const ListOptions& options, const std::vector<RecordPtr>& records,
           ClockColumns& clocks) {
  if (options.count) {
    app.out << records.size() << '\n';
  } else if (!options.template_text.empty()) {
    for (const auto& record : records)
      app.out << fill_template(app, *record, type, options.template_text, clocks) << '\n';
  } else if (options.ids || options.null) {
    for (const auto& record : records) app.out << record->id << (options.null ? '\0' : '\n');
  } else if (options.columns.empty() && look_of(app, options.show).form == format::Form::json) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& record : records) {
      all.push_back(to_json(app, *record, options.show.json));
      add_clocks(all.back(), *record, options.show.json, clocks);
    }
    app.out << text_of(all);
  } else {
    print_table(app, type, options, records, clocks);
  }
}

// One answer has one form.
void check_forms(const ListOptions& options) {
  std::vector<std::string> given;
  if (options.count) given.emplace_back("--count");
  if (!options.template_text.empty()) given.emplace_back("--template");
  if (options.ids || options.null) given.emplace_back(options.ids ? "--ids" : "--null");
  if (!options.show.json.empty() || !options.show.format.empty())
    given.emplace_back(options.show.json.empty() ? "--format" : "--json");
  if (given.size() > 1) throw Failure(Exit::usage, trf("give one of {}, not several", join(given, ", ")));
}

// The time at which clocks are read: that of --at and --known-at, so that they are as they were.
Reading reading_of(App& app, const AsOfWords& words) {
  Reading reading{app.now(), std::nullopt};
  if (!words.at.empty()) reading.now = app.when(words.at, "--at");
  if (!words.known_at.empty()) reading.known_at = app.when(words.known_at, "--known-at");
  return reading;
}

Exit run(App& app, const schema::Schema& type, const ListOptions& options) {
  check_forms(options);
  ClockColumns clocks(app, type, reading_of(app, options.as_of));
  check_json_names(type, app.schemas(), options.show.json, clocks.names());
  if (options.limit < 0) throw Failure(Exit::usage, trf("--limit: {} is not a number of records", options.limit));
  const store::Repository& repository = app.repository();
  const Filter filter(app, type, options, clocks);
  look_of(app, options.show);
  std::vector<RecordPtr> records;
  std::size_t unreadable = 0;
  const auto scope = options.as_of.given() ? record::Scope() : filter.scope();
  repository.read_all(type.record, scope, [&](const std::filesystem::path&, const store::Loaded& loaded) {
    if (loaded.record) {
      RecordPtr record = loaded.record;
      if (options.as_of.given()) {
        auto then = as_of(app, *record, options.as_of);
        if (!then) return;
        record = std::make_shared<record::Record>(std::move(*then));
      }
      if (filter(*record))
        records.push_back(std::move(record));
      else
        clocks.forget(*record);
      return;
    }
    ++unreadable;
    for (const auto& finding : loaded.findings) app.err << to_text(finding) << '\n';
  });
  const auto sort_words = split(options.sort, ',');
  for (auto word = sort_words.rbegin(); word != sort_words.rend(); ++word)
    if (!word->empty()) sort_by(app, type, records, *word, clocks);
  if (records.size() > static_cast<std::size_t>(options.limit)) records.resize(static_cast<std::size_t>(options.limit));
  print(app, type, options, records, clocks);
  if (unreadable > 0) {
    app.error(counted("{} record could not be read; the list is incomplete",
                      "{} records could not be read; the list is incomplete", unreadable),
              tr("'itss check' lists all findings"));
    return Exit::cannot;
  }
  return records.empty() && options.fail_empty ? Exit::no : Exit::done;
}

Run setup(Parser& parser, const Subject& subject, const std::shared_ptr<ListOptions>& options) {
  const schema::Schema& type = *subject.type;
  parser.group(tr("Which records"));
  parser.option("-w,--where", options->where, "CONDITION",
                tr("only those that fit; all of several (see 'itss help filters')"));
  parser.flag("--mine", options->mine, tr("only those where I am the one to act"));
  if (!type.clocks.empty()) {
    parser.flag("--overdue", options->overdue, tr("only those of which a clock is overdue"));
    parser.option("--due-within", options->due_within, "AMOUNT",
                  tr("only those of which a clock is due by then or overdue; wall-clock time: 30m, 2h, 1d (24 hours)"));
  }
  parser.flag("--open", options->open, tr("only open ones (the default, unless --where asks for a status)"));
  parser.flag("-a,--all", options->all, tr("closed ones too"));
  parser.option("-l,--limit", options->limit, "N", tr("at most N"));
  parser.option("--sort", options->sort, "FIELDS", tr("order by these fields; -FIELD for the reverse"));
  add_as_of_options(parser, options->as_of);
  parser.flag("--fail-empty", options->fail_empty, tr("exit with 1 if there are none"));
  add_show_options(parser, options->show);
  parser.option("-c,--columns", options->columns, "FIELDS",
                type.clocks.empty() ? tr("these columns")
                                    : tr("these columns; also due, remaining, and of each clock CLOCK.due, "
                                         "CLOCK.remaining, CLOCK.verdict, CLOCK.elapsed, CLOCK.breached_at"));
  parser.option("--template", options->template_text, "TEXT", tr("a line for each record, such as '{id} {title}'"));
  parser.flag("--ids", options->ids, tr("only ids, one to a line"));
  parser.flag("-0,--null", options->null, tr("only ids, each ending in a NUL"));
  parser.flag("--count", options->count, tr("only how many"));
  return [&app = subject.app, &type, options] { return run(app, type, *options); };
}

}  // namespace

Run setup_list(Parser& parser, const Subject& subject) {
  return setup(parser, subject, std::make_shared<ListOptions>());
}

Run setup_search(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ListOptions>();
  options->all = true;
  parser.argument("TEXT", options->text, tr("what to look for in ids, fields and notes, whatever its case"));
  const Run run = setup(parser, subject, options);
  return [options, run] {
    if (options->text.empty()) throw Failure(Exit::usage, tr("the text to look for is missing"));
    return run();
  };
}

}  // namespace itss::cmd
