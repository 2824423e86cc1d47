#pragma once
// Records as JSON. The keys are part of the interface (itss help formatting): they are added to, never renamed.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "app.hpp"
#include "schema/mask.hpp"

namespace itss::cmd {

// A field's value in the schema's type: numbers as numbers, lists as arrays, maps as objects.
nlohmann::ordered_json to_json(const Value& value, const schema::Field* field);

// id, type, status (the shown one), the fields, opened, updated; `wanted` are the names asked for, `*` or empty for
// all. Confidential fields are masked.
nlohmann::ordered_json to_json(App& app, const record::Record& record, const std::string& wanted);

// The event as in the file, with its id under `event`.
nlohmann::ordered_json to_json(const record::Event& event, const schema::Schema& type);

// All events of a record, in the order of its file.
nlohmann::ordered_json history_json(const record::Record& record, const schema::Schema& type);

// The text of a document, ending in a line break.
std::string text_of(const nlohmann::ordered_json& json);

using schema::masked;
// The value of a field, computed ones worked out.
Value value_of(App& app, const record::Record& record, const schema::Field& field);

}  // namespace itss::cmd
