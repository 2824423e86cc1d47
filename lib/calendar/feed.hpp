#pragma once
// Days of a feed of public holidays, put into a calendar file without touching what is there.

#include <string>
#include <vector>

#include "base/error.hpp"
#include "calendar/calendar.hpp"

namespace itss::calendar {

// A day and what the feed calls it.
struct FeedDay {
  Date date;
  std::string summary;
};

struct FeedRules {
  // A summary with one of these, in whatever case, is that of a day that is worked.
  std::vector<std::string> worked = {"补班", "调休上班", "workday", "make-up"};
  std::string workday_as = "fri";  // the weekday like which it is worked
  std::string covers;              // what `covers` becomes: A..B; empty: it stays
};

// An entry of a calendar file: `2027-02-04..2027-02-10` and its value.
struct FeedEntry {
  std::string dates, value;
};

// A calendar file with what a feed has added.
struct Growth {
  std::string bytes;
  std::vector<FeedEntry> holidays, workdays;  // consecutive holidays of one name are one entry
  std::size_t holiday_days = 0, workday_days = 0;
  std::size_t known = 0;               // days that the calendar had already
  std::vector<Date> rewritten;         // dates that `covers` had declared, with other working time now
  std::vector<std::string> conflicts;  // days that are off here and worked there; nothing is added then
};

// The file with the days. A failure says what stands in the way: a version with days of its own, dates of `covers` that
// would be given up, a weekday without hours, an edit that the file's layout does not allow. REQUIRES: the document is
// that of a calendar without findings.
Result<Growth> grow(const yaml::Document& document, const std::vector<FeedDay>& days, const FeedRules& rules);

}  // namespace itss::calendar
