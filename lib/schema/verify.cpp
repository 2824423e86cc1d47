// verify: proves a schema sound, part by part.
#include <algorithm>
#include <optional>
#include <set>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/computed.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

// A computed field or the shown state of a type, by their names: what is worked out from answers to others.
using Question = std::pair<std::string, std::string>;
const std::string kShownState = "status";

class Dependencies {
 public:
  explicit Dependencies(const Verified& v) : v_(v) {}

  // The paths, in order, that lead from these of `schema` back to the goal; none if they do not.
  std::vector<std::string> way_back(const std::vector<std::string>& paths, const Schema& schema, const Question& goal) {
    for (const auto& path : paths) {
      const Target target = resolve(path, schema, v_.all);
      const auto next = question_of(target);
      if (!next) continue;
      if (*next == goal) return {path};
      if (!seen_.insert(*next).second) continue;
      const Schema& other = target.schema->record == v_.schema.record ? v_.schema : *target.schema;
      auto way = way_back(asked_by(*next, other), other, goal);
      if (way.empty()) continue;
      way.insert(way.begin(), path);
      return way;
    }
    return {};
  }

 private:
  static std::optional<Question> question_of(const Target& target) {
    if (target.kind == Target::Kind::state) return Question(target.schema->record, kShownState);
    if (target.kind == Target::Kind::field && target.field->type == FieldType::computed)
      return Question(target.schema->record, target.field->name);
    return std::nullopt;
  }

  static std::vector<std::string> asked_by(const Question& question, const Schema& schema) {
    if (const Field* field = schema.find_field(question.second)) return formula_paths(*field, schema);
    std::vector<std::string> paths;
    for (const auto& state : schema.states)
      for (auto& path : paths_of(state.derived_when)) paths.push_back(std::move(path));
    return paths;
  }

  const Verified& v_;
  std::set<Question> seen_;
};

// A field or state that waits for an answer that waits for it.
void verify_way_back(const Verified& v, const std::string& name, std::size_t line, const std::string& question,
                     const std::vector<std::string>& paths) {
  auto way = Dependencies(v).way_back(paths, v.schema, {v.schema.record, question});
  if (way.empty()) return;
  way.insert(way.begin(), name);
  v.findings.report(Code::SCHEMA_CYCLE, line, name, {name, join(way, " -> ")});
}

// A table may have numbers for its values.
bool is_number(const Target& target) {
  return target.kind == Target::Kind::field && (target.field->type == FieldType::computed || is_numeric(*target.field));
}

void verify_formula(const Verified& v, const Field& field) {
  const auto& words = formula_words();
  for (const auto& [word, operand] : field.computed.map())
    if (std::find(words.begin(), words.end(), word) == words.end())
      v.findings.report(Code::SCHEMA_WORD, field.line, word, {word, tr("a formula")},
                        tr("one of ") + join({words.begin(), words.end()}, ", "));
  const bool folds = !field.computed["sum"].absent() || !field.computed["product"].absent();
  for (const auto& path : formula_paths(field, v.schema))
    if (verify_path(v, path, v.schema, field.line) && folds && !is_number(resolve(path, v.schema, v.all)))
      v.findings.report(Code::SCHEMA_FORM, field.line, path, {path, tr("a field of numbers")});
  if (!field.named_by.empty()) {
    const Schema* other = verify_type(v, field.to, field.line);
    const Field* link = other == nullptr ? nullptr : verify_field(v, field.named_by, *other, field.line);
    if (link != nullptr && (link->type == FieldType::computed || linked_type(*link) != v.schema.record))
      v.findings.report(Code::SCHEMA_FORM, field.line, field.named_by,
                        {field.named_by, tr("a link to the record type ") + v.schema.record});
    if (other != nullptr) verify_condition(v, field.named_where, *other, field.line);
  }
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
    verify_way_back(v, field.name, field.line, field.name, formula_paths(field, v.schema));
  }
  for (const auto& state : v.schema.states)
    if (state.derived()) verify_way_back(v, state.name, state.line, kShownState, paths_of(state.derived_when));
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
  verify_uses(v);
  verify_papers(v);
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
