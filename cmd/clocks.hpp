#pragma once
// The clocks of a record as tables and JSON, for `show` and `sla show`.

#include <nlohmann/json_fwd.hpp>

#include "app.hpp"
#include "sla/clock.hpp"

namespace itss::cmd {

// When the clocks are read, and what is known.
struct Reading {
  Instant now;
  std::optional<Instant> known_at;
};

// For people, in the chosen language: `paused`, `met`...; the label of a clock of the type.
std::string verdict_text(const sla::Clock& clock);
std::string clock_label(const schema::Schema& type, const std::string& name);
// What the verdict does not say: paused, hold lapsed, entered late, excused, provisional.
format::Cell remark_cell(const sla::Clock& clock);

// Runs, and is due by then or overdue. A clock that is paused without an end is due at no time.
bool is_due_by(const sla::Clock& clock, SysSeconds then);

// Throws Failure (2), with what was likely meant, for a name that is no clock of the type, or of any type. An empty
// name is none.
void check_clock(const std::string& name, const schema::Schema& type);
void check_clock(App& app, const std::string& name);

format::Table clocks_table(App& app, const schema::Schema& type, const std::vector<sla::Clock>& clocks);
// With `stretches` the `intervals` of each clock too.
nlohmann::ordered_json clocks_json(const std::vector<sla::Clock>& clocks, sla::Detail detail = sla::Detail::figures);

// The promises of one clock of the type.
format::Table promises_table(App& app, const sla::Clock& clock);
// Stretches of such a clock, or of one of its promises, with their running sum.
format::Table stretches_table(App& app, const sla::Clock& clock, const std::vector<sla::Stretch>& stretches,
                              const schema::Schema& type);

}  // namespace itss::cmd
