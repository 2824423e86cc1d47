#pragma once
// The schema's `renamed:`: what the words of older events are called now. A word without a successor stays as it is.

#include <string>

#include "schema/schema.hpp"

namespace itss::schema {

const std::string& present_name(const Schema& schema, const std::string& field);
const std::string& present_move(const Schema& schema, const std::string& move);
const std::string& present_state(const Schema& schema, const std::string& state);
// The part of a map's sub-records. `field`: what the map is called now.
std::string present_part(const Schema& schema, const std::string& field, const std::string& part);

// The codes of a text or list. `path`: what a field is called now, or a part as FIELD.PART; of `status`, its states.
Value present_codes(const Schema& schema, const std::string& path, Value value);
// The same for a field's whole value, parts of sub-records among it.
Value present_value(const Schema& schema, const std::string& field, Value value);

}  // namespace itss::schema
