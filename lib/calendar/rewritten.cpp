#include "calendar/rewritten.hpp"

#include <algorithm>

namespace itss::calendar {

namespace {

namespace chrono = std::chrono;

constexpr chrono::days kOneDay(1);
constexpr chrono::days kYear(366);
// Clocks are younger; who declares the dates of a thousand years need not wait for each of them.
constexpr chrono::days kLongAgo(366 * 60);

struct Span {
  Day first, last;
};

// The version that a clock started at `at` uses.
const Hours& version_at(const Definition& calendar, SysSeconds at) {
  const auto later = std::find_if(calendar.versions.begin() + 1, calendar.versions.end(),
                                  [&](const Hours& version) { return version.from > at; });
  return *(later - 1);
}

// The first date that an entry names, not counting those of every year.
Day earliest(const Hours& hours, Day known) {
  const auto look = [&](const auto& entries) {
    for (const auto& entry : entries)
      if (!entry.dates.yearly) known = std::min(known, Day(chrono::days(entry.dates.first)));
  };
  look(hours.holidays);
  look(hours.workdays);
  return known;
}

// The dates that may have been counted already.
Span settled(const Hours& before, const Hours& after, Day today) {
  Span span{earliest(after, earliest(before, today - kYear)), today - kOneDay};
  if (before.covers) span = {before.covers->first, before.covers->second};
  return {std::max(span.first, today - kLongAgo), std::min(span.last, today + kLongAgo)};
}

bool is_same_edge(const Zone& a, const Zone& b, LocalSeconds local, Zone::Repeated which) {
  return a.to_utc(local, which) == b.to_utc(local, which);
}

class Comparison {
 public:
  Comparison(const Zone& before, const Zone& after)
      : before_(before), after_(after), same_zone_(before.name() == after.name()) {}

  bool is_same(const Shifts& old, const Shifts& now, Day day) const {
    return std::equal(old.begin(), old.end(), now.begin(), now.end(), [&](const Shift& a, const Shift& b) {
      if (a != b) return false;
      const LocalSeconds midnight(day.time_since_epoch());
      return same_zone_ || (is_same_edge(before_, after_, midnight + chrono::minutes(a.from), Zone::Repeated::first) &&
                            is_same_edge(before_, after_, midnight + chrono::minutes(a.to), Zone::Repeated::second));
    });
  }

  std::optional<Day> first_difference(const Hours& old, const Hours& now, Span span) const {
    for (Day day = span.first; day <= span.last; day += kOneDay)
      if (!is_same(*old.plan(day).shifts, *now.plan(day).shifts, day)) return day;
    return std::nullopt;
  }

 private:
  const Zone& before_;
  const Zone& after_;
  bool same_zone_;
};

}  // namespace

std::optional<Date> first_rewritten(const Definition& before, const Definition& after, Date today) {
  const Comparison comparison(before.zone, after.zone);
  std::optional<Day> first;
  for (std::size_t i = 0; i < before.versions.size(); ++i) {
    const Hours& old = before.versions[i];
    const Hours& now = i == 0 ? after.versions.front() : version_at(after, old.from);
    Span span = settled(old, now, Day(today));
    if (i > 0) span.first = std::max(span.first, Day(before.zone.date_at(old.from)));
    const auto found = comparison.first_difference(old, now, span);
    if (found && (!first || *found < *first)) first = found;
  }
  return first ? std::optional(Date(*first)) : std::nullopt;
}

}  // namespace itss::calendar
