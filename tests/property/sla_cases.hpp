#pragma once
// Random calendars, agreements and histories, for the engine and for the model alike.

#define DOCTEST_CONFIG_DISABLE  // only the little world of the unit tests is wanted
#include <memory>
#include <string>
#include <vector>

#include "../unit/sla_desk.hpp"
#include "sla_model.hpp"

namespace itss::model {

// A number in [from, to), whatever the size that rapidcheck has in mind.
long pick(long from, long to);
bool chance(int percent);

// How coarse the times are: all of one case are multiples of `grain`, so that instants coincide.
struct Scale {
  long grain = 1;        // seconds
  long span = 8 * 3600;  // of a history, about
  Time base = 0;         // a turn of clocks, of the year or of February
  std::string zone;      // where it is
  long some(long most) const { return pick(0, most / grain + 1) * grain; }
};
Scale any_scale();

Plan any_plan(const Scale& scale);

struct Case {
  Scale scale;
  std::map<std::string, Plan> plans;
  World world;                      // for the model
  std::shared_ptr<sla::Desk> desk;  // for the engine
  record::Record record;
  Time now = 0;

  std::string text() const;
};

// A desk with agreements, and no record yet.
Case any_desk();
// Gives it a history and a present.
void live(Case& made);
// An event that may well be the next one. `state`: of the record, updated.
record::Event any_event(const Scale& scale, Time at, std::string& state);
// Puts events into the order in which they were entered.
void sort_as_entered(record::Record& record);

Instant instant(Time at);
Instant instant(Time at, long offset);
std::string text_of(const record::Record& record);

std::string show(const std::optional<Instant>& at);
std::string show(const std::optional<Time>& at);
// Clocks as text, line by line, so that a difference is read at once.
std::string lines(const sla::Clock& clock);
std::string lines(const Clock& clock);
// All that the engine says of them, stretches too.
std::string everything(const std::vector<sla::Clock>& clocks);

}  // namespace itss::model
