#pragma once
// Whole days out of an iCalendar file (RFC 5545).

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "calendar/feed.hpp"

namespace itss::store {

struct IcsDays {
  std::vector<calendar::FeedDay> days;  // each day of each event, in the order of the file
  std::size_t timed = 0;                // events of less than whole days, which are left out
};

// The days of all events that begin with a date; what is cancelled or excluded has none. Events that recur do so within
// `years` (both dates included), or to their own end without it. A failure says which event cannot be understood, or
// that one recurs for ever and nobody said in which years.
Result<IcsDays> read_ics(const std::string& bytes, const std::optional<std::pair<Date, Date>>& years);

}  // namespace itss::store
