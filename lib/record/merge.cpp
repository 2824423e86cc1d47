#include "record/merge.hpp"

#include <algorithm>
#include <set>

namespace itss::record {

namespace {

// An event with its id, computed once.
struct Keyed {
  const Event* event;
  std::string id;
};

std::vector<Keyed> keyed(const std::vector<Event>& events) {
  std::vector<Keyed> out;
  out.reserve(events.size());
  for (const auto& event : events) out.push_back({&event, event.id()});
  return out;
}

bool first(const Keyed& a, const Keyed& b) {
  if (a.event->at != b.event->at) return a.event->at < b.event->at;
  return a.id < b.id;
}

// One side's sequence while it is being merged.
class Side {
 public:
  explicit Side(const std::vector<Event>& events) : events_(keyed(events)) {
    for (const auto& event : events_) ahead_.insert(event.id);
  }
  bool done() const { return next_ == events_.size(); }
  const Keyed& head() const { return events_[next_]; }
  // Whether the event is on this side, behind the head.
  bool has_behind(const std::string& id) const { return head().id != id && ahead_.count(id) > 0; }
  // The event has been taken; it is skipped wherever it stands.
  void skip(const std::string& id) {
    ahead_.erase(id);
    while (!done() && ahead_.count(head().id) == 0) ++next_;
  }

 private:
  std::vector<Keyed> events_;
  std::set<std::string> ahead_;
  std::size_t next_ = 0;
};

Fields merge_unknown(const Fields& base, const Fields& ours, const Fields& theirs) {
  Fields merged;
  std::set<std::string> names;
  for (const auto* side : {&base, &ours, &theirs})
    for (const auto& [name, value] : *side) names.insert(name);
  for (const auto& name : names) {
    const Value& b = get(base, name);
    const Value& o = get(ours, name);
    const Value& t = get(theirs, name);
    const Value& kept = o == b ? t : t == b ? o : to_canonical_json(o) < to_canonical_json(t) ? t : o;
    if (!kept.absent()) merged[name] = kept;
  }
  return merged;
}

}  // namespace

// Taking the smaller head of two sequences is a topological sort, smallest first, of the union of what each clone knew
// when it appended. Such a sort restricted to what one clone had is that clone's own sequence, hence the order of
// merges does not matter. A head that the other side has further back waits, so that both own orders are kept.
std::vector<Event> merge_events(const std::vector<Event>& ours, const std::vector<Event>& theirs) {
  Side left(ours);
  Side right(theirs);
  std::vector<Event> merged;
  while (!left.done() || !right.done()) {
    const bool left_waits = left.done() || (!right.done() && right.has_behind(left.head().id));
    const bool right_waits = right.done() || (!left.done() && left.has_behind(right.head().id));
    const bool from_left = left_waits == right_waits ? !first(right.head(), left.head()) : right_waits;
    const Keyed next = from_left ? left.head() : right.head();
    merged.push_back(*next.event);
    left.skip(next.id);
    right.skip(next.id);
  }
  return merged;
}

Record merge_records(const Record& base, const Record& ours, const Record& theirs) {
  Record merged = ours;
  merged.events = merge_events(ours.events, theirs.events);
  merged.fields = replay(merged);
  merged.unknown = merge_unknown(base.unknown, ours.unknown, theirs.unknown);
  for (const auto& alias : theirs.aliases)
    if (std::find(merged.aliases.begin(), merged.aliases.end(), alias) == merged.aliases.end())
      merged.aliases.push_back(alias);
  std::sort(merged.aliases.begin(), merged.aliases.end());
  return merged;
}

bool only_appended(const std::vector<Event>& before, const std::vector<Event>& after) {
  const auto old_events = keyed(before);
  auto wanted = old_events.begin();
  for (const auto& event : keyed(after))
    if (wanted != old_events.end() && wanted->id == event.id) ++wanted;
  return wanted == old_events.end();
}

}  // namespace itss::record
