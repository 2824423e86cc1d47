// verify: proves a schema sound, part by part.
#include <algorithm>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/computed.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

// Follows formulas from a computed field; `way` are the fields on it, in order.
void follow(const Verified& v, const Field& field, std::vector<std::string>& way) {
  const bool again = std::find(way.begin(), way.end(), field.name) != way.end();
  way.push_back(field.name);
  if (again && way.front() == field.name)
    v.findings.report(Code::SCHEMA_CYCLE, field.line, field.name, {field.name, join(way, " -> ")});
  if (!again)
    for (const auto& path : formula_paths(field, v.schema)) {
      const Field* next = v.schema.find_field(path);
      if (next != nullptr && next->type == FieldType::computed) follow(v, *next, way);
    }
  way.pop_back();
}

void verify_formula(const Verified& v, const Field& field) {
  const auto& words = formula_words();
  for (const auto& [word, operand] : field.computed.map())
    if (std::find(words.begin(), words.end(), word) == words.end())
      v.findings.report(Code::SCHEMA_WORD, field.line, word, {word, tr("a formula")},
                        tr("one of ") + join({words.begin(), words.end()}, ", "));
  for (const auto& path : formula_paths(field, v.schema)) verify_path(v, path, v.schema, field.line);
  const std::string& name = field.computed["table"].text();
  const auto is_table = [&](const Table& table) { return table.name == name; };
  if (!name.empty() && std::none_of(v.schema.tables.begin(), v.schema.tables.end(), is_table))
    v.findings.unknown(tr("table"), name, field.line, {});
}

}  // namespace

void verify_computed(const Verified& v) {
  for (const auto& field : v.schema.fields) {
    if (field.type != FieldType::computed) continue;
    verify_formula(v, field);
    std::vector<std::string> way;
    follow(v, field, way);
  }
}

Diagnostics verify(const Schema& schema, const SchemaSet& all) {
  Findings findings(schema);
  const Verified v{schema, all, findings};
  verify_names(v);
  verify_fields(v);
  verify_computed(v);
  verify_tables(v);
  verify_clocks(v);
  verify_renamed(v);
  verify_graph(v);
  for (const auto& move : schema.moves)
    for (const auto& rule : move.rules) {
      verify_guards(v, rule);
      verify_effects(v, move, rule);
    }
  verify_overlaps(v);
  return findings.take();
}

}  // namespace itss::schema
