#pragma once
// What a record takes over from the last earlier one of its run (`gathers` of a rule).

#include "process/effects.hpp"

namespace itss::process {

// The records of the type that belong to the same run as one with these fields (the same values of `alike`, none of
// them empty) and come before it by `before`, the latest first; as of an instant. `id` is left out.
std::vector<record::RecordPtr> earlier_of_run(const schema::Schema& type, const schema::Gather& gather,
                                              const std::string& id, const Fields& fields, const record::World& world,
                                              const Instant& at);

// Writes the sub-records into the event that the rule takes over: of the latest earlier record that is in one of the
// states. Those that the record has already are left alone. `fields`: before the event.
void apply_gathers(const schema::Rule& rule, const schema::Schema& schema, const record::World& world,
                   const std::string& id, const Fields& fields, record::Event& event);

}  // namespace itss::process
