// What holds for every history: a later event never makes a breach good, and an explanation adds up.
#include <rapidcheck.h>

#define DOCTEST_CONFIG_DISABLE  // only its world is wanted here
#include "../unit/sla_desk.hpp"

namespace {

using namespace itss;
using namespace itss::sla;

const Instant kStart = on("2026-02-12T09:00:00+08:00");

Instant later(const Instant& at, long seconds) { return {at.utc + Seconds(seconds), at.offset}; }

Desk any_desk() {
  Desk desk;
  const auto calendar = *rc::gen::element<std::string>("A", "B", "N");
  const auto change = *rc::gen::element<std::string>("retroactive", "from_change", "proportional");
  const auto reopen = *rc::gen::element<std::string>("continue", "new_cycle", "first_only");
  const auto expires = *rc::gen::element<std::string>("", ", expires: 3h");
  const auto targets = ", P1: 1h, P2: 5h, P3: 2d, unclassified: 12h}";
  desk.agreement("p", "{targets: {resolution: {calendar: " + calendar + targets + ", progress: {calendar: " + calendar +
                          targets + ", response: {calendar: B" + targets + "}, on_change: " + change +
                          ", on_reopen: " + reopen + expires + "}");
  return desk;
}

// What somebody might do next with the case.
void act(Case& record, const Instant& at) {
  const std::string when = to_string(at);
  switch (*rc::gen::inRange(0, 8)) {
    case 0:
      record.priority(when, *rc::gen::element<std::string>("P1", "P2", "P3"));
      break;
    case 1:
      record.told(when);
      break;
    case 2:
    case 3:
      record.hold(when, to_string(later(at, *rc::gen::inRange(0, 200'000))),
                  *rc::gen::element<std::string>("", "zhang.san"),
                  *rc::gen::element<std::string>("waiting_user", "waiting_vendor"));
      break;
    case 4:
      record.resume(when);
      break;
    case 5:
      record.resolve(when);
      break;
    case 6:
      record.reopen(when);
      break;
    default:
      record.accept(when, *rc::gen::element<std::string>("P1", "P2", "P3"));
  }
}

std::vector<Instant> any_times(const Instant& from) {
  std::vector<Instant> times;
  Instant at = from;
  const int count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < count; ++i) times.push_back(at = later(at, *rc::gen::inRange(0, 250'000)));
  return times;
}

}  // namespace

int main() {
  bool good = rc::check("no later event un-breaches a clock or moves its breach", [] {
    const Desk desk = any_desk();
    Case record(to_string(kStart));
    Instant now = kStart;
    for (const auto& at : any_times(kStart)) act(record, now = at);
    now = later(now, *rc::gen::inRange(1, 400'000));
    const auto before = clocks_of(record.record(), desk, now);
    Instant end = now;
    for (const auto& at : any_times(later(now, 1))) act(record, end = at);
    end = later(end, *rc::gen::inRange(1, 1'000'000));
    const auto after = clocks_of(record.record(), desk, end);
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i].verdict == Verdict::met && i == 0) RC_ASSERT(after[i].verdict == Verdict::met);  // the reply
      RC_CLASSIFY(before[i].verdict == Verdict::breached, before[i].name + " breached");
      if (before[i].verdict != Verdict::breached) continue;
      RC_ASSERT(after[i].verdict == Verdict::breached);
      RC_ASSERT(*after[i].breached_at == *before[i].breached_at);
      RC_ASSERT(after[i].cause == before[i].cause);
    }
  });
  good &= rc::check("stretches have no gaps and add up, and a breach is where the target is used up", [] {
    const Desk desk = any_desk();
    Case record(to_string(kStart));
    Instant now = kStart;
    for (const auto& at : any_times(kStart)) act(record, now = at);
    now = later(now, *rc::gen::inRange(0, 400'000));
    for (const auto& clock : clocks_of(record.record(), desk, now)) {
      Instant at = clock.started.value();
      Seconds counted{0};
      for (const auto& stretch : clock.stretches) {
        RC_ASSERT(stretch.from == at);
        RC_ASSERT(stretch.from < stretch.to);
        RC_ASSERT(stretch.counted >= Seconds(0));
        at = stretch.to;
        counted += stretch.counted;
      }
      RC_ASSERT(at == (clock.stopped ? *clock.stopped : now));
      RC_ASSERT(counted == clock.elapsed);
      for (const auto& promise : clock.promises) {
        RC_ASSERT(promise.elapsed >= Seconds(0));
        if (promise.broken_at) RC_ASSERT(promise.elapsed > promise.target);
      }
    }
  });
  return good ? 0 : 1;
}
