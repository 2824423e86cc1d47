#pragma once
// Columns of a list that come from its records' clocks: `due` and `remaining` of the running clock that is due next,
// and `CLOCK.due`, `CLOCK.remaining`, `CLOCK.verdict`, `CLOCK.elapsed`, `CLOCK.breached_at` of each clock.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app.hpp"
#include "clocks.hpp"

namespace itss::cmd {

class ClockColumns {
 public:
  // The columns that a type with clocks has. A path of the type with the same name wins. Nothing is worked out before
  // it is asked for.
  // REQUIRES: app and type outlive the object.
  ClockColumns(App& app, const schema::Schema& type, const Reading& reading);

  const std::vector<std::string>& names() const { return names_; }
  // The time as of which the clocks are read.
  const Instant& now() const { return reading_.now; }
  bool has(const std::string& name) const;

  // The clocks of a record, worked out once.
  // REQUIRES: the record stays where it is, or is forgotten.
  const std::vector<sla::Clock>& of(const record::Record& record);
  void forget(const record::Record& record) { known_.erase(&record); }

  // REQUIRES: has(name).
  format::Column column(const std::string& name) const;
  format::Cell cell(const record::Record& record, const std::string& name);
  nlohmann::ordered_json json(const record::Record& record, const std::string& name);
  // What orders records: seconds, or the place of a verdict; nothing where there is no value.
  std::optional<double> sort_key(const record::Record& record, const std::string& name);

 private:
  // At most one of them; none: there is no value.
  struct Answer {
    std::optional<Instant> at;
    std::optional<Seconds> amount;
    const sla::Clock* verdict = nullptr;  // of this clock
  };
  Answer answer(const record::Record& record, const std::string& name);

  App& app_;
  const schema::Schema& type_;
  Reading reading_;
  std::vector<std::string> names_;
  std::optional<sla::Clockwork> clockwork_;
  std::unordered_map<const record::Record*, std::vector<sla::Clock>> known_;
};

}  // namespace itss::cmd
