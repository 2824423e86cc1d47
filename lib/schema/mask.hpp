#pragma once
// Confidential values as they are shown and exported.

#include "base/value.hpp"
#include "schema/schema.hpp"

namespace itss::schema {

// The value with what is confidential masked: all of it, or parts of sub-records.
Value masked(const Field& field, const Value& value);

}  // namespace itss::schema
