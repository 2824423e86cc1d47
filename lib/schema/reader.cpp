// read_schema: the top level of a schema file.
#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/computed.hpp"
#include "schema/findings.hpp"
#include "schema/readers.hpp"
#include "schema/set.hpp"

namespace itss::schema {

namespace {

using yaml::Node;

const Words<Schema>& retract_words() {
  static const Words<Schema> words = {
      {"roles", [](Form& form, const Node& value, Schema& out) { out.retract_roles = form.texts(value, "roles"); }},
  };
  return words;
}

const Words<Excusing>& excusing_words() {
  static const Words<Excusing> words = {
      {"move", [](Form& form, const Node& value, Excusing& out) { out.move = form.text(value, "move"); }},
      {"clock", [](Form& form, const Node& value, Excusing& out) { out.clock = form.text(value, "clock"); }},
      {"reason", [](Form& form, const Node& value, Excusing& out) { out.reason = form.text(value, "reason"); }},
  };
  return words;
}

void read_excusing(Form& form, const Node& node, Schema& out) {
  read_words(form, node, "excuses", excusing_words(), out.excusing);
  out.excusing.line = form.line(node);
  for (const char* word : {"move", "clock", "reason"})
    if (node.kind == yaml::Kind::mapping && node.find(word) == nullptr)
      form.report(Code::SCHEMA_MISSING, node, {"'excuses'", word});
}

const Words<Schema>& schema_words() {
  static const Words<Schema> words = {
      {"record", [](Form& form, const Node& value, Schema& out) { out.record = form.text(value, "record"); }},
      {"label", [](Form& form, const Node& value, Schema& out) { out.label = read_label(form, value); }},
      {"clause", [](Form& form, const Node& value, Schema& out) { out.clause = form.text(value, "clause"); }},
      {"prefix", [](Form& form, const Node& value, Schema& out) { out.prefix = form.text(value, "prefix"); }},
      {"directory", [](Form& form, const Node& value, Schema& out) { out.directory = form.text(value, "directory"); }},
      {"title", [](Form& form, const Node& value, Schema& out) { out.title_field = form.text(value, "title"); }},
      {"columns", [](Form& form, const Node& value, Schema& out) { out.columns = form.texts(value, "columns"); }},
      {"retract",
       [](Form& form, const Node& value, Schema& out) { read_words(form, value, "retract", retract_words(), out); }},
      {"tables", [](Form& form, const Node& value, Schema& out) { out.tables = read_tables(form, value); }},
      {"fields", [](Form& form, const Node& value, Schema& out) { out.fields = read_fields(form, value); }},
      {"states", [](Form& form, const Node& value, Schema& out) { out.states = read_states(form, value); }},
      {"moves", [](Form& form, const Node& value, Schema& out) { out.moves = read_moves(form, value); }},
      {"clocks", [](Form& form, const Node& value, Schema& out) { out.clocks = read_clocks(form, value); }},
      {"excuses", read_excusing},
      {"spawns", [](Form& form, const Node& value, Schema& out) { out.spawns = read_spawns(form, value); }},
      {"offered", [](Form& form, const Node& value, Schema& out) { out.offers = read_offers(form, value); }},
      {"window", [](Form& form, const Node& value, Schema& out) { out.window = form.text(value, "window"); }},
      {"board", [](Form& form, const Node& value, Schema& out) { out.board = form.some_texts(value, "board"); }},
      {"media", [](Form& form, const Node& value, Schema& out) { out.media = read_media(form, value); }},
      {"owed", [](Form& form, const Node& value, Schema& out) { out.owed = read_owed(form, value); }},
      {"series", [](Form& form, const Node& value, Schema& out) { out.series = read_series(form, value); }},
      {"papers", [](Form& form, const Node& value, Schema& out) { out.papers = read_papers(form, value); }},
      {"invitation", [](Form& form, const Node& value, Schema& out) { out.invitation = read_invitation(form, value); }},
      {"agreement",
       [](Form& form, const Node& value, Schema& out) { out.agreement_states = form.texts(value, "agreement"); }},
      {"renamed", read_renamed},
  };
  return words;
}

bool is_word(const std::string& text) {
  return !text.empty() && std::islower(static_cast<unsigned char>(text.front())) != 0 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_' || c == '-';
         });
}

