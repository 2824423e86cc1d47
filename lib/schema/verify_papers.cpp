// What papers and invitations show is known of the record.
#include <algorithm>

#include "base/translate.hpp"
#include "schema/readers.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

void wrong(const Verified& v, std::size_t line, const std::string& name, std::string expected) {
  v.findings.report(Code::SCHEMA_FORM, line, name, {name, std::move(expected)});
}

void verify_people(const Verified& v, const std::string& path, std::size_t line) {
  if (!verify_path(v, path, v.schema, line)) return;
  const Field* field = resolve(path, v.schema, v.all).field;
  if (field == nullptr || linked_type(*field) != kPersonType)
    wrong(v, line, path, tr("a field of type person or people"));
}

void verify_map(const Verified& v, const PaperSection& section) {
  const Field* map = verify_field(v, section.map, v.schema, section.line);
  if (map == nullptr) return;
  if (map->type != FieldType::map || map->key.empty())
    return wrong(v, section.line, section.map, tr("a map of sub-records"));
  auto parts = paths_of(section.where);
  parts.insert(parts.end(), section.columns.begin(), section.columns.end());
  for (const auto& part : parts)
    if (part != "key" && map->find_field(part) == nullptr)
      v.findings.unknown(tr("field"), part, section.line, field_names(map->fields));
}

// `TYPE.FIELD`, a link to this type.
void verify_records(const Verified& v, const PaperSection& section) {
  std::string type, name;
  if (!split_children(section.records, type, name))
    return wrong(v, section.line, section.records, tr("a record type and its link, such as action.meeting"));
  const Schema* other = verify_type(v, type, section.line);
  if (other == nullptr) return;
  const Field* link = verify_field(v, name, *other, section.line);
  if (link != nullptr && linked_type(*link) != v.schema.record)
    wrong(v, section.line, name, tr("a link to the record type ") + v.schema.record);
  for (const auto& column : section.columns) verify_path(v, column, *other, section.line);
  verify_condition(v, section.where, *other, section.line);
}

bool gathers(const Schema& schema) {
  return std::any_of(schema.moves.begin(), schema.moves.end(), [](const Move& move) {
    return std::any_of(move.rules.begin(), move.rules.end(), [](const Rule& rule) { return !rule.gathers.empty(); });
  });
}

// As the command line takes it, where `_` is `-`.
std::string typed(std::string name) {
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

bool is_verb(const Schema& schema, const std::string& name) {
  const auto is_name = [&](const auto& each) { return typed(std::string(each)) == typed(name); };
  const auto moves = names_of(schema.moves);
  const auto& verbs = builtin_verbs();
  return std::any_of(verbs.begin(), verbs.end(), is_name) || std::any_of(moves.begin(), moves.end(), is_name);
}

void verify_paper(const Verified& v, const Paper& paper) {
  if (is_verb(v.schema, paper.name)) wrong(v, paper.line, paper.name, tr("a name that no verb of the type has"));
  for (const auto& path : paper.to) verify_people(v, path, paper.line);
  for (const auto& section : paper.sections) {
    for (const auto& path : section.facts) verify_path(v, path, v.schema, section.line);
    if (!section.text.empty()) verify_field(v, section.text, v.schema, section.line);
    if (!section.map.empty()) verify_map(v, section);
    if (!section.records.empty()) verify_records(v, section);
    if (section.earlier && !gathers(v.schema))
      wrong(v, section.line, "earlier", tr("used only where a move gathers from earlier records"));
  }
}

}  // namespace

void verify_papers(const Verified& v) {
  const Schema& schema = v.schema;
  for (const auto& paper : schema.papers) verify_paper(v, paper);
  const Invitation& invitation = schema.invitation;
  if (!invitation.given()) return;
  const auto line = invitation.line;
  if (schema.window.empty()) v.findings.report(Code::SCHEMA_MISSING, line, "invitation", {"'invitation'", "window"});
  for (const auto& move : invitation.moves) verify_move(v, move, schema, line);
  for (const auto* field : {&invitation.summary, &invitation.place})
    if (!field->empty()) verify_field(v, *field, schema, line);
  if (!invitation.organizer.empty()) verify_people(v, invitation.organizer, line);
  for (const auto* paths : {&invitation.required, &invitation.invited})
    for (const auto& path : *paths) verify_people(v, path, line);
  for (const auto& state : invitation.cancelled) verify_state(v, state, schema, line);
  const auto papers = names_of(schema.papers);
  if (!invitation.paper.empty() && std::find(papers.begin(), papers.end(), invitation.paper) == papers.end())
    v.findings.unknown(tr("paper"), invitation.paper, line, papers);
}

}  // namespace itss::schema
