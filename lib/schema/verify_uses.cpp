// What is done with records of a type beside moving them.
#include <algorithm>

#include "base/translate.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

void wrong(const Verified& v, std::size_t line, const std::string& name, std::string expected) {
  v.findings.report(Code::SCHEMA_FORM, line, name, {name, std::move(expected)});
}

// What speaks for a record must be known on both sides and be comparable.
void verify_offer(const Verified& v, const Offer& offer) {
  for (const auto& state : offer.states) verify_state(v, state, v.schema, offer.line);
  for (const auto* fields : {&offer.words, &offer.shows})
    for (const auto& field : *fields) verify_field(v, field, v.schema, offer.line);
  const Schema* other = verify_type(v, offer.to, offer.line);
  for (const auto& name : offer.shares) {
    const Field* mine = verify_field(v, name, v.schema, offer.line);
    const Field* theirs = other == nullptr ? nullptr : verify_field(v, name, *other, offer.line);
    if (mine != nullptr && theirs != nullptr && linked_type(*mine) != linked_type(*theirs))
      wrong(v, offer.line, name, tr("a field of the same type on both sides"));
  }
}

// Each place and hash is a part of the map, and the move takes what it is made with.
void verify_media(const Verified& v, const Media& media) {
  const Field* map = verify_field(v, media.in, v.schema, media.line);
  if (map != nullptr)
    for (const char* part : {"location", "sha256"})
      if (map->type != FieldType::map || map->key.empty() || map->find_field(part) == nullptr)
        wrong(v, media.line, media.in, tr("a map of sub-records with the parts location and sha256"));
  verify_move(v, media.move, v.schema, media.line);
  const Move* move = v.schema.find_move(media.move);
  if (move == nullptr) return;
  const auto inputs = v.schema.inputs_of(*move);
  for (const auto* input : {&media.key, &media.hash})
    if (std::find(inputs.begin(), inputs.end(), *input) == inputs.end())
      v.findings.unknown(tr("input"), *input, media.line, inputs);
}

// Who owes a move, and until when, must be known of the record.
void verify_owed(const Verified& v, const Owed& owed) {
  verify_move(v, owed.move, v.schema, owed.line);
  for (const auto& state : owed.states) verify_state(v, state, v.schema, owed.line);
  verify_condition(v, owed.when, v.schema, owed.line);
  for (const auto& path : owed.by) {
    if (!verify_path(v, path, v.schema, owed.line)) continue;
    const Field* field = resolve(path, v.schema, v.all).field;
    if (field == nullptr || linked_type(*field) != kPersonType)
      wrong(v, owed.line, path, tr("a field of type person or people"));
  }
  const auto clocks = names_of(v.schema.clocks);
  if (!owed.clock.empty() && std::find(clocks.begin(), clocks.end(), owed.clock) == clocks.end())
    v.findings.unknown(tr("clock"), owed.clock, owed.line, clocks);
  if (owed.due.empty() || !verify_path(v, owed.due, v.schema, owed.line)) return;
  const Target target = resolve(owed.due, v.schema, v.all);
  if (target.field == nullptr || target.several ||
      (target.field->type != FieldType::date && target.field->type != FieldType::instant))
    wrong(v, owed.line, owed.due, tr("a date or an instant"));
}

// Where the start and end of a record are written: the parts of the window, or two fields.
void verify_series(const Verified& v, const Series& series) {
  const Schema& schema = v.schema;
  if (schema.window.empty()) v.findings.report(Code::SCHEMA_MISSING, series.line, series.name, {"'series'", "window"});
  const Field* of = verify_field(v, series.of, schema, series.line);
  if (of != nullptr && (of->type != FieldType::link || verify_type(v, of->to, series.line) == nullptr))
    wrong(v, series.line, series.of, tr("a link to one record"));
  const Schema* other = of == nullptr ? nullptr : v.all.find(of->to);
  if (other != nullptr)
    for (const auto& state : series.running) verify_state(v, state, *other, series.line);
  verify_condition(v, series.where, schema, series.line);
  for (const auto& state : series.took_place) verify_state(v, state, schema, series.line);
  const Field* slot = verify_field(v, series.slot, schema, series.line);
  if (slot != nullptr && slot->type != FieldType::instant)
    wrong(v, series.line, series.slot, tr("a field of type instant"));
  if (!series.moved_for.empty()) verify_field(v, series.moved_for, schema, series.line);
  for (const auto& [name, expression] : series.set) verify_field(v, name, schema, series.line);
}

}  // namespace

void verify_window(const Verified& v, std::string_view field, const Schema& schema, std::size_t line) {
  if (const auto dots = field.find(".."); dots != std::string_view::npos) {
    for (const auto end : {field.substr(0, dots), field.substr(dots + 2)})
      if (const Field* instant = verify_field(v, end, schema, line);
          instant != nullptr && instant->type != FieldType::instant)
        wrong(v, line, std::string(end), tr("a field of type instant"));
    return;
  }
  const Field* window = verify_field(v, field, schema, line);
  if (window == nullptr) return;
  for (const char* part : {"from", "to"})
    if (window->type != FieldType::map || window->find_field(part) == nullptr)
      wrong(v, line, std::string(field), tr("a map with the fields from and to"));
}

void verify_uses(const Verified& v) {
  const Schema& schema = v.schema;
  for (const auto& offer : schema.offers) verify_offer(v, offer);
  for (const auto& spawn : schema.spawns) verify_made(v, spawn, 1);
  for (const auto& column : schema.board) verify_path(v, column, schema, 1);
  if (!schema.window.empty()) verify_window(v, schema.window, schema, 1);
  if (schema.media.given()) verify_media(v, schema.media);
  for (const auto& owed : schema.owed) verify_owed(v, owed);
  for (const auto& series : schema.series) verify_series(v, series);
}

}  // namespace itss::schema
