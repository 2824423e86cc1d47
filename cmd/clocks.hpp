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

format::Table clocks_table(App& app, const record::Record& record, const schema::Schema& type, const Reading& reading);
// With `stretches` the `intervals` of each clock too.
nlohmann::ordered_json clocks_json(App& app, const record::Record& record, const Reading& reading,
                                   sla::Detail detail = sla::Detail::figures);

// The promises of one clock, and its stretches.
format::Table promises_table(App& app, const sla::Clock& clock);
format::Table stretches_table(App& app, const sla::Clock& clock);

}  // namespace itss::cmd
