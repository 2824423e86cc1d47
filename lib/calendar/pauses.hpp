#pragma once
// Working time less the stretches in which a clock stands: pauses of a hold, time between a solution and a reopening.

#include <optional>
#include <vector>

#include "calendar/calendar.hpp"

namespace itss::calendar {

struct Pause {
  SysSeconds from{};
  SysSeconds to = SysSeconds::max();  // [from, to); the maximum: nobody knows when it ends
};

// In order, without empty ones; pauses that overlap or touch are one.
class Pauses {
 public:
  Pauses() = default;
  explicit Pauses(std::vector<Pause> any);
  const std::vector<Pause>& all() const { return all_; }

 private:
  std::vector<Pause> all_;
};

// Working seconds in [from, to) outside of the pauses. REQUIRES: from <= to.
Seconds between(const Calendar& calendar, SysSeconds from, SysSeconds to, const Pauses& pauses, Use use = {});

// Calendar::add on what the pauses leave of its working time. The result is provisional if any date on the way, other
// than in a pause, lies beyond `covers`. Nothing also if a pause without end is in the way.
std::optional<Calendar::Moment> add(const Calendar& calendar, SysSeconds from, Seconds amount, const Pauses& pauses,
                                    Use use = {}, Calendar::Direction zero = Calendar::Direction::forward);
// With working days first. Where a pause lies on their way, they stand for the working seconds to where they lead.
std::optional<Calendar::Moment> add(const Calendar& calendar, SysSeconds from, const Duration& amount,
                                    const Pauses& pauses, Use use = {});

}  // namespace itss::calendar
