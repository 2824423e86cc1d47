#pragma once
// Whether a calendar file was changed where clocks may have counted already: what it now says of the past and of the
// dates that it had declared, without a version that begins with the change.

#include <optional>

#include "calendar/reader.hpp"

namespace itss::calendar {

// The first date whose working time `after` gives otherwise than `before` did, in any version of `before`: among the
// dates that this one covers, or those before `today` if it covers none in particular. What it says is compared, not
// how. Versions added, dates added behind the end of `covers` and other names of holidays are no change.
std::optional<Date> first_rewritten(const Definition& before, const Definition& after, Date today);

}  // namespace itss::calendar
