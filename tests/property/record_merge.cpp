// Clones of one record that edit apart converge, whatever the order in which they are merged.
#include <rapidcheck.h>

#include <algorithm>

#include "record/merge.hpp"

using namespace itss;
using namespace itss::record;

namespace {

const SysSeconds kStart{Seconds(1'790'000'000)};

Event event_at(int second, const std::string& by, const std::string& verb) {
  Event event;
  event.at = Instant{kStart + Seconds(second), Seconds(8 * 3600)};
  event.by = by;
  event.verb = verb;
  return event;
}

Record base_record() {
  Record record;
  record.id = "TKT-20261124-7K3QF";
  for (int i = 0; i < 3; ++i) {
    Event event = event_at(i, "base", i == 0 ? "new" : "set");
    event.set["title"] = "base " + std::to_string(i);
    record.events.push_back(event);
  }
  return record;
}

// One random edit, as a command would append it: now, in the same second as others, backdated, a retraction, an import.
void edit(Record& clone, const std::string& who) {
  const int kind = *rc::gen::inRange(0, 6);
  const int second = *rc::gen::inRange(3, 12);  // few seconds, so that many events share one
  Event event = event_at(second, who, "set");
  const std::string word = std::to_string(*rc::gen::inRange(0, 5));
  if (kind == 0) {
    event.set["title"] = word;
  } else if (kind == 1) {
    event.add["assets"] = Value::List{word};
  } else if (kind == 2) {
    event.remove["assets"] = Value::List{word};
  } else if (kind == 3) {
    event.verb = "retract";
    event.retracts = clone.events[*rc::gen::inRange<std::size_t>(1, clone.events.size())].id();
  } else if (kind == 4) {
    event.at.utc = kStart + Seconds(1);
    event.recorded = Instant{kStart + Seconds(second), Seconds(8 * 3600)};
    event.put["attendance"].map()[who].map()["status"] = word;
  } else {
    event.verb = "import";
    event.set["status"] = word;
    event.source = Fields{{"system", "log"}, {"line", word}};
  }
  // A command refuses to record the very same fact twice.
  const auto same = [&](const Event& other) { return other.id() == event.id(); };
  if (std::none_of(clone.events.begin(), clone.events.end(), same)) clone.events.push_back(event);
}

std::vector<std::string> ids(const Record& record) {
  std::vector<std::string> out;
  for (const auto& event : record.events) out.push_back(event.id());
  return out;
}

std::vector<Record> edited_clones(const Record& base, int count) {
  std::vector<Record> clones(static_cast<std::size_t>(count), base);
  for (std::size_t i = 0; i < clones.size(); ++i) {
    const int edits = *rc::gen::inRange(0, 6);
    for (int e = 0; e < edits; ++e) edit(clones[i], "clone" + std::to_string(i));
  }
  return clones;
}

// Merges all clones into one, two random ones at a time.
Record merge_in_random_order(const Record& base, std::vector<Record> clones) {
  while (clones.size() > 1) {
    const auto i = *rc::gen::inRange<std::size_t>(0, clones.size());
    const Record left = clones[i];
    clones.erase(clones.begin() + static_cast<std::ptrdiff_t>(i));
    auto& right = clones[*rc::gen::inRange<std::size_t>(0, clones.size())];
    right = merge_records(base, right, left);
  }
  return clones.front();
}

}  // namespace

int main() {
  bool good = rc::check("five clones merged in any order are one record", [] {
    const Record base = base_record();
    const auto clones = edited_clones(base, 5);
    const Record first = merge_in_random_order(base, clones);
    const Record second = merge_in_random_order(base, clones);
    RC_ASSERT(ids(first) == ids(second));
    RC_ASSERT(first.fields == second.fields);
    for (const auto& clone : clones) RC_ASSERT(only_appended(clone.events, first.events));
  });

  good &= rc::check("clones that go on editing between merges converge once all have met", [] {
    const Record base = base_record();
    auto clones = edited_clones(base, 4);
    const int rounds = *rc::gen::inRange(0, 8);
    for (int round = 0; round < rounds; ++round) {
      const auto from = *rc::gen::inRange<std::size_t>(0, clones.size());
      const auto to = *rc::gen::inRange<std::size_t>(0, clones.size());
      clones[to] = merge_records(base, clones[to], clones[from]);
      edit(clones[to], "clone" + std::to_string(to));
    }
    const Record first = merge_in_random_order(base, clones);
    const Record second = merge_in_random_order(base, clones);
    RC_ASSERT(ids(first) == ids(second));
    RC_ASSERT(first.fields == second.fields);
  });

  good &= rc::check("merging with oneself or with an older version changes nothing", [] {
    const Record base = base_record();
    const Record clone = edited_clones(base, 1).front();
    RC_ASSERT(ids(merge_records(base, clone, clone)) == ids(merge_records(base, clone, base)));
    RC_ASSERT(only_appended(clone.events, merge_records(base, clone, base).events));
  });

  good &= rc::check("an import made in two clones is there once, and both clones' orders are kept", [] {
    const Record base = base_record();
    auto clones = edited_clones(base, 2);
    Event import = event_at(5, "desk", "import");
    import.source = Fields{{"system", "log"}, { "line", "7" }};
    for (auto& clone : clones) {
      clone.events.push_back(import);
      edit(clone, "later");
    }
    const Record merged = merge_records(base, clones[0], clones[1]);
    RC_ASSERT(std::count_if(merged.events.begin(), merged.events.end(),
                            [&](const Event& e) { return e.id() == import.id(); }) == 1);
    for (const auto& clone : clones) RC_ASSERT(only_appended(clone.events, merged.events));
    RC_ASSERT(ids(merged) == ids(merge_records(base, clones[1], clones[0])));
  });

  good &= rc::check("a removed or rewritten event is noticed", [] {
    Record record = edited_clones(base_record(), 1).front();
    const auto before = record.events;
    const auto at = *rc::gen::inRange<std::size_t>(0, record.events.size());
    if (*rc::gen::arbitrary<bool>())
      record.events.erase(record.events.begin() + static_cast<std::ptrdiff_t>(at));
    else
      record.events[at].note = "rewritten";
    RC_ASSERT_FALSE(only_appended(before, record.events));
  });
  return good ? 0 : 1;
}
