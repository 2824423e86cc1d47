#pragma once
// The world just before an instant: other records as they were without what happened to them in that second or after.

#include "record/world.hpp"

namespace itss::process {

class Earlier : public record::World {
 public:
  // The record `except` is seen as it is. REQUIRES: all references outlive the object.
  Earlier(const record::World& below, const Instant& before, const std::string& except)
      : below_(below), before_(before), except_(except) {}

  const schema::SchemaSet& schemas() const override { return below_.schemas(); }
  record::RecordPtr find(std::string_view id, std::string_view type) const override;
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override;
  const calendar::Calendar* calendar(std::string_view name) const override { return below_.calendar(name); }
  const Zone& zone() const override { return below_.zone(); }

 private:
  // Null if the record did not exist yet.
  record::RecordPtr then(const record::RecordPtr& record) const;

  const record::World& below_;
  const Instant& before_;
  const std::string& except_;
};

}  // namespace itss::process
