// What holds for every calendar, start and amount.
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>

#include "calendar/pauses.hpp"

namespace {

using namespace itss;
using calendar::Calendar;

Calendar make(const std::string& text) {
  Diagnostics findings;
  const auto document = yaml::Document::parse(text, "calendar.yaml", findings);
  auto made = Calendar::read(document.value(), "test", findings);
  RC_ASSERT(made.has_value());
  return std::move(*made);
}

// A week in which at least one day is worked, in a zone with or without clock changes, and some holidays.
Calendar any_calendar() {
  const auto zone = *rc::gen::element<std::string>("UTC", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe");
  std::string text = "zone: " + zone + "\nweekly:\n";
  const int worked = *rc::gen::inRange(1, 7);
  for (int day = 0; day < worked; ++day) {
    static constexpr const char* kDays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    const int from = *rc::gen::inRange(0, 11 * 60);
    const int pause = *rc::gen::inRange(from + 1, 12 * 60);
    const int to = *rc::gen::inRange(13 * 60, 24 * 60);
    text += fmt::format("  {}: ['{:02}:{:02}-{:02}:{:02}', '12:00-{:02}:{:02}']\n", kDays[day], from / 60, from % 60,
                        pause / 60, pause % 60, to / 60, to % 60);
  }
  text += "holidays:\n  12-24..01-02: year end\n";
  const int first = *rc::gen::inRange(1, 28);
  text += fmt::format("  2026-03-{:02}..2026-04-10: break\n", first);
  return make(text);
}

SysSeconds any_instant() {
  const SysSeconds start(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
  return start + Seconds(*rc::gen::inRange(0, 366 * 24 * 3600));
}

calendar::Pauses any_pauses() {
  std::vector<calendar::Pause> pauses;
  for (int left = *rc::gen::inRange(0, 6); left > 0; --left) {
    const auto from = any_instant();
    pauses.push_back({from, from + Seconds(*rc::gen::inRange(-10, 30 * 24 * 3600))});
  }
  return calendar::Pauses(std::move(pauses));
}

bool is_paused(const calendar::Pauses& pauses, SysSeconds at) {
  return std::any_of(pauses.all().begin(), pauses.all().end(),
                     [&](const calendar::Pause& pause) { return pause.from <= at && at < pause.to; });
}

}  // namespace

int main() {
  bool good = rc::check("working time is additive", [] {
    const auto calendar = any_calendar();
    std::array<SysSeconds, 3> at = {any_instant(), any_instant(), any_instant()};
    std::sort(at.begin(), at.end());
    RC_ASSERT(calendar.between(at[0], at[1]) + calendar.between(at[1], at[2]) == calendar.between(at[0], at[2]));
  });
  good &= rc::check("between is the inverse of add, forward and back", [] {
    const auto calendar = any_calendar();
    const auto from = any_instant();
    const Seconds amount(*rc::gen::inRange(0, 200 * 3600));
    const auto end = calendar.add(from, amount);
    RC_ASSERT(end.has_value());
    RC_ASSERT(calendar.between(from, end->at) == amount);
    if (amount > Seconds(0)) RC_ASSERT(calendar.between(from, end->at - Seconds(1)) == amount - Seconds(1));
    const auto begin = calendar.add(from, -amount, {}, Calendar::Direction::back);
    RC_ASSERT(begin.has_value());
    RC_ASSERT(calendar.between(begin->at, from) == amount);
    if (amount > Seconds(0)) RC_ASSERT(calendar.between(begin->at + Seconds(1), from) == amount - Seconds(1));
  });
  good &=
      rc::check("with pauses, too, between is the inverse of add, and what is left out of it is paused or closed", [] {
        const auto calendar = any_calendar();
        const auto pauses = any_pauses();
        const auto from = any_instant();
        const Seconds amount(*rc::gen::inRange(1, 200 * 3600));
        const auto worked = [&](SysSeconds a, SysSeconds b) { return calendar::between(calendar, a, b, pauses); };
        const auto end = calendar::add(calendar, from, amount, pauses);
        RC_ASSERT(end.has_value());
        RC_ASSERT(worked(from, end->at) == amount);
        RC_ASSERT(worked(from, end->at - Seconds(1)) == amount - Seconds(1));
        const auto begin = calendar::add(calendar, from, -amount, pauses);
        RC_ASSERT(begin.has_value());
        RC_ASSERT(worked(begin->at, from) == amount);
        RC_ASSERT(worked(begin->at + Seconds(1), from) == amount - Seconds(1));
        Seconds open{0};
        for (const auto& part : calendar.intervals(from, end->at)) {
          if (part.open) open += part.to - part.from;
          for (const auto& pause : pauses.all())
            if (part.open) open -= std::max(std::min(pause.to, part.to) - std::max(pause.from, part.from), Seconds(0));
        }
        RC_ASSERT(open == amount);
      });
  good &= rc::check("nothing, added or taken away, leads to the nearest second that is open and not paused", [] {
    const auto calendar = any_calendar();
    const auto pauses = any_pauses();
    const auto from = any_instant();
    const auto counts = [&](SysSeconds at) { return calendar.is_open(at) && !is_paused(pauses, at); };
    const auto next = calendar::add(calendar, from, Seconds(0), pauses);
    RC_ASSERT(next.has_value());
    RC_ASSERT(next->at >= from);
    RC_ASSERT(counts(next->at));
    RC_ASSERT(calendar::between(calendar, from, next->at, pauses) == Seconds(0));
    const auto last = calendar::add(calendar, from, Seconds(0), pauses, {}, Calendar::Direction::back);
    RC_ASSERT(last.has_value());
    RC_ASSERT(last->at <= from);
    RC_ASSERT(counts(last->at - Seconds(1)) || counts(last->at));
    RC_ASSERT(calendar::between(calendar, last->at, from, pauses) == Seconds(0));
  });
  good &= rc::check("intervals have no gaps and their open seconds are the working time", [] {
    const auto calendar = any_calendar();
    auto from = any_instant();
    auto to = any_instant();
    if (to < from) std::swap(from, to);
    Seconds open{0};
    auto at = from;
    for (const auto& part : calendar.intervals(from, to)) {
      RC_ASSERT(part.from == at);
      RC_ASSERT(part.from < part.to);
      if (part.open) open += part.to - part.from;
      at = part.to;
    }
    RC_ASSERT(at == to);
    RC_ASSERT(open == calendar.between(from, to));
  });
  good &= rc::check("what was asked before never changes an answer", [] {
    const auto calendar = any_calendar();
    const auto from = any_instant();
    const auto to = from + Seconds(*rc::gen::inRange(0, 90 * 24 * 3600));
    const auto fresh = calendar.between(from, to);
    calendar.add(any_instant(), std::chrono::hours(*rc::gen::inRange(-3000, 3000)));
    RC_ASSERT(calendar.between(from, to) == fresh);
  });
  return good ? 0 : 1;
}
