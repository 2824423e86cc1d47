#pragma once
// What a rule does beside changing the state: sets, derived values, sub-records, the state itself.

#include "process/attempt.hpp"

namespace itss::process {

// Writes the effects of a rule into the event, whose inputs are already there. `fields`: before the event. A date that
// is set to an instant is its date in `zone`; a list that is set to one value holds that one.
void apply_effects(const schema::Rule& rule, const schema::Schema& schema, const Zone& zone, const std::string& id,
                   const Fields& fields, record::Event& event);

// What an expression stands for: actor, at, id, input.NAME, field.NAME, or the text itself.
Value evaluate(const std::string& expression, const std::string& id, const Fields& fields, const record::Event& event);

// A value in the form of the field (null: a text): an instant as its date in `zone`, one value as a list of one.
// Absent for an empty one.
Value fitted(const Value& value, const schema::Field* field, const Zone& zone);

}  // namespace itss::process
