#pragma once
// The period that a report counts, as it is typed.

#include "base/period.hpp"
#include "parser.hpp"

namespace itss::cmd {

struct PeriodWords {
  std::string period, month, week, quarter, year, from, to;
};

// The argument PERIOD and, in the group "What to count", the options --month, --week, --quarter, --year, --from, --to.
void add_period(Parser& parser, PeriodWords& words);

// The period that was asked for, none: this month. `A..B` and --from A --to B are all of A to all of B where these are
// dates or periods; a time is the instant itself, as an end not included. Throws Failure (2) for more than one way to
// say it, for what is no period of its kind, and for an empty one.
Period period_of(App& app, const PeriodWords& words);

}  // namespace itss::cmd
