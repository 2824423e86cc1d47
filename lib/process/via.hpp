#pragma once
// `via`: the move of one record that caused an event of another.

#include <string>
#include <vector>

#include "record/replay.hpp"
#include "record/world.hpp"

namespace itss::process {

// `type.move` of the record and move that an event's `via` names; empty if it has none or names nothing known.
std::string via_move_of(const record::Event& event, const record::World& world);

// Whether what the `via` of a step's event names did cause it: the other record has made that move at the same instant,
// and the move's rule carries or creates this one. True of an event without `via`.
bool is_caused(const record::Step& step, const record::Record& record, const record::World& world);

// The ids of the records that the step's event carried, by a link that it left, and that have no event of it: somebody
// took it out of their files. Records are left out that the rule may have left alone, as they were when the event was
// entered.
std::vector<std::string> not_carried(const record::Step& step, const record::Record& record,
                                     const record::World& world);

// The ids of the records that an event of the record moved by events that count still, sorted. Records that it created
// are not among them: they stay.
std::vector<std::string> caused_by(const record::Event& event, const record::Record& record,
                                   const record::World& world);

}  // namespace itss::process
