#pragma once
// What a record takes over from the last earlier one of its run (`gathers` of a rule).

#include "process/effects.hpp"

namespace itss::process {

// A sub-record as the facts of a condition on its parts. REQUIRES: the parts and the zone outlive the object.
class PartFacts : public schema::Facts {
 public:
  PartFacts(const Value& parts, const Instant& now, const Zone& zone) : parts_(parts), now_(now), zone_(zone) {}
  Value value(std::string_view path) const override { return parts_[std::string(path)]; }
  Instant now() const override { return now_; }
  const Zone& zone() const override { return zone_; }
  std::optional<bool> overdue(std::string_view) const override { return std::nullopt; }
  std::optional<bool> breached(std::string_view) const override { return std::nullopt; }

 private:
  const Value& parts_;
  const Instant now_;
  const Zone& zone_;
};

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
