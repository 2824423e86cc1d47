#pragma once
// The repository's calendars compared with git's.

#include "app.hpp"

namespace itss::cmd {

// CALENDAR_REWRITTEN for each calendar that gives dates other hours than its file at HEAD, without a version that
// begins there (calendar/rewritten.hpp). Nothing without git, for a file that it does not know, or for one that cannot
// be read then or now.
Diagnostics check_calendars(App& app);

}  // namespace itss::cmd
