#pragma once
// How another system writes its times: a pattern in the manner of strftime, and the zone they are meant in.

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/time.hpp"
#include "base/zone.hpp"

namespace itss::store {

class TimeFormat {
 public:
  // `%Y %m %d` date, `%y` its year in two digits (2000 to 2099), `%b` its month as Jan to Dec, `%H %M %S` time of day,
  // `%f` a fraction of a second with its point, or nothing (it is left out), `%I %p` twelve-hour clock, `%z` an offset
  // such as +08:00, +0800 or Z, `%%`; anything else stands for itself. A failure names a letter that is none of these,
  // or the part that is missing (year, month and day are needed).
  static Result<TimeFormat> make(std::string_view pattern, const Zone& zone);

  // The instant that `text` means, whole; leading zeros may lack. A reading that the zone's clocks skip gives the first
  // instant after the gap, one that occurs twice the first. A failure says what does not fit.
  Result<Instant> parse(std::string_view text) const;
  const std::string& pattern() const { return pattern_; }

 private:
  TimeFormat(std::string pattern, Zone zone) : pattern_(std::move(pattern)), zone_(std::move(zone)) {}
  std::string pattern_;
  Zone zone_;
};

}  // namespace itss::store
