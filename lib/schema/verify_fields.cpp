// Fields, tables, renamed words.
#include <algorithm>
#include <array>
#include <tuple>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

void wrong(const Verified& v, std::size_t line, std::string_view word, const std::string& name, std::string expected) {
  v.findings.report(Code::SCHEMA_FORM, line, word, {name, std::move(expected)});
}

// Words that only a field of the record has a use for, and types that are no value of one.
void verify_part(const Verified& v, const Field& part) {
  for (const auto& [word, is_there] : {std::pair{"required", part.required}, std::pair{"guarded", part.guarded},
                                       std::pair{"default", !part.fallback.empty()}})
    if (is_there) wrong(v, part.line, word, word, tr("on a field of the record, not on a part of a map"));
  if (part.type == FieldType::map || part.type == FieldType::computed)
    wrong(v, part.line, name_of(part.type), part.name, tr("a part of a map: neither a map itself nor computed"));
}

// A new record gets the text as it stands.
void verify_default(const Verified& v, const Field& field) {
  if (field.fallback.empty()) return;
  static constexpr std::array kOthers = {FieldType::people, FieldType::links,    FieldType::list,
                                         FieldType::map,    FieldType::computed, FieldType::condition};
  if (std::find(kOthers.begin(), kOthers.end(), field.type) != kOthers.end())
    return wrong(v, field.line, "default", "default", tr("on a field of one value"));
  verify_value(v, field, field.fallback, field.line);
}

void verify_key(const Verified& v, const Field& field) {
  if (field.key.empty() || field.key == "text") return;
  // Keys have no table of codes.
  if (field.key == "code") return wrong(v, field.line, "key", "key", tr("text, person or a record type"));
  verify_type(v, field.key, field.line);
}

void verify_field_form(const Verified& v, const Field& field) {
  if (!field.to.empty() && field.type != FieldType::computed) verify_type(v, field.to, field.line);
  verify_key(v, field);
  if (!field.codes_from.empty() && v.all.shared_codes(field.codes_from).empty())
    v.findings.unknown(tr("shared table"), field.codes_from, field.line, {"roles"});
  if (field.required && field.type == FieldType::computed)
    wrong(v, field.line, "required", "required", tr("on a field that can be filled"));
  if (field.spreads != Spreads::no && field.to != v.schema.record)
    wrong(v, field.line, "spreads", "spreads", tr("on a link to the record's own type"));
  for (const auto& part : field.fields) {
    verify_part(v, part);
    verify_field_form(v, part);
  }
}

// A field that must be filled from the beginning must be one that `new` can fill.
void verify_required(const Verified& v) {
  const Move* made = v.schema.find_move("new");
  if (made == nullptr) return;
  const auto inputs = v.schema.inputs_of(*made);
  for (const auto& field : v.schema.fields) {
    if (!field.required || !field.fallback.empty() || !v.schema.is_guarded(field.name)) continue;
    const bool is_set = std::all_of(made->rules.begin(), made->rules.end(),
                                    [&](const Rule& rule) { return rule.sets.count(field.name) > 0; });
    if (!is_set && !contains(inputs, field.name))
      v.findings.report(Code::SCHEMA_MISSING, made->line, "new", {"'new'", field.name},
                        tr("a required field that only moves may change must be filled by 'new'"));
  }
}

bool is_code_of(const Verified& v, const std::string& name) {
  const Field* field = v.schema.find_field(name);
  return field != nullptr && field->type == FieldType::code && !field->open_codes;
}

// A table over closed code tables has a value for each combination of its codes, or for none in a row or column.
void verify_cells(const Verified& v, const Table& table) {
  if (!std::all_of(table.of.begin(), table.of.end(), [&](const auto& name) { return is_code_of(v, name); })) return;
  for (const auto& [key, value] : table.cells) {
    const auto parts = split(key, ' ');
    for (std::size_t i = 0; i < parts.size() && i < table.of.size(); ++i)
      if (v.schema.find_field(table.of[i])->find_code(parts[i]) == nullptr)
        v.findings.unknown(tr("code"), parts[i], 1, names_of(v.schema.find_field(table.of[i])->codes));
    if (parts.size() != table.of.size())
      v.findings.report(Code::SCHEMA_FORM, 1, table.name,
                        {table.name, tr("a table with one key for each of its fields ") + join(table.of, ", ")});
  }
}

