#pragma once
// The period that a report counts, as it is typed.

#include "parser.hpp"

namespace itss::cmd {

// The argument PERIOD and, in the group "What to count", the option --month.
void add_period(Parser& parser, std::string& period, std::string& month);

// `2026-11`, `2026-Q4`, `A..B` (all of A to all of B); neither: this month. Throws Failure (2) for both, for what is no
// period, and for an empty one.
Window window_of(App& app, const std::string& period, const std::string& month);

}  // namespace itss::cmd
