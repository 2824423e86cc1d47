#include "calendar/timeline.hpp"

#include <algorithm>

namespace itss::calendar {

namespace chrono = std::chrono;

namespace {

// A timeline that would grow beyond this is built anew around the question: dates far apart cost time, not memory.
constexpr chrono::days kMostDays(366 * 300);
// Dates built beyond those asked for before the first known one, since going back builds everything anew.
constexpr chrono::days kBackMargin(400);

}  // namespace

void Timeline::cover(Day first, Day last) {
  if (built_ && first_ <= first && last <= last_) return;
  const bool grows = built_ && first_ <= first && last - first_ <= kMostDays;
  if (!grows) {
    const bool joins = built_ && std::max(last, last_) - std::min(first, first_) <= kMostDays;
    first_ = joins ? std::min(first - kBackMargin, first_) : first;
    last = joins ? std::max(last, last_) : last;
    last_ = first_ - chrono::days(1);
    spans_.clear();
    built_ = true;
  }
  while (last_ < last) {
    last_ += chrono::days(1);
    append(last_);
  }
}

void Timeline::append(Day day) {
  zone_->offset_at(SysSeconds(day));  // lets to_utc answer from the offset in force
  for (const Reign& reign : reigns_)
    if (SysSeconds(day) < reign.to + chrono::days(2) && SysSeconds(day) + chrono::days(3) > reign.from)
      append_shifts(day, reign);
}

void Timeline::append_shifts(Day day, const Reign& reign) {
  const Hours::Plan plan = reign.hours->plan(day);
  const LocalSeconds midnight(day.time_since_epoch());
  for (const Shift& shift : *plan.shifts) {
    Span span;
    span.from = std::max(zone_->to_utc(midnight + chrono::minutes(shift.from), Zone::Repeated::first), reign.from);
    span.to = std::min(zone_->to_utc(midnight + chrono::minutes(shift.to), Zone::Repeated::second), reign.to);
    span.day = day;
    span.why = plan.why;
    if (plan.why == Interval::Why::make_up) span.name = plan.name;
    insert(span);
  }
}

// Nearly always at the end: only where versions change may a night shift of the new one be there already.
void Timeline::insert(Span span) {
  auto place = spans_.end();
  while (place != spans_.begin() && std::prev(place)->from >= span.to) --place;
  // Clocks that go back can make neighbours overlap: no second may count twice.
  if (place != spans_.begin()) span.from = std::max(span.from, std::prev(place)->to);
  if (span.from >= span.to) return;
  for (place = spans_.insert(place, span); place != spans_.end(); ++place)
    place->before = place == spans_.begin() ? Seconds(0) : std::prev(place)->before + std::prev(place)->length();
}

std::size_t Timeline::first_ending_after(SysSeconds at) const {
  const auto found = std::upper_bound(spans_.begin(), spans_.end(), at,
                                      [](SysSeconds instant, const Span& span) { return instant < span.to; });
  return static_cast<std::size_t>(found - spans_.begin());
}

Seconds Timeline::worked_until(SysSeconds at) const {
  const std::size_t index = first_ending_after(at);
  if (index < spans_.size()) return spans_[index].before + std::max(at - spans_[index].from, Seconds(0));
  return spans_.empty() ? Seconds(0) : spans_.back().before + spans_.back().length();
}

}  // namespace itss::calendar
