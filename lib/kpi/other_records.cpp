#include "kpi/other_records.hpp"

#include <algorithm>

#include "schema/paths.hpp"

namespace itss::kpi {

namespace {

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// Of the record as the event left it: what it did not change stands in no event.
bool has_moved(const record::Record& other, const Moved& moved, const std::string& id, const Instant& from,
               const Instant& to, const Query& query) {
  Fields fields;
  for (const auto* event : record::effective_events(other, {query.now, query.known_at})) {
    record::apply(fields, *event);
    if (event->verb != moved.move || event->at < from || event->at > to) continue;
    if (moved.naming.empty() || contains(get(fields, moved.naming).texts(), id)) return true;
  }
  return false;
}

}  // namespace

bool are_same(const std::vector<std::string>& facts, const View& view, const Part& part,
              const std::optional<Instant>& at) {
  const Value first = view.fact(facts.front(), part, at);
  return !first.empty() && std::all_of(facts.begin() + 1, facts.end(),
                                       [&](const auto& path) { return view.fact(path, part, at) == first; });
}

Moves moves_of_others(const Measure& measure, const View& view, const Part& part, const Instant& at,
                      const record::World& world, const Query& query) {
  const Moved& moved = measure.moved;
  const auto* schema = world.schemas().find(view.record().type);
  const auto* field = schema == nullptr ? nullptr : schema->find_field(moved.field);
  const auto since = moved.since.empty() ? std::optional(at) : view.moment(moved.since, part);
  if (field == nullptr || !since) return Moves::missing;
  const Instant to = moved.within ? Instant{since->utc + seconds_of(*moved.within), since->offset} : at;
  const auto ids = view.fact(moved.field, part).texts();
  const bool all = std::all_of(ids.begin(), ids.end(), [&](const std::string& id) {
    const auto other = world.find(id, schema::linked_type(*field));
    return other && has_moved(*other, moved, view.record().id, *since, to, query);
  });
  if (all) return Moves::made;
  return to > query.now ? Moves::awaited : Moves::missing;
}

long count_naming(const Amount& amount, const View& view, const Instant& at, const record::World& world,
                  const Query& query) {
  const record::AsOf as_of{query.now, query.known_at};
  const std::string& id = view.record().id;
  long count = 0;
  world.each_linking(amount.named_by, amount.link, id, [&](const record::RecordPtr& other) {
    const auto events = record::effective_events(*other, as_of);
    if (events.empty()) return;
    const Instant opened = events.front()->at;
    if (amount.within && (opened < at || opened.utc - at.utc > seconds_of(*amount.within))) return;
    const Fields fields = record::replay(*other, as_of);
    if (!contains(get(fields, amount.link).texts(), id)) return;
    if (schema::holds(amount.named_where, record::RecordFacts(*other, fields, world, query.now, as_of))) ++count;
  });
  return count;
}

}  // namespace itss::kpi
