#pragma once
// What a rule does beside changing the state: sets, derived values, sub-records, the state itself.

#include "process/attempt.hpp"

namespace itss::process {

// What the expressions of an effect are about.
struct Occasion {
  const record::World& world;  // holds the carrier as its move leaves it
  const std::string& type;     // of the record
  const std::string& id;       // of the record
  const Fields& fields;        // before the event
  const record::Event& event;  // with its inputs
  std::string key = {};        // of the sub-record that is written
};

// Writes the effects of a rule into the event, whose inputs are already there. `fields`: before the event. A date that
// is set to an instant is its date in the world's zone; a list that is set to one value holds that one.
void apply_effects(const schema::Rule& rule, const schema::Schema& schema, const record::World& world,
                   const std::string& id, const Fields& fields, record::Event& event);

// Writes into the event what a rule takes over from records that its links name (`fills`): of fields that are neither
// filled nor given.
void apply_fills(const schema::Rule& rule, const schema::Schema& schema, const record::World& world,
                 const Fields& fields, record::Event& event);

// What an expression (schema/expression.hpp) stands for; absent if the record that it asks has no such value.
Value evaluate(const std::string& expression, const Occasion& occasion);

// A value in the form of the field (null: a text): an instant as its date in `zone`, one value as a list of one.
// Absent for an empty one.
Value fitted(const Value& value, const schema::Field* field, const Zone& zone);

}  // namespace itss::process
