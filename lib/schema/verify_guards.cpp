// What the guards of a rule name.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/translate.hpp"
#include "schema/checks.hpp"
#include "schema/verifier.hpp"

namespace itss::schema {

namespace {

bool is_event_part(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kParts = {"note", "told", "for", "evidence"};
  return std::find(kParts.begin(), kParts.end(), name) != kParts.end();
}

std::vector<std::string> move_words(const Schema& schema) {
  std::vector<std::string> words;
  for (const auto& move : schema.moves) words.push_back(move.name);
  return words;
}

class GuardVerifier {
 public:
  GuardVerifier(const Verified& v, std::size_t line) : v_(v), line_(line) {}

  void operator()(const Requires& guard) const { inputs(guard.fields); }
  void operator()(const AnyOf& guard) const { inputs(guard.fields); }

  void operator()(const Actor& guard) const {
    verify_roles(v_, guard.roles, line_);
    if (guard.together && guard.roles.empty() != guard.by.empty())
      v_.findings.report(Code::SCHEMA_MISSING, line_, "together", {"'together'", guard.by.empty() ? "by" : "roles"});
    for (const auto& name : guard.by) {
      if (!verify_path(v_, name, v_.schema, line_)) continue;
      const Field* field = resolve(name, v_.schema, v_.all).field;
      if (field == nullptr || (field->type != FieldType::person && field->type != FieldType::people))
        wrong(name, tr("a field of type person or people"));
    }
  }

  void operator()(const NotBy& guard) const {
    for (const auto& move : guard.moves) verify_move(v_, move, v_.schema, line_);
  }

  void operator()(const After& guard) const {
    verify_event(guard.move);
    for (const auto& move : guard.since) verify_event(move);
    verify_roles(v_, guard.roles, line_);
  }

  void operator()(const Same& guard) const {
    for (const auto& path : guard.paths) verify_path(v_, path, v_.schema, line_);
  }

  void operator()(const Covers& guard) const {
    verify_path(v_, guard.all, v_.schema, line_);
    for (const auto& path : guard.in) verify_path(v_, path, v_.schema, line_);
  }

  void operator()(const Disjoint& guard) const {
    for (const auto& path : guard.paths) verify_path(v_, path, v_.schema, line_);
  }

  void operator()(const Each& guard) const {
    const Field* map = verify_field(v_, guard.in, v_.schema, line_);
    if (map == nullptr) return;
    if (map->type != FieldType::map || map->key.empty()) return wrong(guard.in, tr("a map of sub-records"));
    for (const auto* parts : {&guard.has, &guard.same})
      for (const auto& part : *parts)
        if (map->find_field(part) == nullptr) v_.findings.unknown(tr("field"), part, line_, field_names(map->fields));
  }

  void operator()(const Linked& guard) const {
    const Field* field = verify_field(v_, guard.field, v_.schema, line_);
    if (field == nullptr) return;
    const auto type = linked_type(*field);
    if (type.empty() || field->type == FieldType::computed)
      return wrong(guard.field, tr("a field of links or persons"));
    const Schema* other = verify_type(v_, type, line_);
    if (other == nullptr) return;
    asked_of(*other, guard.states, guard.where);
    if (guard.moved) verify_moved(*guard.moved, *other);
  }

  void operator()(const Children& guard) const {
    const Schema* other = verify_type(v_, guard.type, line_);
    if (other == nullptr) return;
    verify_back_link(*other, guard.field);
    asked_of(*other, guard.states, guard.where);
  }

  void operator()(const Parties& guard) const {
    if (!verify_path(v_, guard.of, v_.schema, line_)) return;
    const Target target = resolve(guard.of, v_.schema, v_.all);
    if (target.kind == Target::Kind::field)
      for (const auto& side : guard.all) verify_value(v_, *target.field, side, line_);
  }

  void operator()(const During& guard) const { verify_window(v_, guard.field, v_.schema, line_); }

  void operator()(const Apart& guard) const {
    verify_window(v_, guard.window, v_.schema, line_);
    const Schema* other = verify_type(v_, guard.type, line_);
    if (other == nullptr) return;
    verify_window(v_, guard.field, *other, line_);
    verify_condition(v_, guard.where, *other, line_);
    if (!guard.except.all.empty()) verify_path(v_, guard.except.all, v_.schema, line_);
    for (const auto& path : guard.except.in) verify_path(v_, path, *other, line_);
    if (guard.sharing.empty()) return;
    const Field* mine = verify_field(v_, guard.sharing, v_.schema, line_);
    const Field* theirs = verify_field(v_, guard.sharing, *other, line_);
    if (mine == nullptr || theirs == nullptr) return;
    if (mine->type == FieldType::computed || linked_type(*mine).empty() || linked_type(*mine) != linked_type(*theirs))
      wrong(guard.sharing, tr("a field of links to the same type on both sides"));
  }

  void operator()(const Holds& guard) const { verify_condition(v_, guard.condition, v_.schema, line_); }

  void operator()(const Named& guard) const {
    const auto colon = guard.check.find(':');
    const std::string name = guard.check.substr(0, colon);
    std::vector<std::string> known;
    for (const auto& row : check_words()) {
      known.emplace_back(row.name);
      if (row.name != name) continue;
      if (colon == std::string::npos || !row.takes_field) return;
      const std::string field = guard.check.substr(colon + 1);
      if (field.find("..") != std::string::npos)
        verify_window(v_, field, v_.schema, line_);
      else
        verify_field(v_, field, v_.schema, line_);
      return;
    }
    v_.findings.unknown(tr("check"), guard.check, line_, known);
  }

 private:
  void wrong(const std::string& name, std::string expected) const {
    v_.findings.report(Code::SCHEMA_FORM, line_, name, {name, std::move(expected)});
  }

  // Moves, and what else a history may hold.
  void verify_event(const std::string& name) const {
    if (name == "comment" || name == "edit" || v_.schema.find_move(name) != nullptr) return;
    v_.findings.unknown(tr("move"), name, line_, move_words(v_.schema));
  }

  void inputs(const std::vector<std::string>& paths) const {
    for (const auto& path : paths)
      if (!is_event_part(path)) verify_path(v_, path, v_.schema, line_);
  }

  void verify_moved(const Moved& moved, const Schema& other) const {
    verify_move(v_, moved.move, other, line_);
    for (const auto& move : moved.since) verify_event(move);
    if (!moved.naming.empty()) verify_back_link(other, moved.naming);
    if (moved.unless) verify_condition(v_, *moved.unless, other, line_);
  }

  void verify_back_link(const Schema& other, const std::string& name) const {
    const Field* field = verify_field(v_, name, other, line_);
    if (field != nullptr && linked_type(*field) != v_.schema.record)
      wrong(name, tr("a link to the record type ") + v_.schema.record);
  }

  void asked_of(const Schema& other, const std::vector<std::string>& states, const Condition& where) const {
    for (const auto& state : states) verify_state(v_, state, other, line_);
    verify_condition(v_, where, other, line_);
  }

  const Verified& v_;
  std::size_t line_;
};

}  // namespace

void verify_guards(const Verified& v, const Rule& rule) {
  verify_condition(v, rule.when, v.schema, rule.line);
  for (const auto& field : rule.takes) verify_path(v, field, v.schema, rule.line);
  for (const auto& group : rule.guards) {
    verify_condition(v, group.when, v.schema, group.line);
    for (const auto& test : group.tests) std::visit(GuardVerifier(v, group.line), test);
  }
}

}  // namespace itss::schema
