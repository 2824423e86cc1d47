// `itss schema list | show | check | export`.
#include "schema/schema.hpp"

#include <nlohmann/json.hpp>

#include "against.hpp"
#include "base/text.hpp"
#include "findings.hpp"
#include "inputs.hpp"
#include "json.hpp"
#include "read.hpp"
#include "verbs.hpp"

namespace itss::cmd {

namespace {

using Json = nlohmann::ordered_json;

const schema::Schema& type_named(App& app, const std::string& name) {
  if (name.empty()) throw Failure(Exit::usage, tr("a record type is missing"), tr("'itss schema list' lists them"));
  const auto types = app.schemas().types();
  if (const auto* type = app.schemas().find(name)) return *type;
  app.tell(app.schemas().findings());
  const auto close = suggest(name, types);
  throw Failure(Exit::no, trf("there is no record type '{}'", name),
                close && *close != name ? trf("did you mean '{}'?", *close) : tr("'itss schema list' lists them"));
}

struct ListOptions {
  ShowWords show;
};

Exit run_list(App& app, const ListOptions& options) {
  format::Table table;
  table.columns = {{"type", tr("Type")},
                   {"label", tr("Label")},
                   {"prefix", tr("Prefix")},
                   {"directory", tr("Directory")},
                   {"states", tr("States"), Align::right},
                   {"moves", tr("Moves"), Align::right},
                   {"clause", tr("Clause"), Align::left, true}};
  for (const auto& name : app.schemas().types()) {
    const auto* type = app.schemas().find(name);
    if (type == nullptr) continue;
    table.rows.push_back({{name, format::Style::id},
                          {type->label.text()},
                          {type->prefix},
                          {type->directory},
                          format::number_cell(static_cast<double>(type->states.size())),
                          format::number_cell(static_cast<double>(type->moves.size())),
                          {type->clause}});
  }
  app.out << format::show(table, look_of(app, options.show));
  return Exit::done;
}

struct ShowOptions {
  std::string type;
  bool raw = false;
  ShowWords show;
};

// The words of the file as data. Texts stay as they are written, since a code may look like a number.
Json to_json(const yaml::Node& node) {
  if (node.is_null()) return nullptr;
  Json json;
  if (node.kind == yaml::Kind::sequence) {
    json = Json::array();
    for (const auto& item : node.children) json.push_back(to_json(item));
  } else if (node.kind == yaml::Kind::mapping) {
    json = Json::object();
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2)
      json[node.children[i].text] = to_json(node.children[i + 1]);
  } else if (node.style == yaml::Style::plain && (node.text == "true" || node.text == "false")) {
    json = node.text == "true";
  } else {
    json = node.text;
  }
  return json;
}

// The whole file, or the words that `--json` names.
Json words_of(const schema::Schema& type, const std::string& wanted) {
  Diagnostics ignored;
  const auto document = yaml::Document::parse(type.bytes, type.file, ignored);
  Json all = document ? to_json(document->root()) : Json::object();
  if (wanted.empty() || wanted == "*") return all;
  Json chosen = Json::object();
  for (const auto& part : split(wanted, ',')) {
    const std::string word(trim(part));
    if (!all.contains(word)) throw Failure(Exit::usage, trf("the schema of '{}' has no '{}'", type.record, word));
    chosen[word] = all[word];
  }
  return chosen;
}

format::Table fields_table(const schema::Schema& type) {
  format::Table table;
  table.columns = {{"field", tr("Field")},        {"type", tr("Type")},
                   {"label", tr("Label")},        {"values", tr("Values"), Align::left, true},
                   {"guarded", tr("Changed by")}, {"clause", tr("Clause")}};
  for (const auto& field : type.fields) {
    std::vector<std::string> values;
    if (auto codes = dated_codes(field); !codes.empty()) values.push_back(std::move(codes));
    if (!field.to.empty()) values.push_back(field.to);
    for (const auto& below : field.fields) values.push_back(dated(below.name, below.valid));
    table.rows.push_back({{field.name + (field.required ? "*" : ""), format::Style::id},
                          {std::string(schema::name_of(field.type))},
                          {dated(field.label.text(), field.valid)},
                          {join(values, " ")},
                          {type.is_guarded(field.name) ? tr("moves") : ""},
                          {field.clause}});
  }
  return table;
}

format::Table moves_table(const schema::Schema& type) {
  format::Table table;
  table.columns = {{"move", tr("Move")},
                   {"label", tr("Meaning")},
                   {"from", tr("From")},
                   {"to", tr("To")},
                   {"inputs", tr("Inputs"), Align::left, true},
                   {"clause", tr("Clause")}};
  for (const auto& move : type.moves)
    for (const auto& rule : move.rules) {
      std::string from = join(rule.from.states, " ");
      if (rule.from.form == schema::From::Form::open) from = "open";
      if (rule.from.form == schema::From::Form::any) from = "any";
      if (rule.from.form == schema::From::Form::before) from.insert(0, "before ");
      table.rows.push_back({{option_name(move.name), format::Style::id},
                            {dated(move.label.text(), move.valid)},
                            {from},
                            {rule.to},
                            {join(type.inputs_of(move), " ")},
                            {move.clause}});
    }
  return table;
}

// Words and the names that follow each of them, those without names left out: `states resolved closed, moves close`.
std::string listed(const std::vector<std::pair<const char*, std::vector<std::string>>>& parts) {
  std::vector<std::string> texts;
  for (const auto& [word, names] : parts)
    if (!names.empty()) texts.push_back(std::string(word) + " " + join(names, " "));
  return join(texts, ", ");
}

std::vector<std::string> given(const std::string& name) {
  return name.empty() ? std::vector<std::string>() : std::vector<std::string>{name};
}

// By what a clock is promised: a kind of agreement, a date of the record, or a target of the schema.
std::string promise_of(const schema::ClockRule& rule) {
  if (!rule.due.empty()) return "due " + rule.due;
  const std::string agreement = rule.kind.empty() ? "agreement" : rule.kind;
  return rule.target ? agreement + ", " + to_string(*rule.target) + " " + rule.calendar : agreement;
}

format::Table clocks_table(const schema::Schema& type) {
  format::Table table;
  table.columns = {{"clock", tr("Clock")},
                   {"label", tr("Meaning")},
                   {"starts", tr("Starts")},
                   {"stops", tr("Stops")},
                   {"pauses", tr("Pauses in")},
                   {"cancelled", tr("Cancelled in")},
                   {"promised_by", tr("Promised by")}};
  for (const auto& rule : type.clocks) {
    const auto told = rule.stops_when_told ? std::vector<std::string>{"true"} : std::vector<std::string>();
    std::string starts = listed({{"states", rule.starts_in}, {"moves", rule.starts_by}, {"per", given(rule.per)}});
    if (rule.told_restarts) starts += starts.empty() ? "restarts told" : ", restarts told";
    table.rows.push_back({{rule.name, format::Style::id},
                          {rule.label.text()},
                          {starts},
                          {listed({{"told", told}, {"states", rule.stops_in}, {"moves", rule.stops_by}})},
                          {join(rule.pauses_in, " ")},
                          {join(rule.cancelled_in, " ")},
                          {promise_of(rule)}});
  }
  return table;
}

Exit run_show(App& app, const ShowOptions& options) {
  const auto& type = type_named(app, options.type);
  if (options.raw) {
    const std::string shipped(schema::shipped_file(type.record + ".yaml"));
    if (shipped.empty()) throw Failure(Exit::no, trf("the schema is the repository's own: {}", type.file));
    app.out << shipped;
    return Exit::done;
  }
  auto look = look_of(app, options.show);
  if (look.form == format::Form::json) {
    app.out << text_of(words_of(type, options.show.json));
    return Exit::done;
  }
  format::Document document;
  document.title = type.record + " · " + type.label.text();
  format::Table states;
  states.columns = {{"state", tr("State")}, {"label", tr("Label")}, {"kind", tr("Kind")}};
  for (const auto& state : type.states)
    states.rows.push_back({{state.name, format::Style::id},
                           {state.label.text()},
                           {state.initial     ? tr("initial")
                            : state.final     ? tr("final")
                            : state.derived() ? tr("derived")
                                              : ""}});
  const auto add = [&](const char* title, format::Table table) {
    format::Section section;
    section.title = title;
    section.table = std::move(table);
    document.sections.push_back(std::move(section));
  };
  add(tr("Fields"), fields_table(type));
  add(tr("States"), states);
  add(tr("Moves"), moves_table(type));
  if (!type.clocks.empty()) add(tr("Clocks"), clocks_table(type));
  if (look.form == format::Form::tsv && options.show.format.empty()) {
    look.form = format::Form::text;
    look.header = true;
  }
  app.out << format::show(document, look);
  return Exit::done;
}

struct CheckOptions {
  std::vector<std::string> types;
  std::string against;
};

Exit run_check(App& app, const CheckOptions& options) {
  Diagnostics all;
  const auto types = options.types.empty() ? app.schemas().types() : options.types;
  for (const auto& name : types) {
    const auto findings = schema::verify(type_named(app, name), app.schemas());
    all.insert(all.end(), findings.begin(), findings.end());
  }
  const auto read = app.schemas().findings();
  all.insert(all.end(), read.begin(), read.end());
  if (!options.against.empty()) {
    const auto illegal = check_against(app, options.types, options.against);
    all.insert(all.end(), illegal.begin(), illegal.end());
  }
  for (const auto& finding : all) app.out << to_text(finding) << '\n';
  if (all.empty() && !app.globals.quiet)
    app.out << counted("{} schema, no findings", "{} schemas, no findings", types.size()) << '\n';
  return has_errors(all) ? Exit::no : Exit::done;
}

}  // namespace

