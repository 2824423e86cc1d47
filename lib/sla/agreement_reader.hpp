#pragma once
// From the fields of a record to an Agreement. Inside sla/ only.

#include <optional>
#include <string>
#include <vector>

#include "record/world.hpp"
#include "sla/agreement.hpp"

namespace itss::sla {

// What the fields say; what cannot be read is named in `problems` and left out.
Agreement read_agreement(const Fields& fields, const Zone& zone, std::vector<std::string>& problems);

// The agreement that a record is, if it ever came into force, in the words that the schemas use now; without the clocks
// that another kind of agreement promises.
std::optional<Agreement> agreement_of(const record::Record& record, const schema::Schema& schema,
                                      const record::World& world, const record::AsOf& as_of = {});

// Calls visit(schema, record) for each record that is an agreement.
template <class Visit>
void each_agreement(const record::World& world, Visit visit) {
  for (const auto& type : world.schemas().types()) {
    const schema::Schema* schema = world.schemas().find(type);
    if (schema == nullptr || schema->agreement_states.empty()) continue;
    world.each(type, [&](const record::RecordPtr& record) { visit(*schema, record); });
  }
}

// Calls visit(schema, rule) for each clock of each type.
template <class Visit>
void each_clock(const schema::SchemaSet& schemas, Visit visit) {
  for (const auto& type : schemas.types())
    if (const schema::Schema* schema = schemas.find(type))
      for (const auto& rule : schema->clocks) visit(*schema, rule);
}

// Whether an agreement of this kind can promise the clock.
inline bool promises(const Agreement& agreement, const schema::ClockRule& rule) {
  return agreement.kind.empty() || rule.kind.empty() || agreement.kind == rule.kind;
}

}  // namespace itss::sla
