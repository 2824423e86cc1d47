// What holds for the clocks of every history, whatever they say.
#include <rapidcheck.h>

#include <algorithm>

#include "sla_cases.hpp"

namespace {

using namespace itss;
using model::Case;
using model::chance;
using model::everything;
using model::instant;
using model::pick;
using model::Time;

Time time_of(const Instant& at) { return at.utc.time_since_epoch().count(); }

Case any_case() {
  Case made = model::any_desk();
  model::live(made);
  return made;
}

std::vector<sla::Clock> clocks_of(const Case& made, Time now, std::optional<Time> known_at = {}) {
  return sla::clocks_of(made.record, *made.desk, instant(now),
                        known_at ? std::optional(instant(*known_at)) : std::nullopt);
}

// The same desk, seen by somebody else: in another zone, and finding agreements in another order.
class Seen : public record::World {
 public:
  Seen(const sla::Desk& desk, const std::string& zone, bool backwards)
      : desk_(desk), zone_(Zone::find(zone).value()), backwards_(backwards) {}
  const schema::SchemaSet& schemas() const override { return desk_.schemas(); }
  record::RecordPtr find(std::string_view id, std::string_view type) const override { return desk_.find(id, type); }
  void each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const override {
    std::vector<record::RecordPtr> found;
    desk_.each(type, [&](const record::RecordPtr& record) { found.push_back(record); });
    if (backwards_) std::reverse(found.begin(), found.end());
    for (const auto& record : found) visit(record);
  }
  const calendar::Calendar* calendar(std::string_view name) const override { return desk_.calendar(name); }
  const Zone& zone() const override { return zone_; }

 private:
  const sla::Desk& desk_;
  Zone zone_;
  bool backwards_;
};

// The last second at which something became known.
Time latest(const record::Record& record) {
  Time latest = 0;
  for (const auto& event : record.events) latest = std::max(latest, time_of(event.known_since()));
  return latest;
}

bool is_retracted(const record::Record& record, const record::Event& event) {
  return std::any_of(record.events.begin(), record.events.end(),
                     [id = event.id()](const auto& other) { return other.retracts == id; });
}

record::Event retraction_of(const record::Event& event, Time at) {
  record::Event retraction;
  retraction.at = instant(at);
  retraction.by = "li.na";
  retraction.verb = record::kRetract;
  retraction.retracts = event.id();
  return retraction;
}

// Appends an event that is entered in (after, ...]; `backdated`: it happened at any time since the opening.
Time append_later(Case& made, Time after, bool backdated, bool retractions) {
  auto& events = made.record.events;
  const Time entered = after + 1 + made.scale.some(made.scale.span / 20 + made.scale.grain);
  if (retractions && chance(10)) {
    const auto taken = static_cast<std::size_t>(pick(1, static_cast<long>(events.size())));
    if (taken > 0 && taken < events.size()) events.push_back(retraction_of(events[taken], entered));
    return entered;
  }
  std::string state = model::chance(50) ? "busy" : "waiting";
  const Time opened = time_of(events.front().at);
  const Time at = backdated ? opened + made.scale.some(entered - opened) : entered;
  auto event = model::any_event(made.scale, std::min(at, entered), state);
  if (time_of(event.at) < entered) event.recorded = instant(entered);
  events.push_back(std::move(event));
  return entered;
}

}  // namespace

