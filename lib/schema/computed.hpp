#pragma once
// Computed fields: never stored, worked out on reading from their formula.
//   {sum: [a, b]}  {product: [a, b]}  {count: field}  {table: NAME, of: [a, b]}

#include "schema/schema.hpp"

namespace itss::schema {

// The value of a computed field; absent if one of the fields that it asks for is absent or no number.
Value compute(const Field& field, const Schema& schema, const Facts& facts);

// The paths that its formula asks for, each once; of a table without `of`, the table's fields.
std::vector<std::string> formula_paths(const Field& field, const Schema& schema);

// Whether the values of a field are numbers: of its type, by its formula, or because all of its codes are.
bool is_numeric(const Field& field);

// The words of formulas.
const std::vector<std::string_view>& formula_words();

}  // namespace itss::schema
