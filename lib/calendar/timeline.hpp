#pragma once
// The open seconds of one calendar version, or of all of them in turn, laid out in UTC: sorted spans with running sums.
// Built for the dates that are asked for and kept, so that later questions cost two binary searches.

#include <optional>
#include <vector>

#include "calendar/hours.hpp"

namespace itss::calendar {

struct Span {
  SysSeconds from{}, to{};  // [from, to), never empty
  Seconds before{0};        // open seconds of the timeline before it
  Day day{};                // the date to which the shift belongs
  Interval::Why why = Interval::Why::shift;
  std::string_view name;  // of the weekday that a make-up day follows; lives as long as the process

  Seconds length() const { return to - from; }
};

// Hours with the span of time in which they count. Several only where versions are followed.
struct Reign {
  const Hours* hours;
  SysSeconds from, to;
};

class Timeline {
 public:
  // REQUIRES: zone and hours outlive the timeline.
  Timeline(const Zone& zone, std::vector<Reign> reigns) : zone_(&zone), reigns_(std::move(reigns)) {}

  // Makes the spans of all dates in [first, last] known. Spans of earlier calls may be dropped, positions change.
  void cover(Day first, Day last);

  const std::vector<Span>& spans() const { return spans_; }
  Day first() const { return first_; }
  Day last() const { return last_; }

  // Open seconds from the timeline's beginning to `at`.
  Seconds worked_until(SysSeconds at) const;
  // The first span that ends after `at`; spans().size() if none.
  std::size_t first_ending_after(SysSeconds at) const;

 private:
  void append(Day day);
  void append_shifts(Day day, const Reign& reign);
  void insert(Span span);

  const Zone* zone_;
  std::vector<Reign> reigns_;
  std::vector<Span> spans_;
  bool built_ = false;
  Day first_{}, last_{};
};

}  // namespace itss::calendar
