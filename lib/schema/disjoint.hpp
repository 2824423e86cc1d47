#pragma once
// Whether two conditions can be shown never to hold at once.

#include <functional>
#include <string_view>

#include "schema/condition.hpp"

namespace itss::schema {

// True if they are disjoint for certain: one field with different values, filled and empty, a range and another behind
// it, a condition and its `not`. `is_single` says whether a path has one value only: of a list, two tests for different
// values may both hold.
bool are_disjoint(const Condition& a, const Condition& b, const std::function<bool(std::string_view)>& is_single);

}  // namespace itss::schema
