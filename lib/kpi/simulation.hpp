#pragma once
// What another agreement would have done: the clocks of a window, by the agreements as they are and with a draft.

#include <optional>
#include <string>
#include <vector>

#include "kpi/evaluate.hpp"
#include "sla/clock.hpp"

namespace itss::kpi {

// A world in which a draft is an agreement that was always in force, and the agreements of its series are none. Among
// equally specific ones of the same rank the draft is chosen.
class DraftWorld : public record::World {
 public:
  // `draft`: the fields of an agreement of this type; its validity and state are left out of account. `known_at`: by
  // when the series of the others is known.
  // REQUIRES: `world` outlives the object; the type's records are agreements.
  DraftWorld(const record::World& world, const schema::Schema& type, Fields draft, std::optional<Instant> known_at);

  const schema::SchemaSet& schemas() const override { return world_.schemas(); }
  record::RecordPtr find(std::string_view id, std::string_view type = {}) const override {
    return world_.find(id, type);
  }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override;
  void each_in_runs(std::string_view type, const std::vector<record::Scope>& scopes, const Start& start,
                    const Visit& visit) const override;
  std::vector<std::string> each_linking(std::string_view type, std::string_view field, std::string_view id,
                                        const std::function<void(const record::RecordPtr&)>& visit) const override {
    return world_.each_linking(type, field, id, visit);
  }
  const calendar::Calendar* calendar(std::string_view name) const override { return world_.calendar(name); }
  const Zone& zone() const override { return world_.zone(); }

  const std::string& series() const { return series_; }
  // The ids of the agreements that are or were in force and whose place the draft takes, in order.
  std::vector<std::string> replaced() const;

 private:
  bool is_replaced(const record::Record& record) const;

  const record::World& world_;
  std::optional<Instant> known_at_;
  std::string series_;  // empty: one that no other agreement has
  record::RecordPtr draft_;
};

// How the clocks of one line did.
struct VerdictCounts {
  long met = 0, breached = 0, running = 0, cancelled = 0, none = 0;
  long excused = 0;  // of the breached ones
  long counted() const { return met + breached; }
  // In percent; nothing if none counted. Without those that were excused: the same of the others.
  std::optional<double> kept() const;
  std::optional<double> kept_without_excused() const;
};

struct SimulationLine {
  std::string type;
  std::string clock;
  std::string level;  // the record's own now, by which its clock chooses a target; empty: all levels
  VerdictCounts before, after;
  std::optional<double> difference() const;  // of what is kept, in percentage points
};

// A clock whose verdict the draft changes.
struct Change {
  std::string record, type, title, clock;
  sla::Verdict before{}, after{};
  std::optional<Instant> due_before, due_after;
};

struct Simulation {
  std::vector<SimulationLine> lines;  // by type and clock in the schemas' order: the clock's whole, then its levels
  std::vector<Change> changes;        // in the order of records; only if the query keeps items
};

// The clocks that started in the query's window, as they are at its `now`, by both worlds; each record is read once.
// `clock` empty: all.
Simulation simulate(const record::World& world, const DraftWorld& draft, const Query& query,
                    const std::string& clock = {});

}  // namespace itss::kpi
