// However a log was cut when it was imported before: importing the whole of it gives what one import of it gives.
#include "store/import_growth.hpp"

#include <fmt/format.h>
#include <rapidcheck.h>

#include "record/replay.hpp"

namespace {

using namespace itss;
using namespace itss::store;

const std::string kSystem = "desk", kReference = "1", kActor = "wang.fang";
const Instant kStart = *parse_instant("2026-03-02T08:00:00+00:00");

Instant after_minutes(int minutes) { return {kStart.utc + std::chrono::minutes(minutes), kStart.offset}; }

ImportMap the_map() {
  ImportMap map;
  map.system = kSystem;
  map.first_state = "new";
  map.states = {{"New", {"new", {}}},
                {"Active", {"in_progress", {}}},
                {"Waiting", {"on_hold", {{"hold_reason", "waiting_user"}}}},
                {"Resolved", {"resolved", {}}},
                {"Closed", {"closed", {}}},
                {"stray", {"same", {}}}};
  map.instants = {{"resolved", {"resolved_at"}, true}, {"closed", {"closed_at"}, false}};
  ImportField steps;
  steps.field = "steps";
  steps.in = {"resolved", "closed"};
  map.fields = {steps};
  return map;
}

// Rows in few minutes, so that many share one, some out of order, with the final instants on each.
std::vector<ImportRow> random_rows(const ImportMap& map) {
  static const std::vector<std::string> kWords = {"New", "Active", "Waiting", "Resolved", "Closed", "stray"};
  const auto instant = [] {
    const int minutes = *rc::gen::inRange(-20, 60);
    return minutes < -5 ? std::optional<Instant>() : after_minutes(minutes);
  };
  const auto resolved = instant(), closed = instant();
  std::vector<ImportRow> rows;
  const int count = *rc::gen::inRange(1, 9);
  int minute = 0;
  for (int i = 0; i < count; ++i) {
    minute += *rc::gen::weightedElement<int>({{4, 0}, {4, 1}, {4, 7}, {1, -3}});
    ImportRow row;
    row.line = static_cast<std::size_t>(i) + 2;
    row.at = after_minutes(minute);
    row.opened = kStart;
    row.entered = {resolved, closed};
    row.state = &map.states.at(*rc::gen::elementOf(kWords));
    row.fields["steps"] = "done";
    row.fields["priority"] = *rc::gen::element(std::string("P1"), std::string("P3"));
    row.source = {{"system", kSystem}, {"ref", kReference}, {"line", std::to_string(row.line)}};
    rows.push_back(std::move(row));
  }
  return rows;
}

// The log as it stood before: its first rows or those of a time, with the final instants or those known then.
std::vector<ImportRow> random_cut(const std::vector<ImportRow>& rows) {
  const auto count = *rc::gen::inRange<std::size_t>(1, rows.size() + 1);
  const Instant then = rows[count - 1].at;
  const bool by_time = *rc::gen::arbitrary<bool>(), masked = *rc::gen::arbitrary<bool>();
  std::vector<ImportRow> cut;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (by_time ? rows[i].at <= then : i < count) cut.push_back(rows[i]);
  for (auto& row : cut)
    for (auto& entered : row.entered)
      if (masked && entered && *entered > then) entered.reset();
  return cut;
}

// What counts of a record, in order, without who imported it when and from which line.
std::string told(const record::Record& record) {
  std::string text;
  for (const record::Event* event : record::effective_events(record)) {
    text += to_string(event->at);
    for (const auto& [name, value] : event->set) text += " " + name + "=" + value.text();
    for (const auto& name : event->unset) text += " -" + name;
    text += "\n";
  }
  return text;
}

ImportGrowth import(record::Record& record, const std::vector<ImportRow>& rows, const ImportMap& map,
                    const Instant& now) {
  const ImportHistory history = import_history(rows, map, kActor, now);
  ImportGrowth growth = import_growth(record, history, {kSystem, kReference, kActor, now});
  record.events.insert(record.events.end(), growth.events.begin(), growth.events.end());
  return growth;
}

}  // namespace

int main() {
  bool ok = true;
  const ImportMap map = the_map();

  ok &= rc::check("a log imported in parts gives what one import of it gives, and once more changes nothing", [&] {
    const auto rows = random_rows(map);
    record::Record whole, grown;
    import(whole, rows, map, after_minutes(5000));
    auto cut = random_cut(rows);
    if (*rc::gen::arbitrary<bool>()) import(grown, random_cut(cut), map, after_minutes(5000));
    import(grown, cut, map, after_minutes(*rc::gen::element(5000, 5001)));
    const auto before = grown.events.size();
    RC_ASSERT_FALSE(import(grown, rows, map, after_minutes(*rc::gen::element(5000, 5001))).lacks_rows);
    RC_ASSERT(grown.events.size() >= before);
    RC_ASSERT(told(grown) == told(whole));
    RC_ASSERT(record::replay(grown) == record::replay(whole));
    RC_ASSERT(import(grown, rows, map, after_minutes(5002)).events.empty());
  });
  return ok ? 0 : 1;
}
