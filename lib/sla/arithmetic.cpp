// Counting on a course: pauses, working seconds, due times.
#include <algorithm>

#include "sla/course.hpp"

namespace itss::sla {

std::optional<Gap> pause_of(const Hold& hold, const Pledge& pledge) {
  const auto& reasons = pledge.agreement->pauses;
  if (pledge.date) return std::nullopt;
  if (hold.consent.empty() || std::find(reasons.begin(), reasons.end(), hold.reason) == reasons.end())
    return std::nullopt;
  Gap gap{hold.from, hold.to};
  if (hold.until) gap.to = std::min(gap.to, *hold.until);
  if (pledge.agreement->expires)
    if (const auto end = pledge.calendar->add(hold.entered, *pledge.agreement->expires, pledge.use))
      gap.to = std::min(gap.to, end->at);
  return gap.from < gap.to ? std::optional(gap) : std::nullopt;
}

std::vector<Gap> gaps_of(const Course& course, const Pledge& pledge) {
  std::vector<Gap> gaps;
  if (pledge.date) return gaps;
  for (const Rest& rest : course.rests) gaps.push_back({rest.from, rest.to});
  for (const Hold& hold : course.holds)
    if (const auto pause = pause_of(hold, pledge)) gaps.push_back(*pause);
  // What came after the promise had ended says nothing about it.
  const SysSeconds end = pledge.shown.until ? pledge.shown.until->utc : SysSeconds::max();
  gaps.erase(std::remove_if(gaps.begin(), gaps.end(), [&](const Gap& gap) { return gap.from >= end; }), gaps.end());
  std::sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.from < b.from; });
  return gaps;
}

Seconds worked(const Course& course, const Pledge& pledge, SysSeconds from, SysSeconds to) {
  if (to <= from) return Seconds(0);
  Seconds sum = pledge.calendar->between(from, to, pledge.use);
  for (const Gap& gap : gaps_of(course, pledge)) {
    const SysSeconds begin = std::max(gap.from, from);
    const SysSeconds end = std::min(gap.to, to);
    if (begin < end) sum -= pledge.calendar->between(begin, end, pledge.use);
  }
  return sum;
}

std::optional<calendar::Calendar::Moment> due_of(const Course& course, const Pledge& pledge) {
  if (pledge.date) return calendar::Calendar::Moment{*pledge.date, false};
  const auto& calendar = *pledge.calendar;
  SysSeconds at = pledge.shown.counted_from.utc;
  Seconds left = pledge.shown.target;
  if (left <= Seconds(0)) return calendar::Calendar::Moment{at, false};
  for (const Gap& gap : gaps_of(course, pledge)) {
    if (gap.to <= at) continue;
    if (gap.from > at) {
      const Seconds work = calendar.between(at, gap.from, pledge.use);
      if (work >= left) break;
      left -= work;
    }
    if (gap.to == SysSeconds::max()) return std::nullopt;
    at = gap.to;
  }
  return calendar.add(at, left, pledge.use);
}

}  // namespace itss::sla
