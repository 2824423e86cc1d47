#pragma once
// What a rule does beside changing the state: sets, derived values, sub-records, the state itself.

#include "process/attempt.hpp"

namespace itss::process {

// Writes the effects of a rule into the event, whose inputs are already there. `fields`: before the event. A date that
// is set to an instant is its date in `zone`; a list that is set to one value holds that one.
void apply_effects(const schema::Rule& rule, const schema::Schema& schema, const Zone& zone, const std::string& id,
                   const Fields& fields, record::Event& event);

// The text of an expression: actor, at, id, input.NAME, field.NAME, or the text itself.
std::string evaluate(const std::string& expression, const std::string& id, const Fields& fields,
                     const record::Event& event);

}  // namespace itss::process
