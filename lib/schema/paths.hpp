#pragma once
// Where a dotted path of a condition or guard leads, followed through the schemas without any record.

#include <string>
#include <string_view>

#include "schema/set.hpp"

namespace itss::schema {

struct Target {
  // field: a field's value. state: the shown state. moment: `opened`, `updated`. name: `id`, `type`, `actor`.
  // sub_record: a map's sub-record. unknown: nothing; `missing` is the part of the path that is not known.
  enum class Kind { field, state, moment, name, sub_record, unknown } kind = Kind::unknown;
  const Field* field = nullptr;
  const Schema* schema = nullptr;  // whose field or state it is
  bool several = false;            // several values: a list, or on the way through one
  bool confidential = false;       // a field that is confidential, or on the way through one
  std::string missing;
};

// What a path of `schema` leads to. `actor` and `input` are the acting person and the inputs of the command, as in the
// rules of a move.
Target resolve(std::string_view path, const Schema& schema, const SchemaSet& all);

// The record type that a field's values name: of a link, or the persons; empty for other fields.
std::string_view linked_type(const Field& field);

// Whether a path may ask for more than the record's own fields hold: over a link, or by a formula or a derived state.
bool leaves(std::string_view path, const Schema& schema);

}  // namespace itss::schema