// Names become file names, options and keys: a directory may not leave the repository, a type not look like an option.
void check_names(Form& form, const Node& root, const Schema& schema) {
  if (!schema.record.empty() && !is_word(schema.record))
    form.wrong_form(*root.find("record"), "record", tr("a word of lower-case letters, digits, '_' and '-'"));
  const auto upper = [](unsigned char c) { return std::isupper(c) != 0 || std::isdigit(c) != 0; };
  const std::string& prefix = schema.prefix;
  if (!prefix.empty() && (std::isupper(static_cast<unsigned char>(prefix.front())) == 0 ||
                          !std::all_of(prefix.begin(), prefix.end(), upper)))
    form.wrong_form(*root.find("prefix"), "prefix", tr("a word of capital letters and digits, a letter first"));
  const Node* directory = root.find("directory");
  const auto parts = split(schema.directory, '/');
  if (directory != nullptr && !directory->is_null() && !std::all_of(parts.begin(), parts.end(), is_word))
    form.wrong_form(*directory, "directory", tr("a relative path of lower-case words"));
}

// What the reader itself adds: the title, `new`, the states that it leads to, tables' own keys.
void complete_schema(Schema& schema) {
  complete(schema.label, schema.record);
  const Field* title = schema.find_field("title");
  if (schema.title_field.empty() && title != nullptr && title->type == FieldType::text) schema.title_field = "title";
  if (schema.find_move("new") == nullptr) {
    Move made;
    made.name = "new";
    made.label = {.en = "New", .zh = "新建"};
    made.rules.emplace_back().from.form = From::Form::nothing;
    made.rules.front().guards.emplace_back();
    schema.moves.insert(schema.moves.begin(), std::move(made));
  }
  for (auto& move : schema.moves)
    for (auto& rule : move.rules) {
      if (rule.from.form == From::Form::nothing && rule.to == "same") rule.to = schema.initial().name;
      for (auto& derive : rule.derives)
        for (const auto& table : schema.tables)
          if (derive.of.empty() && table.name == derive.table) derive.of = table.of;
    }
}

void check_initial(Form& form, const Node& root, const Schema& schema) {
  const auto is_initial = [](const State& state) { return state.initial; };
  const auto count = std::count_if(schema.states.begin(), schema.states.end(), is_initial);
  const Node* states = root.find("states");
  if (states != nullptr && count != 1) form.wrong_form(*states, "states", tr("a list with exactly one initial state"));
}

std::unique_ptr<Schema> read_document(const Source& source, Diagnostics& findings) {
  const auto document = yaml::Document::parse(source.bytes, source.file, findings);
  if (!document) return nullptr;
  Form form(*document, findings);
  const Node& root = document->root();
  if (root.kind != yaml::Kind::mapping) {
    form.report(Code::NOT_A_MAPPING, root, {});
    return nullptr;
  }
  auto schema = std::make_unique<Schema>();
  schema->file = source.file;
  schema->bytes = source.bytes;
  read_words(form, root, tr("a schema"), schema_words(), *schema);
  for (const char* word : {"record", "directory", "states"})
    if (root.find(word) == nullptr) form.report(Code::SCHEMA_MISSING, root, {tr("a schema"), word});
  check_names(form, root, *schema);
  check_initial(form, root, *schema);
  if (schema->record.empty()) return nullptr;
  complete_schema(*schema);
  return schema;
}

}  // namespace

std::unique_ptr<Schema> read_schema(const Source& source, Diagnostics& findings) {
  Diagnostics found;
  auto schema = read_document(source, found);
  // An anchored part is read wherever it is used, and wrong only once.
  for (auto& finding : each_once(std::move(found))) findings.push_back(std::move(finding));
  return schema;
}
std::vector<WordGroup> schema_word_groups() {
  return {{"a schema", names_of(schema_words())},
          {"retract", names_of(retract_words())},
          {"excuses", names_of(excusing_words())}};
}

std::vector<WordGroup> all_words() {
  std::vector<WordGroup> all;
  for (auto& groups : {schema_word_groups(), field_word_groups(), move_word_groups(), guard_word_groups(),
                       effect_word_groups(), clock_word_groups(), use_word_groups(), paper_word_groups()})
    all.insert(all.end(), groups.begin(), groups.end());
  all.push_back(owed_word_group());
  all.push_back(series_word_group());
  all.push_back({"a condition", condition_words()});
  all.push_back({"a formula", formula_words()});
  return all;
}

}  // namespace itss::schema
