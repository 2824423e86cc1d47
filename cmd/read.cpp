#include "read.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "json.hpp"
#include "json_fields.hpp"
#include "record/facts.hpp"
#include "schema/operands.hpp"
#include "times.hpp"

namespace itss::cmd {

namespace {

using schema::FieldType;

const std::vector<std::string> kOwnPaths = {"id", "status", "opened", "updated", "type", "actor"};

bool is_own(const std::string& path) { return std::find(kOwnPaths.begin(), kOwnPaths.end(), path) != kOwnPaths.end(); }

std::vector<std::string> known_paths(const schema::Schema& type) {
  std::vector<std::string> names = kOwnPaths;
  for (const auto& field : type.fields) names.push_back(field.name);
  return names;
}

[[noreturn]] void unknown_word(const std::string& word, const std::string& what,
                               const std::vector<std::string>& known) {
  const auto close = suggest(word, known);
  throw Failure(Exit::usage, trf("'{}' is not {}", word, what),
                close ? trf("did you mean '{}'?", *close) : trf("known: {}", join(known, " ")));
}

// States and codes among the operands must exist: a typo would otherwise be an empty list.
void check_operands(const schema::Schema& type, const schema::Condition& condition) {
  for (const auto& child : condition.children) check_operands(type, child);
  if (condition.form != schema::Condition::Form::test || condition.op != schema::Op::in) return;
  std::vector<std::string> known;
  std::string what = trf("a state of '{}'", type.record);
  if (condition.path == "status") {
    known = names_of(type.states);
  } else if (const auto* field = type.find_field(condition.path);
             field != nullptr && field->type == FieldType::code && !field->open_codes) {
    known = names_of(field->codes);
    what = trf("a code of '{}'", condition.path);
  }
  if (known.empty()) return;
  for (const auto& operand : condition.operands)
    if (std::find(known.begin(), known.end(), operand) == known.end()) unknown_word(operand, what, known);
}

// What has no order, or another one than the value, would fit nothing.
void check_comparisons(const schema::Schema& type, const schema::SchemaSet& schemas,
                       const schema::Condition& condition) {
  for (const auto& child : condition.children) check_comparisons(type, schemas, child);
  if (condition.form != schema::Condition::Form::test || !schema::is_ordering(condition.op)) return;
  const auto target = schema::resolve(condition.path, type, schemas);
  for (const auto& operand : condition.operands)
    if (const auto wanted = schema::wanted_operand(target, condition.op, operand))
      throw Failure(Exit::usage, "--where: " + trf("'{}' must be {}", operand, *wanted), tr("see 'itss help filters'"));
}

void check_clocks(const schema::Schema& type, const schema::Condition& condition) {
  const auto known = names_of(type.clocks);
  for (const auto& name : schema::clocks_of(condition))
    if (std::find(known.begin(), known.end(), name) == known.end())
      unknown_word(name, trf("a clock of '{}'", type.record), known);
}

format::Style style_of(const schema::Schema& type, const std::string& state) {
  const auto* known = type.find_state(state);
  if (known == nullptr) return format::Style::warning;
  return known->final ? format::Style::faint : known->initial ? format::Style::heading : format::Style::plain;
}

format::Cell field_cell(App& app, const schema::Field& field, const Value& value) {
  if (field.confidential && !value.empty()) return {schema::kMask};
  if (value.absent()) return format::absent_cell();
  const std::string text = printable(value_text(app, field, value));
  switch (field.type) {
    case FieldType::number:
    case FieldType::computed: {
      format::Cell cell{text};
      cell.kind = format::Kind::number;
      return cell;
    }
    case FieldType::people:
    case FieldType::links:
    case FieldType::list:
      return format::list_cell(value.texts());
    default:
      return format::raw_cell(text, to_text(masked(field, value)));
  }
}

// What cannot be asked of any of the record types would be one group named "(none)".
void check_group(App& app, const std::string& path, const std::vector<std::string>& types) {
  std::string problem, hint;
  bool begins = false, told = false;  // some type has the path's first field; the problem is of such a type
  std::vector<std::string> asked, fields;
  for (const auto& type : types) try {
      const auto* schema = app.schemas().find(type);
      if (schema == nullptr) continue;
      asked.push_back(type);
      for (const auto& field : schema->fields) fields.push_back(field.name);
      begins = begins || schema->find_field(path.substr(0, path.find('.'))) != nullptr;
      return check_path(*schema, app.schemas(), path);
    } catch (const Failure& failure) {
      // What goes wrong behind a field that there is says more than that others have no such field.
      if (problem.empty() || (begins && !told)) problem = failure.what(), hint = failure.hint(), told = begins;
    }
  if (asked.empty()) return;
  if (asked.size() == 1 || told) throw Failure(Exit::usage, "--by: " + problem, hint);
  const auto near = suggest(path, fields);
  throw Failure(Exit::usage, trf("--by: '{}' is a field of none of {}", path, join(asked, ", ")),
                near ? trf("did you mean '{}'?", *near) : tr("'itss schema show TYPE' shows the fields of a type"));
}

}  // namespace

void add_show_options(Parser& parser, ShowWords& words, const std::vector<std::string>& more) {
  parser.group(tr("Output"));
  const std::string help = more.empty() ? std::string(tr("text, tsv, csv, json, md or html"))
                                        : trf("text, tsv, csv, json, md, html or {}", join(more, ", "));
  auto& form = parser.option("--format", words.format, "FORM", help);
  form.completes = {Completes::With::words, {"text", "tsv", "csv", "json", "md", "html"}, {}};
  form.completes.words.insert(form.completes.words.end(), more.begin(), more.end());
  parser.optional("--json", words.json, "*", "FIELDS", tr("print JSON, of these fields only"));
  parser.flag("--no-header", words.no_header, tr("leave out the line of column names"));
}

format::Look look_of(App& app, const ShowWords& words) {
  format::Look look = app.look();
  if (words.format == "text") {
    look.form = format::Form::text;
    look.header = true;
  } else if (words.format == "tsv") {
    look.form = format::Form::tsv;
    look.header = true;
  } else if (words.format == "csv") {
    look.form = format::Form::csv;
    look.header = true;
  } else if (words.format == "json") {
    look.form = format::Form::json;
  } else if (words.format == "md" || words.format == "markdown") {
    look.form = format::Form::markdown;
    look.header = true;
  } else if (words.format == "html") {
    look.form = format::Form::html;
    look.header = true;
  } else if (!words.format.empty()) {
    unknown_word(words.format, tr("a format"), {"text", "tsv", "csv", "json", "md", "html"});
  }
  if (!words.json.empty()) look.form = format::Form::json;
  if (words.no_header) look.header = false;
  return look;
}

void print_page(App& app, format::Document document, const ShowWords& words) {
  keep_fields(document, words.json);
  auto look = look_of(app, words);
  look.overflow = format::Overflow::below;
  if (look.form == format::Form::tsv && words.format.empty()) {
    look.form = format::Form::text;
    look.header = true;
  }
  app.out << format::show(document, look);
}

void add_as_of_options(Parser& parser, AsOfWords& words) {
  parser.option("--at", words.at, "TIME", tr("as it was then"));
  parser.option("--known-at", words.known_at, "TIME", tr("with only what was recorded by then"));
}

std::optional<record::Record> as_of(App& app, const record::Record& record, const AsOfWords& words) {
  if (!words.given()) return record;
  record::AsOf times;
  if (!words.at.empty()) times.at = app.when(words.at, "--at");
  if (!words.known_at.empty()) times.known_at = app.when(words.known_at, "--known-at");
  return as_of(record, times);
}

std::optional<record::Record> as_of(const record::Record& record, const record::AsOf& as_of) {
  record::Record old = record;
  old.fields = record::replay(record, as_of);
  if (old.fields.empty()) return std::nullopt;
  // Retracted ones among them: a breach that a retraction un-made stays known.
  old.events.erase(std::remove_if(old.events.begin(), old.events.end(),
                                  [&](const record::Event& event) {
                                    return (as_of.at && event.at > *as_of.at) ||
                                           (as_of.known_at && event.known_since() > *as_of.known_at);
                                  }),
                   old.events.end());
  return old;
}

Reading reading_of(App& app, const AsOfWords& words) {
  Reading reading{app.now(), std::nullopt};
  if (!words.at.empty()) reading.now = app.when(words.at, "--at");
  if (!words.known_at.empty()) reading.known_at = app.when(words.known_at, "--known-at");
  return reading;
}

void check_one_form(const std::vector<std::string>& given) {
  if (given.size() > 1) throw Failure(Exit::usage, trf("give one of {}, not several", join(given, ", ")));
}

void check_path(const schema::Schema& type, const schema::SchemaSet& schemas, const std::string& path,
                const std::vector<std::string>& more) {
  if (std::find(more.begin(), more.end(), path) != more.end()) return;
  const std::string first = path.substr(0, path.find('.'));
  const bool is_known = is_own(first) || type.find_field(first) != nullptr;
  const auto target = schema::resolve(path, type, schemas);
  if (is_known && target.kind != schema::Target::Kind::unknown) return;
  const auto near = suggest(path, more);
  if (!is_known || (near && starts_with(*near, first + "."))) {
    auto known = known_paths(type);
    known.insert(known.end(), more.begin(), more.end());
    unknown_word(path, trf("a field of '{}'", type.record), known);
  }
  const schema::Schema& owner = target.schema == nullptr ? type : *target.schema;
  throw Failure(Exit::usage, trf("'{}' leads nowhere: '{}' is not known", path, target.missing),
                trf("known: {}", join(known_paths(owner), " ")));
}

std::vector<std::string> read_groups(App& app, const std::string& by, const std::vector<std::string>& types) {
  std::vector<std::string> groups;
  if (by.empty()) return groups;
  for (const auto& word : split(by, ',')) {
    const std::string path(trim(word));
    if (std::find(groups.begin(), groups.end(), path) != groups.end()) continue;
    check_group(app, path, types);
    groups.push_back(path);
  }
  return groups;
}

void check_json_names(const schema::Schema& type, const schema::SchemaSet& schemas, const std::string& wanted,
                      const std::vector<std::string>& more) {
  const std::vector<std::string> own = {"", "*", "aliases", "file"};
  for (const auto& word : split(wanted, ','))
    if (const std::string name(trim(word)); std::find(own.begin(), own.end(), name) == own.end())
      check_path(type, schemas, name, more);
}

schema::Condition read_where(const schema::Schema& type, const schema::SchemaSet& schemas,
                             const std::vector<std::string>& texts) {
  std::vector<schema::Condition> all;
  for (const auto& text : texts) {
    auto condition = schema::parse_where(text);
    if (!condition) throw Failure(Exit::usage, "--where: " + condition.error(), tr("see 'itss help filters'"));
    for (const auto& path : schema::paths_of(*condition)) check_path(type, schemas, path);
    check_operands(type, *condition);
    check_comparisons(type, schemas, *condition);
    check_clocks(type, *condition);
    all.push_back(std::move(*condition));
  }
  return schema::Condition::all_of(std::move(all));
}

std::string value_text(App& app, const schema::Field& field, const Value& value) {
  if (field.confidential || value.is_map()) return to_text(masked(field, value));
  if (field.type == FieldType::code) {
    const auto& codes = field.codes;
    std::vector<std::string> labels;
    for (const auto& text : value.texts()) {
      const auto found = std::find_if(codes.begin(), codes.end(), [&](const auto& code) { return code.name == text; });
      labels.push_back(found == codes.end() ? text : found->label.text());
    }
    return join(labels, ", ");
  }
  if (field.type == FieldType::instant)
    if (const auto instant = parse_instant(value.text())) return time_text(app, *instant);
  return to_text(value);
}

format::Column column_of(const schema::Schema& type, const std::string& column) {
  format::Column result{column, column};
  if (column == "id") result.label = tr("ID");
  if (column == "status") result.label = tr("Status");
  if (column == "opened") result.label = tr("Opened");
  if (column == "updated") result.label = tr("Updated");
  if (column == "type") result.label = tr("Type");
  if (const auto* field = type.find_field(column)) {
    result.label = field->label.text();
    result.shrink = field->type == FieldType::text || field->type == FieldType::prose;
    if (field->type == FieldType::number || field->type == FieldType::computed) result.align = Align::right;
  }
  return result;
}

format::Cell cell_of(App& app, const record::Record& record, const schema::Schema& type, const std::string& column) {
  const store::Repository& world = app.repository();
  if (column == "id") return {record.id, format::Style::id};
  if (const auto* field = type.find_field(column)) return field_cell(app, *field, value_of(app, record, *field));
  Value value = record::RecordFacts(record, record.fields, world, app.now()).value(column);
  if (value.absent()) return format::absent_cell();
  const auto target = schema::resolve(column, type, app.schemas());
  if (target.confidential) return {schema::kMask};
  if (target.field != nullptr) value = masked(*target.field, value);
  if (column == "status") {
    const auto* state = type.find_state(value.text());
    return format::raw_cell(state == nullptr ? value.text() : state->label.text(), value.text(),
                            style_of(type, value.text()));
  }
  if (column == "opened" || column == "updated") {
    const auto instant = parse_instant(value.text());
    if (instant) return format::raw_cell(app.terminal.out ? relative_text(app, *instant) : value.text(), value.text());
  }
  return format::raw_cell(printable(to_text(value)), to_text(value));
}

}  // namespace itss::cmd
