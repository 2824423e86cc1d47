// The stretches of a clock: every second from its start, and why it counts or not.
#include <fmt/format.h>

#include <algorithm>

#include "sla/course.hpp"

namespace itss::sla {

namespace {

// A span with one reason, before the calendar is looked at.
struct Segment {
  SysSeconds from{}, to{};
  std::string why;  // empty: the calendar alone decides
  std::string detail;
  bool counts = true;
};

std::string describe(const Hold& hold) { return fmt::format("{} ({})", hold.reason, hold.by); }

// The parts of a hold: the pause, and what counts although the record is on hold.
void append_hold(std::vector<Segment>& out, const Hold& hold, const Pledge& pledge) {
  const auto pause = pause_of(hold, pledge);
  if (pause) out.push_back({pause->from, pause->to, "paused", describe(hold), false});
  const SysSeconds from = pause ? pause->to : hold.from;
  if (from >= hold.to) return;
  const char* why = !is_agreed(hold, pledge) ? "hold_not_agreed"
                    : hold.consent.empty()   ? "hold_without_consent"
                                             : "hold_lapsed";
  out.push_back({from, hold.to, why, describe(hold), true});
}

std::vector<Segment> segments_of(const Course& course, const Pledge& pledge, SysSeconds from, SysSeconds end) {
  std::vector<Segment> marked;
  const SysSeconds counted = std::min(pledge.shown.counted_from.utc, course.cycle_start);
  if (from < counted) marked.push_back({from, counted, "earlier", {}, false});
  for (const Rest& rest : course.rests) marked.push_back({rest.from, rest.to, "resolved", {}, pledge.date.has_value()});
  for (const Hold& hold : course.holds) append_hold(marked, hold, pledge);
  std::stable_sort(marked.begin(), marked.end(), [](const Segment& a, const Segment& b) { return a.from < b.from; });

  std::vector<Segment> all;
  SysSeconds at = from;
  for (Segment& mark : marked) {
    mark.from = std::max(mark.from, at);
    mark.to = std::min(mark.to, end);
    if (mark.from >= mark.to) continue;
    if (at < mark.from) all.push_back({at, mark.from, {}, {}, true});
    at = mark.to;
    all.push_back(mark);
  }
  if (at < end) all.push_back({at, end, {}, {}, true});
  return all;
}

const char* word_for(calendar::Interval::Why why) {
  switch (why) {
    case calendar::Interval::Why::shift:
      return "working";
    case calendar::Interval::Why::make_up:
      return "make_up";
    case calendar::Interval::Why::special:
      return "special";
    case calendar::Interval::Why::holiday:
      return "holiday";
    case calendar::Interval::Why::closed:
      break;
  }
  return "closed";
}

std::vector<Stretch> stretches_between(const Course& course, const Pledge& pledge, SysSeconds from, SysSeconds end,
                                       const Zone& zone) {
  std::vector<Stretch> out;
  for (const Segment& segment : segments_of(course, pledge, from, end)) {
    if (!segment.counts) {
      out.push_back({zone.at(segment.from), zone.at(segment.to), Seconds(0), segment.why, segment.detail});
      continue;
    }
    for (const auto& part : pledge.calendar->intervals(segment.from, segment.to, pledge.use)) {
      const bool marked = part.open && !segment.why.empty();
      out.push_back({zone.at(part.from), zone.at(part.to), part.open ? part.to - part.from : Seconds(0),
                     marked ? segment.why : word_for(part.why), marked ? segment.detail : part.name});
    }
  }
  return out;
}

}  // namespace

std::vector<Stretch> stretches_of(const Course& course, SysSeconds end, const Zone& zone) {
  return stretches_between(course, course.pledges.back(), course.start.utc, end, zone);
}

std::vector<Stretch> stretches_of(const Course& course, const Pledge& pledge, SysSeconds end, const Zone& zone) {
  return stretches_between(course, pledge, pledge.shown.counted_from.utc, end, zone);
}

}  // namespace itss::sla