Run setup_schema_list(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ListOptions>();
  add_show_options(parser, options->show);
  return [&app = subject.app, options] { return run_list(app, *options); };
}

Run setup_schema_show(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<ShowOptions>();
  parser.argument("TYPE", options->type, tr("a record type")).completes = {
      Completes::With::words, subject.app.schemas().types(), {}};
  add_show_options(parser, options->show);
  parser.flag("--raw", options->raw, tr("print the shipped file"));
  return [&app = subject.app, options] { return run_show(app, *options); };
}

Run setup_schema_check(Parser& parser, const Subject& subject) {
  auto options = std::make_shared<CheckOptions>();
  parser.argument("TYPE", options->types, tr("record types (else all)")).completes = {
      Completes::With::words, subject.app.schemas().types(), {}};
  parser.group(tr("What to check"));
  parser.option("--against", options->against, "REV",
                tr("list stored events that became illegal since this git revision"));
  return [&app = subject.app, options] { return run_check(app, *options); };
}

Run setup_schema_export(Parser& parser, const Subject& subject) {
  auto type = std::make_shared<std::string>();
  parser.argument("TYPE", *type, tr("a record type")).completes = {
      Completes::With::words, subject.app.schemas().types(), {}};
  return [&app = subject.app, type] {
    app.out << schema::to_json_schema(type_named(app, *type), app.schemas());
    return Exit::done;
  };
}

}  // namespace itss::cmd
