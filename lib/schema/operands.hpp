#pragma once
// Whether what a condition compares with can be compared with what its path leads to.

#include <optional>
#include <string>

#include "schema/paths.hpp"

namespace itss::schema {

// before, after, gt, ge, lt, le, within: those that ask for an order.
bool is_ordering(Op op);

// What an operand must be to be compared with the values that `target` has, for a message; nothing if `operand` is so.
// Numbers are compared by value, times with whatever parse_when reads, all else as text.
std::optional<std::string> wanted_operand(const Target& target, Op op, const std::string& operand);

}  // namespace itss::schema