int main() {
  bool good = rc::check("the offsets in which times are written, and the desk's own zone, change no clock", [] {
    Case made = any_case();
    for (const auto& agreement : made.world.agreements)
      RC_PRE(!agreement.valid_from.has_value());  // a date of the desk's zone
    // Two events that differ in nothing but their offsets would be one if they did not.
    const auto& all = made.record.events;
    for (std::size_t i = 1; i < all.size(); ++i) {
      const bool twin = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), [&](const auto& other) {
        return other.at == all[i].at && other.verb == all[i].verb;
      });
      RC_PRE(!twin);
    }
    const auto before = everything(clocks_of(made, made.now));
    for (auto& event : made.record.events) {
      // The id of an event tells the offset: a retraction must go on naming the same one.
      if (is_retracted(made.record, event)) continue;
      event.at = instant(time_of(event.at));
      if (event.recorded) event.recorded = instant(time_of(*event.recorded));
      if (const auto until = event.set.find("until"); until != event.set.end())
        until->second = to_string(instant(time_of(parse_instant(until->second.text()).value())));
    }
    const Seen there(*made.desk, chance(50) ? "America/New_York" : "Asia/Kathmandu", false);
    const auto after = everything(sla::clocks_of(made.record, there, instant(made.now)));
    if (before != after) RC_FAIL(made.text() + before + "elsewhere\n" + after);
  });
  good &= rc::check("the order in which agreements and records are visited changes no clock", [] {
    Case first = any_case();
    Case second = first;
    second.record.events.clear();
    model::live(second);
    const Time now = std::max(first.now, second.now);
    const Seen backwards(*first.desk, "Asia/Shanghai", true);
    const sla::Clockwork forth(*first.desk), back(backwards);
    const auto ask = [&](const sla::Clockwork& clockwork, const Case& made) {
      return everything(clockwork.clocks_of(made.record, instant(now), sla::Detail::stretches));
    };
    const auto one = ask(forth, first), two = ask(forth, second);
    const auto two_again = ask(back, second), one_again = ask(back, first);
    RC_ASSERT(one == one_again);
    RC_ASSERT(two == two_again);
  });
  good &=
      rc::check("an explanation's stretches are the wall-clock span without gaps, and count what the clock does", [] {
        const Case made = any_case();
        for (const auto& clock : clocks_of(made, made.now)) {
          if (clock.promises.empty()) continue;
          Instant at = clock.started.value();
          Seconds counted{0};
          for (const auto& stretch : clock.stretches) {
            RC_ASSERT(stretch.from == at);
            RC_ASSERT(stretch.from < stretch.to);
            RC_ASSERT((stretch.counted == Seconds(0) || stretch.counted == stretch.to.utc - stretch.from.utc));
            at = stretch.to;
            counted += stretch.counted;
          }
          RC_ASSERT(at == clock.stopped.value_or(instant(made.now)));
          RC_ASSERT(counted == clock.elapsed);
        }
      });
  good &= rc::check("what happens later neither un-breaches a clock nor moves its breach", [] {
    Case made = any_case();
    made.now = std::max(made.now, latest(made.record));
    const auto before = clocks_of(made, made.now);
    const auto text = made.text();
    // What is taken back later may show an earlier breach, and the cause is then another.
    const bool retractions = chance(40);
    Time end = made.now;
    for (long left = pick(1, 8); left > 0; --left) end = append_later(made, end, false, retractions);
    end += made.scale.some(made.scale.span);
    const auto after = clocks_of(made, end);
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i].verdict != sla::Verdict::breached) continue;
      RC_TAG(after[i].cause);
      const bool breached = after[i].verdict == sla::Verdict::breached;
      // A breach that is listed only because it was known may be a breach by itself later on.
      const bool was_listed = before[i].cause == "corrected" || before[i].cause == "late_entry";
      const bool same = breached && *after[i].breached_at == *before[i].breached_at &&
                        (after[i].cause == before[i].cause || was_listed);
      if (!same && !(retractions && breached && *after[i].breached_at <= *before[i].breached_at))
        RC_FAIL(text + model::lines(before[i]) + "later\n" + made.text() + model::lines(after[i]));
    }
  });
  good &= rc::check("where late entries are breaches, none of them un-breaches a clock either", [] {
    Case made = any_case();
    for (auto& agreement : made.world.agreements) {
      agreement.late_breach = true;
      made.desk->agreement(agreement.id, agreement.yaml());
    }
    made.now = std::max(made.now, latest(made.record));
    const auto before = clocks_of(made, made.now);
    const auto text = made.text();
    Time end = made.now;
    for (long left = pick(1, 8); left > 0; --left) end = append_later(made, end, chance(70), false);
    const auto after = clocks_of(made, end);
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i].verdict != sla::Verdict::breached) continue;
      RC_TAG(after[i].cause);
      if (after[i].verdict != sla::Verdict::breached || *after[i].breached_at > *before[i].breached_at)
        RC_FAIL(text + model::lines(before[i]) + "later\n" + made.text() + model::lines(after[i]));
    }
  });
  good &= rc::check("an event that is taken back and entered again gives the same clock", [] {
    Case made = any_case();
    const Time again = std::max(made.now, latest(made.record)) + 1 + made.scale.some(made.scale.span / 4);
    auto& events = made.record.events;
    const auto index = static_cast<std::size_t>(pick(1, static_cast<long>(events.size())));
    RC_PRE(index < events.size());
    const bool stands = events[index].verb != record::kRetract && !is_retracted(made.record, events[index]);
    RC_PRE(stands);
    const record::Event taken = events[index];
    // Of two events in one second the order counts, and what is entered again comes last.
    const bool alone =
        std::count_if(events.begin(), events.end(), [&](const auto& event) { return event.at == taken.at; }) == 1;
    RC_PRE(alone);
    bool late_breach = false;
    for (const auto& agreement : made.world.agreements) late_breach |= agreement.late_breach;
    const auto before = clocks_of(made, again);
    events.push_back(retraction_of(taken, again));
    if (late_breach || chance(50)) {  // the retraction is what is taken back
      events.push_back(retraction_of(record::Event(events.back()), again));
      events.back().note = "it was right";
      const auto after = clocks_of(made, again);
      if (everything(before) != everything(after)) RC_FAIL(made.text() + everything(before) + everything(after));
      return;
    }
    events.push_back(taken);
    events.back().recorded = instant(again);
    events.back().note = "once more";
    auto after = clocks_of(made, again);
    for (std::size_t i = 0; i < after.size(); ++i) after[i].late_entry = before[i].late_entry;  // which it is now
    if (everything(before) != everything(after)) RC_FAIL(made.text() + everything(before) + everything(after));
  });
  good &= rc::check("known_at gives any earlier answer again, whatever is entered a thousand times later", [] {
    Case made = any_case();
    const Time then = time_of(made.record.events.front().at) + made.scale.some(2 * made.scale.span);
    auto& events = made.record.events;
    events.erase(std::remove_if(events.begin(), events.end(),
                                [&](const auto& event) { return time_of(event.known_since()) > then; }),
                 events.end());
    RC_PRE(!events.empty());
    const auto before = everything(clocks_of(made, then));
    RC_ASSERT(before == everything(clocks_of(made, then, then)));
    Time end = then;
    for (int i = 0; i < 1000; ++i) end = append_later(made, end, chance(60), true);
    for (const auto& agreement : made.world.agreements)
      if (chance(40)) made.desk->change_agreement(agreement.id, to_string(instant(then + 1)), "ended");
    const auto after = everything(clocks_of(made, then, then));
    if (before != after) RC_FAIL(before + "later\n" + after);
  });
  return good ? 0 : 1;
}
