#pragma once
// What leads from one value of a field to another, in the words of an event.

#include "record/record.hpp"
#include "schema/schema.hpp"

namespace itss::process {

// Adds to the event what makes `before` into `wanted`: items of lists as `add` and `remove`, sub-records as `put` and
// `drop`, so that another clone's change of the same field is kept; as `set` or `unset` where these cannot say it
// (another order, a part that is gone) and for all other fields.
void append_difference(record::Event& event, const schema::Field& field, const Value& before, const Value& wanted);

}  // namespace itss::process
