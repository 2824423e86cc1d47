#include "schema/mask.hpp"

namespace itss::schema {

Value masked(const Field& field, const Value& value) {
  if (value.empty()) return value;
  if (field.confidential) return kMask;
  if (!value.is_map()) return value;
  Value::Map out;
  for (const auto& [key, sub] : value.map()) {
    const Field* part = sub.is_map() ? nullptr : field.find_field(key);
    out[key] = sub.is_map() ? masked(field, sub) : part == nullptr ? sub : masked(*part, sub);
  }
  return out;
}

}  // namespace itss::schema
