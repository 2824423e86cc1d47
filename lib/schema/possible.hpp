#pragma once
// What a stored state, or the time of its history, says of a record without a look at the rest.

#include <set>
#include <string>
#include <string_view>

#include "schema/condition.hpp"
#include "schema/schema.hpp"

namespace itss::schema {

// Whether the condition may hold for a record that is shown in this state, whatever else it has. False only if it
// cannot.
bool may_hold(const Condition& condition, std::string_view state);

// A half-open span of time; an end that is absent is open.
struct Span {
  std::optional<SysSeconds> from, to;
};

// The span in which a record must have been opened or changed at some time for the condition to hold: what it asks of
// `opened` and `updated`.
Span span_of(const Condition& condition, const Instant& now, const Zone& zone);

// The states that are shown as they are stored: no derived state is ever shown in their place.
std::set<std::string, std::less<>> plain_states(const Schema& schema);
// Those among them that are final: a record in one of them is closed whatever the time.
std::set<std::string, std::less<>> settled_states(const Schema& schema);

}  // namespace itss::schema
