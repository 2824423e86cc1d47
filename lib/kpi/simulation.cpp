#include "kpi/simulation.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "kpi/scope.hpp"
#include "record/facts.hpp"
#include "record/fold.hpp"
#include "sla/agreement.hpp"

namespace itss::kpi {

namespace {

// A draft has no id of its own: nothing comes before the empty one among equally specific agreements.
constexpr const char* kDraftId = "";
constexpr Instant kLongAgo{SysSeconds{}, Seconds{0}};

std::string series_of(const Fields& fields, const std::string& id) {
  const std::string& series = get(fields, "series").text();
  return series.empty() ? id : series;
}

record::RecordPtr draft_record(const schema::Schema& type, Fields fields) {
  for (const char* validity : {"valid_from", "valid_until"}) fields.erase(validity);
  fields["status"] = type.agreement_states.front();
  auto made = std::make_shared<record::Record>();
  made->id = kDraftId;
  made->type = type.record;
  made->fields = fields;
  record::Event event;
  event.at = kLongAgo;
  event.verb = record::kImport;
  event.set = std::move(fields);
  made->events.push_back(std::move(event));
  return made;
}

bool was_in_force(const schema::Schema& type, const record::Record& record, std::optional<Instant> known_at) {
  const auto spans = record::state_spans(record, {std::nullopt, known_at});
  const auto& states = type.agreement_states;
  return std::any_of(spans.begin(), spans.end(), [&](const auto& span) {
    return std::find(states.begin(), states.end(), span.state) != states.end();
  });
}

void add_verdict(VerdictCounts& tally, const sla::Clock& clock) {
  switch (clock.verdict) {
    case sla::Verdict::met:
      ++tally.met;
      break;
    case sla::Verdict::breached:
      ++tally.breached;
      tally.excused += clock.excused ? 1 : 0;
      break;
    case sla::Verdict::running:
      ++tally.running;
      break;
    case sla::Verdict::cancelled:
      ++tally.cancelled;
      break;
    case sla::Verdict::none:
      ++tally.none;
      break;
  }
}

void add_tally(VerdictCounts& into, const VerdictCounts& from) {
  into.met += from.met;
  into.breached += from.breached;
  into.running += from.running;
  into.cancelled += from.cancelled;
  into.none += from.none;
  into.excused += from.excused;
}

// The sum over some records of one type.
class Sum {
 public:
  using Key = std::pair<std::size_t, std::string>;  // the clock's place in its schema, the level

  Sum(const sla::Clockwork& before, const sla::Clockwork& after, const record::World& world, const Query& query,
      const schema::Schema& schema, const std::string& clock)
      : before_(&before), after_(&after), world_(&world), query_(&query), schema_(&schema), clock_(&clock) {}

  void add(const record::Record& record, record::Matters /*to*/) {
    if (!may_start_in_window(record)) return;
    const auto before = before_->clocks_of(record, query_->now);
    std::optional<std::vector<sla::Clock>> after;
    std::optional<Fields> fields;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (!clock_->empty() && before[i].name != *clock_) continue;
      if (!schema_->clocks[i].due.empty()) continue;  // whatever agreements say
      // A clock that never started has no time; the world of the draft starts the same ones.
      if (!before[i].started || !query_->window.contains(*before[i].started)) continue;
      if (!after) after = after_->clocks_of(record, query_->now);
      if (!fields) fields = record::replay(record, {query_->now, query_->known_at});
      count(record, *fields, i, before[i], (*after)[i]);
    }
  }

  void merge(Sum later) {
    for (auto& [key, line] : later.lines) {
      const auto [found, fresh] = lines.try_emplace(key, line);
      if (fresh) continue;
      add_tally(found->second.before, line.before);
      add_tally(found->second.after, line.after);
    }
    std::move(later.changes.begin(), later.changes.end(), std::back_inserter(changes));
  }

  std::map<Key, SimulationLine> lines;
  std::vector<Change> changes;

 private:
  // A clock starts at an event.
  bool may_start_in_window(const record::Record& record) const {
    return std::any_of(record.events.begin(), record.events.end(),
                       [&](const auto& event) { return query_->window.contains(event.at); });
  }

