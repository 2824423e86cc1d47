#include "calendar/pauses.hpp"

#include <algorithm>

namespace itss::calendar {

namespace {

using Moment = Calendar::Moment;
using Direction = Calendar::Direction;

constexpr Seconds kNothing{0};
constexpr Seconds kOneSecond{1};

std::optional<Moment> also_provisional(std::optional<Moment> moment, bool provisional) {
  if (moment) moment->provisional = moment->provisional || provisional;
  return moment;
}

// From pause to pause: each stretch before one uses up what it can. With nothing to use up it is the first stretch with
// any working time that has the answer.
std::optional<Moment> forward(const Calendar& calendar, SysSeconds at, Seconds left, const Pauses& pauses, Use use) {
  bool provisional = false;
  for (const Pause& pause : pauses.all()) {
    if (pause.to <= at) continue;
    if (pause.from > at) {
      const Seconds work = calendar.between(at, pause.from, use);
      if (left > kNothing ? work >= left : work > kNothing) break;
      left -= work;
      provisional = provisional || !calendar.declared(at, pause.from, use);
    }
    if (pause.to == SysSeconds::max()) return std::nullopt;
    at = pause.to;
  }
  return also_provisional(calendar.add(at, left, use), provisional);
}

std::optional<Moment> back(const Calendar& calendar, SysSeconds at, Seconds left, const Pauses& pauses, Use use) {
  bool provisional = false;
  for (auto pause = pauses.all().rbegin(); pause != pauses.all().rend(); ++pause) {
    if (pause->from >= at) continue;
    if (pause->to < at) {
      const Seconds work = calendar.between(pause->to, at, use);
      if (work >= left) break;
      left -= work;
      provisional = provisional || !calendar.declared(pause->to, at, use);
    }
    at = pause->from;
  }
  return also_provisional(calendar.add(at, -left, use), provisional);
}

// The latest open instant; where a pause has been passed, the end of the last open second before it.
std::optional<Moment> latest(const Calendar& calendar, SysSeconds at, bool passed, Use use) {
  auto moment = calendar.add(at, passed ? -kOneSecond : kNothing, use, Direction::back);
  if (moment && passed) moment->at += kOneSecond;
  return moment;
}

std::optional<Moment> back_nothing(const Calendar& calendar, SysSeconds at, const Pauses& pauses, Use use) {
  bool provisional = false, passed = false;
  for (auto pause = pauses.all().rbegin(); pause != pauses.all().rend(); ++pause) {
    if (pause->from > at) continue;
    if (pause->to <= at) {
      const auto moment = latest(calendar, at, passed, use);
      if (!moment) return std::nullopt;
      if (moment->at > pause->to || (moment->at == pause->to && calendar.is_open(pause->to, use)))
        return also_provisional(moment, provisional);
      provisional = provisional || !calendar.declared(pause->to, at, use);
    }
    at = pause->from;
    passed = true;
  }
  return also_provisional(latest(calendar, at, passed, use), provisional);
}

bool is_in_the_way(const Pauses& pauses, SysSeconds from, SysSeconds to) {
  if (to < from) std::swap(from, to);
  return std::any_of(pauses.all().begin(), pauses.all().end(),
                     [&](const Pause& pause) { return pause.from < to && from < pause.to; });
}

}  // namespace

Pauses::Pauses(std::vector<Pause> any) {
  std::sort(any.begin(), any.end(), [](const Pause& a, const Pause& b) { return a.from < b.from; });
  for (const Pause& pause : any) {
    if (pause.to <= pause.from) continue;
    if (!all_.empty() && pause.from <= all_.back().to)
      all_.back().to = std::max(all_.back().to, pause.to);
    else
      all_.push_back(pause);
  }
}

Seconds between(const Calendar& calendar, SysSeconds from, SysSeconds to, const Pauses& pauses, Use use) {
  Seconds sum = calendar.between(from, to, use);
  for (const Pause& pause : pauses.all()) {
    const SysSeconds begin = std::max(pause.from, from);
    const SysSeconds end = std::min(pause.to, to);
    if (begin < end) sum -= calendar.between(begin, end, use);
  }
  return sum;
}

std::optional<Moment> add(const Calendar& calendar, SysSeconds from, Seconds amount, const Pauses& pauses, Use use,
                          Direction zero) {
  if (amount > kNothing) return forward(calendar, from, amount, pauses, use);
  if (amount < kNothing) return back(calendar, from, -amount, pauses, use);
  return zero == Direction::forward ? forward(calendar, from, amount, pauses, use)
                                    : back_nothing(calendar, from, pauses, use);
}

std::optional<Moment> add(const Calendar& calendar, SysSeconds from, const Duration& amount, const Pauses& pauses,
                          Use use) {
  const auto direction = amount.negative ? Direction::back : Direction::forward;
  Seconds seconds = amount.negative ? -amount.seconds : amount.seconds;
  if (amount.days != 0) {
    const auto end = calendar.add(from, amount, use);
    if (!end || !is_in_the_way(pauses, from, end->at)) return end;
    seconds = calendar.target_seconds(from, amount, use);
  }
  return add(calendar, from, seconds, pauses, use, direction);
}

}  // namespace itss::calendar
