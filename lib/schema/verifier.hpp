#pragma once
// The parts of verify(): each proves one kind of soundness and reports what is not.

#include "schema/findings.hpp"
#include "schema/paths.hpp"
#include "schema/set.hpp"

namespace itss::schema {

struct Verified {
  const Schema& schema;
  const SchemaSet& all;
  Findings& findings;
};

// Names of moves, fields and states that the language uses itself; prefixes and directories of two types; labels.
void verify_names(const Verified& v);
// Fields: types, linked types, code tables, defaults; title, columns, tables, clocks, renamed words.
void verify_fields(const Verified& v);
void verify_tables(const Verified& v);
void verify_clocks(const Verified& v);
void verify_renamed(const Verified& v);
// No computed field or derived state depends on itself, be it through links.
void verify_computed(const Verified& v);
// What the guards and effects of the rules name.
void verify_guards(const Verified& v, const Rule& rule);
void verify_effects(const Verified& v, const Move& move, const Rule& rule);
// What is done with records beside moving them: spawned, offered, drawn on a calendar or board, files verified.
void verify_uses(const Verified& v);
// What is printed of records and sent of them.
void verify_papers(const Verified& v);
// States: reached, with a way to an end; derived ones sound.
void verify_graph(const Verified& v);
// No two rules of a move fit at once, unless the later one is the `else`.
void verify_overlaps(const Verified& v);

// What a condition names, when it is asked of a record of `schema` (which may be another type than v.schema).
void verify_condition(const Verified& v, const Condition& condition, const Schema& schema, std::size_t line);
// A path that must lead somewhere; true if it does.
bool verify_path(const Verified& v, std::string_view path, const Schema& schema, std::size_t line);
void verify_state(const Verified& v, std::string_view state, const Schema& schema, std::size_t line);
void verify_move(const Verified& v, std::string_view move, const Schema& schema, std::size_t line);
void verify_roles(const Verified& v, const std::vector<std::string>& roles, std::size_t line);
// The schema of a type that is named, or null after a finding.
const Schema* verify_type(const Verified& v, std::string_view type, std::size_t line);
// The field of this name of `schema`, or null after a finding.
const Field* verify_field(const Verified& v, std::string_view field, const Schema& schema, std::size_t line);
// The field of this name of `schema` is a map with the parts `from` and `to`; `START..END` are two instant fields.
void verify_window(const Verified& v, std::string_view field, const Schema& schema, std::size_t line);
// What a new record of another type gets: the link that names this one, and what else is written into it.
void verify_made(const Verified& v, const Create& create, std::size_t line);
// A text that is written into a field, or compared with it, must be a value of it in its canonical form.
void verify_value(const Verified& v, const Field& field, const std::string& text, std::size_t line);

std::vector<std::string> field_names(const std::vector<Field>& fields);

}  // namespace itss::schema