  void count(const record::Record& record, const Fields& fields, std::size_t place, const sla::Clock& before,
             const sla::Clock& after) {
    const record::AsOf as_of{query_->now, query_->known_at};
    const record::RecordFacts facts(record, fields, *world_, query_->now, as_of);
    std::string level = facts.value(schema_->clocks[place].target_by).text();
    if (level.empty()) level = sla::kUnclassified;
    for (const auto& each : {std::string(), level}) {
      SimulationLine& line = lines[{place, each}];
      line.type = schema_->record;
      line.clock = before.name;
      line.level = each;
      add_verdict(line.before, before);
      add_verdict(line.after, after);
    }
    if (!query_->keep_items || before.verdict == after.verdict) return;
    changes.push_back({record.id, schema_->record, to_text(get(fields, schema_->title_field)), before.name,
                       before.verdict, after.verdict, before.due, after.due});
  }

  const sla::Clockwork* before_;
  const sla::Clockwork* after_;
  const record::World* world_;
  const Query* query_;
  const schema::Schema* schema_;
  const std::string* clock_;
};

}  // namespace

DraftWorld::DraftWorld(const record::World& world, const schema::Schema& type, Fields draft,
                       std::optional<Instant> known_at)
    : world_(world), known_at_(known_at), series_(series_of(draft, {})), draft_(draft_record(type, std::move(draft))) {}

bool DraftWorld::is_replaced(const record::Record& record) const {
  if (series_.empty()) return false;
  return series_of(record::replay(record, {std::nullopt, known_at_}), record.id) == series_;
}

void DraftWorld::each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const {
  const schema::Schema* schema = world_.schemas().find(type);
  if (schema == nullptr || schema->agreement_states.empty()) return world_.each(type, visit);
  world_.each(type, [&](const record::RecordPtr& record) {
    if (!is_replaced(*record)) visit(record);
  });
  if (type == draft_->type) visit(draft_);
}

void DraftWorld::each_in_runs(std::string_view type, const std::vector<record::Scope>& scopes, const Start& start,
                              const Visit& visit) const {
  const auto* schema = schemas().find(type);
  if (schema == nullptr || !schema->agreement_states.empty()) return World::each_in_runs(type, scopes, start, visit);
  world_.each_in_runs(type, scopes, start, visit);
}

std::vector<std::string> DraftWorld::replaced() const {
  std::vector<std::string> ids;
  for (const auto& type : world_.schemas().types()) {
    const schema::Schema* schema = world_.schemas().find(type);
    if (schema == nullptr || schema->agreement_states.empty()) continue;
    world_.each(type, [&](const record::RecordPtr& record) {
      if (is_replaced(*record) && was_in_force(*schema, *record, known_at_)) ids.push_back(record->id);
    });
  }
  return ids;
}

std::optional<double> VerdictCounts::kept() const {
  if (counted() == 0) return std::nullopt;
  return 100.0 * static_cast<double>(met) / static_cast<double>(counted());
}

std::optional<double> VerdictCounts::kept_without_excused() const {
  VerdictCounts others = *this;
  others.breached -= excused;
  return others.kept();
}

std::optional<double> SimulationLine::difference() const {
  const auto was = before.kept(), would_be = after.kept();
  if (!was || !would_be) return std::nullopt;
  return *would_be - *was;
}

Simulation simulate(const record::World& world, const DraftWorld& draft, const Query& query, const std::string& clock) {
  const sla::Clockwork before(world, query.known_at), after(draft, query.known_at);
  Simulation out;
  for (const auto& type : world.schemas().types()) {
    const schema::Schema* schema = world.schemas().find(type);
    if (schema == nullptr || schema->clocks.empty()) continue;
    const Sum empty(before, after, world, query, *schema, clock);
    Sum total = empty;
    record::fold_records(world, type, {scope_of_clocks(*schema, query)}, empty, total);
    for (auto& [key, line] : total.lines) out.lines.push_back(std::move(line));
    std::move(total.changes.begin(), total.changes.end(), std::back_inserter(out.changes));
  }
  return out;
}

}  // namespace itss::kpi
