#pragma once
// The clocks of all open records, for `sla due` and `sla check`, and the words that choose among them.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "parser.hpp"
#include "sla/clock.hpp"
#include "whole_world.hpp"

namespace itss::cmd {

// --clock, --type, --for, --mine, --known-at.
struct ClockWords {
  std::string clock, type, person, known_at;
  bool mine = false;
};
// Of a verb of one type: without --type.
void add_clock_options(Parser& parser, const Subject& subject, ClockWords& words);

// The same, looked up.
struct ClockQuery {
  std::string clock, type;  // empty: all
  std::string person;       // who is to act; empty: whoever
  std::optional<Instant> known_at;
};
// Throws Failure (2) for a clock, type, person or time that is none.
ClockQuery query_of(App& app, const ClockWords& words);

// One clock with what stands beside it in a list.
struct NamedClock {
  std::string id, title;
  std::string person;  // who is to act; may be empty
  const schema::Schema* type = nullptr;
  sla::Clock clock;
};

// The clocks of one record that the query asks for.
std::vector<NamedClock> clocks_of(App& app, const record::Record& record, const sla::Clockwork& clockwork,
                                  const ClockQuery& query);
// Those of the records that are open, by what was known at the query's time, and that are wanted, which is asked by
// several threads; in order of types and files. `exit` becomes 3 if there are types that cannot be counted, which are
// told.
std::vector<NamedClock> clocks_of_open_records(App& app, const WholeWorld& world, const ClockQuery& query,
                                               const std::function<bool(const sla::Clock&)>& wanted, Exit& exit);

// The next due one first, those without a due time last.
void sort_by_due(std::vector<NamedClock>& clocks);

}  // namespace itss::cmd
