#pragma once
// Moves that a record offers before anything is given: which rule would apply, and which of its guards bind whatever
// the command gives.

#include <string>
#include <vector>

#include "record/facts.hpp"

namespace itss::process {

// The record as a command would find it. REQUIRES: all outlive the object.
struct Present {
  const schema::Schema& schema;
  const record::Record& record;
  const record::World& world;
  const Instant& now;

  record::RecordFacts facts() const { return {record, record.fields, world, now}; }
};

// The rule by which the move can be made by hand now, if the right things are given: it starts from the stored or the
// shown state, and its condition holds or asks for what the command has yet to give. Null if there is none, or if the
// move is not in use.
const schema::Rule* rule_at_hand(const Present& present, const schema::Move& move);

// The guards of the rule, errors alone, that bind whatever the command gives.
std::vector<const schema::GuardGroup*> guards_at_hand(const Present& present, const schema::Move& move,
                                                      const schema::Rule& rule);

// The own ids of the persons whom the paths name now, in order.
std::vector<std::string> people_at(const Present& present, const std::vector<std::string>& paths);

}  // namespace itss::process
