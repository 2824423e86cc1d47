// `itss TYPE list`.
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "json.hpp"
#include "read.hpp"
#include "record/facts.hpp"
#include "record_filter.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

using record::RecordPtr;

struct ListOptions {
  FilterWords filter;
  std::string sort, columns, template_text;
  AsOfWords as_of;
  bool ids = false, count = false, null = false, fail_empty = false;
  long limit = std::numeric_limits<long>::max();
  ShowWords show;
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

void check_forms(const ListOptions& options) {
  std::vector<std::string> given;
  if (options.count) given.emplace_back("--count");
  if (!options.template_text.empty()) given.emplace_back("--template");
  if (options.ids || options.null) given.emplace_back(options.ids ? "--ids" : "--null");
  if (!options.show.json.empty() || !options.show.format.empty())
    given.emplace_back(options.show.json.empty() ? "--format" : "--json");
  check_one_form(given);
}

Exit run(App& app, const schema::Schema& type, const ListOptions& options) {
  check_forms(options);
  ClockColumns clocks(app, type, reading_of(app, options.as_of));
  check_json_names(type, app.schemas(), options.show.json, clocks.names());
  if (options.limit < 0) throw Failure(Exit::usage, trf("--limit: {} is not a number of records", options.limit));
  const store::Repository& repository = app.repository();
  const RecordFilter filter(app, type, options.filter, clocks);
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
    app.tell(loaded.findings);
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

}  // namespace

Run setup_list(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ListOptions>();
  const schema::Schema& type = *subject.type;
  parser.group(tr("Which records"));
  add_filter_options(parser, options->filter);
  if (!type.clocks.empty()) add_clock_filter_options(parser, options->filter);
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

}  // namespace itss::cmd
