#pragma once
// What a stored state alone says of a record.

#include <set>
#include <string>
#include <string_view>

#include "schema/condition.hpp"
#include "schema/schema.hpp"

namespace itss::schema {

// Whether the condition may hold for a record that is shown in this state, whatever else it has. False only if it
// cannot.
bool may_hold(const Condition& condition, std::string_view state);

// The states that are shown as they are stored: no derived state is ever shown in their place.
std::set<std::string, std::less<>> plain_states(const Schema& schema);
// Those among them that are final: a record in one of them is closed whatever the time.
std::set<std::string, std::less<>> settled_states(const Schema& schema);

}  // namespace itss::schema