void verify_complete(const Verified& v, const Table& table) {
  std::vector<std::string> keys = {""};
  for (const auto& name : table.of) {
    if (!is_code_of(v, name)) return;
    std::vector<std::string> longer;
    for (const auto& key : keys)
      for (const auto& code : v.schema.find_field(name)->codes)
        longer.push_back(key.empty() ? code.name : key + " " + code.name);
    keys = std::move(longer);
  }
  std::vector<std::string> missing;
  for (const auto& key : keys)
    if (table.cells.count(key) == 0) missing.push_back(key);
  // A table that names few combinations is a list of exceptions: what is not in it stays as it is.
  if (missing.empty() || missing.size() * 2 > keys.size()) return;
  v.findings.report(Code::SCHEMA_TABLE, 1, table.name, {table.name, join(missing, "; ")});
}

// `old`, which stands under `key`, is a name no more, and `now` is one.
void verify_rename(const Verified& v, const char* kind, const std::string& key, std::string_view old,
                   const std::string& now, const std::vector<std::string>& names) {
  if (!contains(names, now)) v.findings.unknown(tr(kind), now, 1, names);
  if (contains(names, old)) v.findings.report(Code::SCHEMA_DUPLICATE, 1, key, {tr(kind), key, now});
}

// Splits FIELD.REST; REST is empty without a dot.
std::pair<std::string, std::string> split_first(const std::string& text) {
  const auto dot = text.find('.');
  return {text.substr(0, dot), dot == std::string::npos ? std::string() : text.substr(dot + 1)};
}

// OLD, or FIELD.OLD for a part of the map FIELD, as it is called now.
void verify_renamed_field(const Verified& v, const std::string& key, const std::string& now) {
  const auto [name, part] = split_first(key);
  const auto fields = names_of(v.schema.fields);
  if (part.empty()) return verify_rename(v, ITSS_TR_NOOP("field"), key, name, now, fields);
  const Field* map = v.schema.find_field(name);
  if (map == nullptr || map->type != FieldType::map) return v.findings.unknown(tr("field"), key, 1, fields);
  verify_rename(v, ITSS_TR_NOOP("field"), key, part, now, names_of(map->fields));
}

// FIELD.OLD, or FIELD.PART.OLD for a part of the map FIELD, both as they are called now.
void verify_renamed_code(const Verified& v, const std::string& key, const std::string& now) {
  auto [name, code] = split_first(key);
  const Field* field = v.schema.find_field(name);
  if (field != nullptr && field->type == FieldType::map) {
    std::tie(name, code) = split_first(std::string(code));
    field = field->find_field(name);
  }
  if (field == nullptr || code.empty()) return v.findings.unknown(tr("field"), key, 1, names_of(v.schema.fields));
  verify_rename(v, ITSS_TR_NOOP("code"), key, code, now, names_of(field->codes));
}

}  // namespace

void verify_fields(const Verified& v) {
  for (const auto& field : v.schema.fields) {
    verify_default(v, field);
    verify_field_form(v, field);
  }
  verify_required(v);
  if (!v.schema.title_field.empty()) verify_field(v, v.schema.title_field, v.schema, 1);
  for (const auto& column : v.schema.columns) verify_path(v, column, v.schema, 1);
  verify_roles(v, v.schema.retract_roles, 1);
  for (const auto& state : v.schema.agreement_states) verify_state(v, state, v.schema, 1);
}

void verify_tables(const Verified& v) {
  for (const auto& table : v.schema.tables) {
    for (const auto& field : table.of) verify_field(v, field, v.schema, 1);
    verify_cells(v, table);
    verify_complete(v, table);
  }
}

void verify_renamed(const Verified& v) {
  for (const auto& [old, now] : v.schema.renamed_states)
    verify_rename(v, ITSS_TR_NOOP("state"), old, old, now, names_of(v.schema.states));
  for (const auto& [old, now] : v.schema.renamed_fields) verify_renamed_field(v, old, now);
  for (const auto& [old, now] : v.schema.renamed_moves)
    verify_rename(v, ITSS_TR_NOOP("move"), old, old, now, names_of(v.schema.moves));
  for (const auto& [old, now] : v.schema.renamed_codes) verify_renamed_code(v, old, now);
}

}  // namespace itss::schema
