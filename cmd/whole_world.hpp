#pragma once
// The repository as a world that remembers which records it could not show: a figure over records says so.

#include <mutex>
#include <set>

#include "app.hpp"

namespace itss::cmd {

class WholeWorld : public record::World {
 public:
  explicit WholeWorld(const store::Repository& repository) : repository_(repository) {}

  const schema::SchemaSet& schemas() const override { return repository_.schemas(); }
  record::RecordPtr find(std::string_view id, std::string_view type = {}) const override {
    return repository_.find(id, type);
  }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override;
  void each_in_runs(std::string_view type, const std::vector<record::Scope>& scopes, const Start& start,
                    const Visit& visit) const override;
  std::vector<std::string> each_linking(std::string_view type, std::string_view field, std::string_view id,
                                        const std::function<void(const record::RecordPtr&)>& visit) const override {
    return repository_.each_linking(type, field, id, visit);
  }
  const calendar::Calendar* calendar(std::string_view name) const override;
  const Zone& zone() const override { return repository_.zone(); }

  // Calendars that were asked for and cannot be used: clocks on them have no promise.
  std::set<std::string, std::less<>> missing_calendars() const;
  // Why files of the configuration, calendars among them, cannot be used.
  Diagnostics configuration_findings() const { return repository_.configuration_findings(); }
  // Of each record of the types asked for that could not be read, why.
  const std::vector<Diagnostics>& unreadable() const { return unreadable_; }

 private:
  bool is_first_visit(std::string_view type) const;

  const store::Repository& repository_;
  mutable std::vector<Diagnostics> unreadable_;
  mutable std::mutex mutex_;                         // of what follows: threads ask for records and calendars
  mutable std::set<std::string, std::less<>> seen_;  // types
  mutable std::set<std::string, std::less<>> missing_calendars_;
};

// Records that cannot be read are in no figure, clocks whose calendar cannot be used have no promise: the answer is
// printed all the same, and this says so. 3 if there are any.
Exit judge_completeness(App& app, const WholeWorld& world);

}  // namespace itss::cmd
