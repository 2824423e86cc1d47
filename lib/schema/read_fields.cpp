// Labels, fields, code tables, states.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/readers.hpp"

namespace itss::schema {

namespace {

using yaml::Node;

const Words<Label>& label_words() {
  static const Words<Label> words = {
      {"en", [](Form& form, const Node& value, Label& out) { out.en = form.text(value, "en"); }},
      {"zh", [](Form& form, const Node& value, Label& out) { out.zh = form.text(value, "zh"); }},
  };
  return words;
}

// A code's label may stand alone, or beside the dates under `label:`.
const Words<CodeValue>& code_words() {
  static const Words<CodeValue> words = {
      {"en", [](Form& form, const Node& value, CodeValue& out) { out.label.en = form.text(value, "en"); }},
      {"zh", [](Form& form, const Node& value, CodeValue& out) { out.label.zh = form.text(value, "zh"); }},
      {"label", [](Form& form, const Node& value, CodeValue& out) { out.label = read_label(form, value); }},
      {"since", [](Form& form, const Node& value, CodeValue& out) { out.valid.since = form.date(value, "since"); }},
      {"until", [](Form& form, const Node& value, CodeValue& out) { out.valid.until = form.date(value, "until"); }},
  };
  return words;
}

constexpr std::array kFieldTypes = {
    FieldType::text,    FieldType::prose,    FieldType::code,   FieldType::number,   FieldType::date,
    FieldType::instant, FieldType::duration, FieldType::person, FieldType::people,   FieldType::link,
    FieldType::links,   FieldType::list,     FieldType::map,    FieldType::computed, FieldType::condition,
};

void read_type(Form& form, const Node& value, Field& out) {
  const std::string word = form.text(value, "type");
  std::vector<std::string> known;
  for (const auto type : kFieldTypes) {
    if (name_of(type) == word) {
      out.type = type;
      return;
    }
    known.emplace_back(name_of(type));
  }
  if (!word.empty()) form.unknown(value, tr("field type"), known);
}

void read_spreads(Form& form, const Node& value, Field& out) {
  const std::string word = form.text(value, "spreads");
  for (const auto& [name, spreads] :
       {std::pair{"forth", Spreads::forth}, {"back", Spreads::back}, {"both", Spreads::both}})
    if (word == name) out.spreads = spreads;
  if (out.spreads == Spreads::no && !word.empty()) form.wrong_form(value, "spreads", "'forth', 'back' or 'both'");
}

// `named_by` makes links of it, to the records that name this one.
void read_formula(Form& form, const Node& value, Field& out) {
  out.computed = yaml::to_value(value);
  const Node* named = value.kind == yaml::Kind::mapping ? value.find("named_by") : nullptr;
  if (named == nullptr) return;
  if (!split_children(form.text(*named, "named_by"), out.to, out.named_by))
    form.wrong_form(*named, "named_by", tr("a record type and its link field, such as ticket.parent"));
  const Node* where = value.find("where");
  if (where == nullptr) return;
  if (auto condition = read_condition(form.document(), *where, form.findings()))
    out.named_where = std::move(*condition);
}

const Words<Field>& field_words() {
  static const Words<Field> words = {
      {"type", read_type},
      {"label", [](Form& form, const Node& value, Field& out) { out.label = read_label(form, value); }},
      {"clause", [](Form& form, const Node& value, Field& out) { out.clause = form.text(value, "clause"); }},
      {"required", [](Form& form, const Node& value, Field& out) { out.required = form.flag(value, "required"); }},
      {"guarded", [](Form& form, const Node& value, Field& out) { out.guarded = form.flag(value, "guarded"); }},
      {"confidential",
       [](Form& form, const Node& value, Field& out) { out.confidential = form.flag(value, "confidential"); }},
      {"covered", [](Form& form, const Node& value, Field& out) { out.covered = form.text(value, "covered"); }},
      {"codes", [](Form& form, const Node& value, Field& out) { out.codes = read_codes(form, value); }},
      {"codes_from",
       [](Form& form, const Node& value, Field& out) { out.codes_from = form.text(value, "codes_from"); }},
      {"open", [](Form& form, const Node& value, Field& out) { out.open_codes = form.flag(value, "open"); }},
      {"default", [](Form& form, const Node& value, Field& out) { out.fallback = form.text(value, "default"); }},
      {"to", [](Form& form, const Node& value, Field& out) { out.to = form.text(value, "to"); }},
      {"key", [](Form& form, const Node& value, Field& out) { out.key = form.text(value, "key"); }},
      {"fields", [](Form& form, const Node& value, Field& out) { out.fields = read_fields(form, value); }},
      {"spreads", read_spreads},
      {"formula", read_formula},
      {"since", [](Form& form, const Node& value, Field& out) { out.valid.since = form.date(value, "since"); }},
      {"until", [](Form& form, const Node& value, Field& out) { out.valid.until = form.date(value, "until"); }},
  };
  return words;
}

// The words that only some types have: needed by them, wrong on others.
struct TypeWord {
  std::string_view word;
  bool needed;
  std::vector<FieldType> types;
};

const std::vector<TypeWord>& type_words() {
  static const std::vector<TypeWord> rows = {
      {"codes", false, {FieldType::code}},
      {"codes_from", false, {FieldType::code, FieldType::list}},
      {"open", false, {FieldType::code}},
      {"to", true, {FieldType::link, FieldType::links}},
      {"key", false, {FieldType::map}},
      {"fields", true, {FieldType::map}},
      {"covered", false, {FieldType::link, FieldType::links}},
      {"spreads", false, {FieldType::link, FieldType::links}},
      {"formula", true, {FieldType::computed}},
  };
  return rows;
}

void check_type_words(Form& form, const Node& key, const Node& value, const Field& field) {
  const std::string who = "'" + field.name + "'";
  if (value.find("type") == nullptr) form.report(Code::SCHEMA_MISSING, key, {who, "type"});
  if (field.type == FieldType::code && value.find("codes") == nullptr && field.codes_from.empty())
    form.report(Code::SCHEMA_MISSING, key, {who, "codes"});
  for (const auto& row : type_words()) {
    const bool has_type = std::find(row.types.begin(), row.types.end(), field.type) != row.types.end();
    const Node* word = value.find(row.word);
    if (has_type && row.needed && word == nullptr) form.report(Code::SCHEMA_MISSING, key, {who, std::string(row.word)});
    if (!has_type && word != nullptr) {
      std::vector<std::string> types;
      for (const auto type : row.types) types.emplace_back(name_of(type));
      form.wrong_form(*word, row.word, tr("on a field of type ") + join(types, ", "));
    }
  }
}

Field read_field(Form& form, const Node& key, const Node& value) {
  Field field;
  field.name = key.text == "*" ? key.text : form.name(key);
  field.line = form.line(key);
  read_words(form, value, tr("a field"), field_words(), field);
  if (value.kind == yaml::Kind::mapping) check_type_words(form, key, value, field);
  check_validity(form, value, field.valid);
  complete(field.label, field.name);
  return field;
}

struct Derived {
  std::vector<std::string> from;
  Condition when;
};

const Words<Derived>& derived_words() {
  static const Words<Derived> words = {
      {"from", [](Form& form, const Node& value, Derived& out) { out.from = form.texts(value, "from"); }},
      {"when",
       [](Form& form, const Node& value, Derived& out) {
         if (auto when = read_condition(form.document(), value, form.findings())) out.when = std::move(*when);
       }},
  };
  return words;
}

void read_derived(Form& form, const Node& value, State& out) {
  Derived derived;
  read_words(form, value, tr("a derived state"), derived_words(), derived);
  for (const char* word : {"from", "when"})
    if (value.kind == yaml::Kind::mapping && value.find(word) == nullptr)
      form.report(Code::SCHEMA_MISSING, value, {"'derived'", word});
  // Such a state would ask for itself without end, so the schema must not be used at all.
  for (const auto& path : paths_of(derived.when))
    if (path == "status") form.report(Code::SCHEMA_DERIVED, value, {out.name, tr("asks for the state that it gives")});
  out.derived_from = std::move(derived.from);
  out.derived_when = std::move(derived.when);
}

const Words<State>& state_words() {
  static const Words<State> words = {
      {"label", [](Form& form, const Node& value, State& out) { out.label = read_label(form, value); }},
      {"initial", [](Form& form, const Node& value, State& out) { out.initial = form.flag(value, "initial"); }},
      {"final", [](Form& form, const Node& value, State& out) { out.final = form.flag(value, "final"); }},
      {"derived", read_derived},
  };
  return words;
}

}  // namespace

Label read_label(Form& form, const Node& node) {
  Label label;
  if (node.kind == yaml::Kind::scalar) {
    label.en = form.text(node, "label");
  } else {
    read_words(form, node, tr("a label"), label_words(), label);
  }
  return label;
}

void complete(Label& label, std::string_view name) {
  if (!label.en.empty()) return;
  label.en = std::string(name);
  std::replace(label.en.begin(), label.en.end(), '_', ' ');
}

void check_validity(Form& form, const Node& node, const Validity& valid) {
  if (valid.since && valid.until && *valid.until <= *valid.since)
    form.wrong_form(*node.find("until"), "until", tr("a date after 'since'"));
}

std::vector<CodeValue> read_codes(Form& form, const Node& node) {
  std::vector<CodeValue> codes;
  if (node.kind != yaml::Kind::mapping) {
    for (auto& name : form.texts(node, "codes")) codes.push_back({.name = std::move(name), .label = {}, .valid = {}});
  } else {
    each_entry(form, node, "codes", [&](const Node& key, const Node& value) {
      CodeValue code{.name = key.text, .label = {}, .valid = {}};
      if (value.kind == yaml::Kind::scalar && !value.is_null()) {
        code.label.en = value.text;
      } else if (!value.is_null()) {
        read_words(form, value, tr("a code"), code_words(), code);
        check_validity(form, value, code.valid);
      }
      codes.push_back(std::move(code));
    });
  }
  for (auto& code : codes) complete(code.label, code.name);
  return codes;
}

std::vector<Field> read_fields(Form& form, const Node& node) {
  std::vector<Field> fields;
  each_entry(form, node, "fields",
             [&](const Node& key, const Node& value) { fields.push_back(read_field(form, key, value)); });
  return fields;
}

std::vector<State> read_states(Form& form, const Node& node) {
  std::vector<State> states;
  each_entry(form, node, "states", [&](const Node& key, const Node& value) {
    State state;
    state.name = form.name(key);
    state.line = form.line(key);
    if (!value.is_null()) read_words(form, value, tr("a state"), state_words(), state);
    complete(state.label, state.name);
    states.push_back(std::move(state));
  });
  return states;
}

std::vector<WordGroup> field_word_groups() {
  std::vector<std::string_view> types;
  types.reserve(kFieldTypes.size());
  for (const auto type : kFieldTypes) types.push_back(name_of(type));
  return {{"a label", names_of(label_words())},           {"a code", names_of(code_words())},
          {"a field", names_of(field_words())},           {"a field type", types},
          {"a derived state", names_of(derived_words())}, {"a state", names_of(state_words())}};
}

}  // namespace itss::schema
