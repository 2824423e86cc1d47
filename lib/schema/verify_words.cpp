// What conditions, guards and effects name: paths, states, moves, roles, types, values.
#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/computed.hpp"
#include "schema/operands.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

// Words that every path may begin or end with, beside fields.
std::vector<std::string> path_words(const Schema& schema) {
  auto words = names_of(schema.fields);
  words.insert(words.end(), {"status", "opened", "updated", "id", "type", "actor"});
  return words;
}

Field field_of(FieldType type, std::string_view name) {
  Field field;
  field.name = std::string(name);
  field.type = type;
  return field;
}

// What is compared with a value must be one that a record can have.
void verify_equal(const Verified& v, const Target& target, const std::string& text, std::size_t line) {
  if (target.kind == Target::Kind::state) return verify_state(v, text, *target.schema, line);
  if (target.kind == Target::Kind::moment)
    return verify_value(v, field_of(FieldType::instant, tr("opened or updated")), text, line);
  if (target.kind != Target::Kind::field || target.field->type == FieldType::map) return;
  if (target.field->type != FieldType::computed) return verify_value(v, *target.field, text, line);
  if (is_numeric(*target.field)) verify_value(v, field_of(FieldType::number, target.field->name), text, line);
}

void verify_order(const Verified& v, const Target& target, Op op, const std::string& text, std::size_t line) {
  if (auto wanted = wanted_operand(target, op, text))
    v.findings.report(Code::SCHEMA_FORM, line, text, {text, std::move(*wanted)});
  else if (target.kind == Target::Kind::field && target.field->type == FieldType::code && !is_numeric(*target.field))
    verify_value(v, *target.field, text, line);
}

void verify_test(const Verified& v, const Condition& test, const Schema& schema, std::size_t line) {
  if (test.op == Op::overdue || test.op == Op::breached) {
    for (const auto& clock : clocks_of(test)) {
      const auto known = names_of(schema.clocks);
      if (std::find(known.begin(), known.end(), clock) == known.end())
        v.findings.unknown(tr("clock"), clock, line, known);
    }
    return;
  }
  if (!verify_path(v, test.path, schema, line)) return;
  const Target target = resolve(test.path, schema, v.all);
  if (test.op == Op::in)
    for (const auto& text : test.operands) verify_equal(v, target, text, line);
  if (is_ordering(test.op))
    for (const auto& text : test.operands) verify_order(v, target, test.op, text, line);
}

}  // namespace

std::vector<std::string> field_names(const std::vector<Field>& fields) { return names_of(fields); }

void verify_condition(const Verified& v, const Condition& condition, const Schema& schema, std::size_t line) {
  if (condition.form == Condition::Form::test) verify_test(v, condition, schema, line);
  for (const auto& child : condition.children) verify_condition(v, child, schema, line);
}

bool verify_path(const Verified& v, std::string_view path, const Schema& schema, std::size_t line) {
  const Target target = resolve(path, schema, v.all);
  if (target.kind != Target::Kind::unknown) return true;
  const std::string kind = path.find('.') == std::string_view::npos ? tr("field") : tr("path");
  v.findings.unknown(kind, path, line, path_words(target.schema == nullptr ? schema : *target.schema));
  return false;
}

void verify_state(const Verified& v, std::string_view state, const Schema& schema, std::size_t line) {
  if (schema.find_state(state) == nullptr) v.findings.unknown(tr("state"), state, line, names_of(schema.states));
}

void verify_move(const Verified& v, std::string_view move, const Schema& schema, std::size_t line) {
  if (schema.find_move(move) == nullptr) v.findings.unknown(tr("move"), move, line, names_of(schema.moves));
}

void verify_roles(const Verified& v, const std::vector<std::string>& roles, std::size_t line) {
  const auto known = names_of(v.all.shared_codes("roles"));
  for (const auto& role : roles)
    if (std::find(known.begin(), known.end(), role) == known.end()) v.findings.unknown(tr("role"), role, line, known);
}

const Schema* verify_type(const Verified& v, std::string_view type, std::size_t line) {
  if (type == v.schema.record) return &v.schema;
  const auto known = v.all.types();
  if (std::find(known.begin(), known.end(), type) == known.end()) {
    v.findings.unknown(tr("record type"), type, line, known);
    return nullptr;
  }
  return v.all.find(type);
}

const Field* verify_field(const Verified& v, std::string_view field, const Schema& schema, std::size_t line) {
  const Field* found = schema.find_field(field);
  if (found == nullptr) v.findings.unknown(tr("field"), field, line, names_of(schema.fields));
  return found;
}

void verify_value(const Verified& v, const Field& field, const std::string& text, std::size_t line) {
  const bool is_list =
      field.type == FieldType::people || field.type == FieldType::links || field.type == FieldType::list;
  const auto value = canonical(field, is_list ? Value(Value::List{text}) : Value(text));
  if (value) {
    // What a record holds is canonical, so that another spelling of the same would never be equal to it.
    const auto texts = value->texts();
    if (texts.size() == 1 && texts.front() != text)
      v.findings.report(Code::SCHEMA_FORM, line, text, {text, "'" + texts.front() + "'"});
    return;
  }
  if (field.type == FieldType::code) {
    v.findings.unknown(tr("code"), text, line, names_of(field.codes));
  } else {
    v.findings.report(Code::SCHEMA_FORM, line, text, {text, tr("a value of the field ") + field.name});
  }
}

}  // namespace itss::schema
