// Counting on a course: pauses, working seconds, due times.
#include <algorithm>

#include "calendar/pauses.hpp"
#include "sla/course.hpp"

namespace itss::sla {

namespace {

calendar::Pauses pauses_of(const Course& course, const Pledge& pledge) {
  std::vector<calendar::Pause> pauses;
  for (const Gap& gap : gaps_of(course, pledge)) pauses.push_back({gap.from, gap.to});
  return calendar::Pauses(std::move(pauses));
}

}  // namespace

bool is_agreed(const Hold& hold, const Pledge& pledge) {
  const auto& reasons = pledge.agreement->pauses ? *pledge.agreement->pauses : pledge.rule->pauses_for;
  return std::find(reasons.begin(), reasons.end(), hold.reason) != reasons.end();
}

std::optional<Gap> pause_of(const Hold& hold, const Pledge& pledge) {
  if (pledge.date || hold.consent.empty() || !is_agreed(hold, pledge)) return std::nullopt;
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
  for (Gap& gap : gaps) gap.to = std::min(gap.to, end);
  std::sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.from < b.from; });
  return gaps;
}

Seconds worked(const Course& course, const Pledge& pledge, SysSeconds from, SysSeconds to) {
  if (to <= from) return Seconds(0);
  return calendar::between(*pledge.calendar, from, to, pauses_of(course, pledge), pledge.use);
}

std::optional<SysSeconds> breaking_second(const Course& course, const Pledge& pledge) {
  if (pledge.date) return pledge.date;
  Pledge longer = pledge;
  longer.shown.target = std::max(pledge.shown.target, Seconds(0)) + Seconds(1);
  const auto end = due_of(course, longer);
  return end ? std::optional(end->at - Seconds(1)) : std::nullopt;
}

std::optional<calendar::Calendar::Moment> due_of(const Course& course, const Pledge& pledge) {
  if (pledge.date) return calendar::Calendar::Moment{*pledge.date, false};
  const SysSeconds from = pledge.shown.counted_from.utc;
  if (pledge.shown.target <= Seconds(0)) return calendar::Calendar::Moment{from, false};
  return calendar::add(*pledge.calendar, from, pledge.shown.target, pauses_of(course, pledge), pledge.use);
}

}  // namespace itss::sla
