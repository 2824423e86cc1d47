#include "kpi/attainment.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "kpi/scope.hpp"
#include "kpi/view.hpp"
#include "record/fold.hpp"

namespace itss::kpi {

namespace {

using Group = std::vector<std::string>;
using Key = std::tuple<std::size_t, std::string, Group>;  // the clock's place in its schema, the level, the group

void add_verdict(ClockLine& line, const sla::Clock& clock, sla::Verdict verdict) {
  switch (verdict) {
    case sla::Verdict::met:
      ++line.met;
      line.late_entry += clock.late_entry ? 1 : 0;
      break;
    case sla::Verdict::breached:
      ++line.breached;
      line.excused += clock.excused ? 1 : 0;
      break;
    case sla::Verdict::running:
      ++line.running;
      break;
    case sla::Verdict::cancelled:
      ++line.cancelled;
      break;
    case sla::Verdict::none:
      ++line.none;
      break;
  }
}

void add_line(ClockLine& into, const ClockLine& from) {
  into.met += from.met;
  into.breached += from.breached;
  into.running += from.running;
  into.cancelled += from.cancelled;
  into.none += from.none;
  into.late_entry += from.late_entry;
  into.excused += from.excused;
}

// The sum over some records of one type.
class Sum {
 public:
  Sum(const std::vector<Measure>& measures, const record::World& world, const sla::Clockwork& clockwork,
      const Query& query, const schema::Schema& schema)
      : world_(&world), clockwork_(&clockwork), query_(&query), schema_(&schema) {
    for (const auto& rule : schema.clocks) rates_[rule.name] = find_rate(measures, schema.record, rule.name);
  }

  void add(const record::Record& record, record::Matters /*to*/) {
    const View view(record, *world_, *clockwork_, *query_);
    if (!view.exists()) return;
    const auto& clocks = view.clocks();
    for (const auto& clock : clocks) {
      const Part part{&clock};
      const auto at = view.moment({{Moment::Form::clock, {}}}, part);
      if (!at || !query_->window.contains(*at) || lacks_date(clock)) continue;
      const std::string level = view.fact("clock.level", part).text();
      const sla::Verdict verdict = left_out(view, part) ? sla::Verdict::cancelled : clock.verdict;
      add(clock, verdict, level, query_->by.empty() ? Group() : view.group_at(query_->by, *at));
      if (verdict == sla::Verdict::breached) breaches.push_back(breach(view, clock, level));
    }
  }

  void merge(Sum later) {
    for (const auto& [key, line] : later.lines) {
      const auto [found, fresh] = lines.try_emplace(key, line);
      if (!fresh) add_line(found->second, line);
    }
    std::move(later.breaches.begin(), later.breaches.end(), std::back_inserter(breaches));
  }

  std::map<Key, ClockLine> lines;
  std::vector<Breach> breaches;

 private:
  const schema::ClockRule& rule_of(const sla::Clock& clock) const {
    return *std::find_if(schema_->clocks.begin(), schema_->clocks.end(),
                         [&](const auto& each) { return each.name == clock.name; });
  }

  // One that follows a date of the record was never promised without it.
  bool lacks_date(const sla::Clock& clock) const {
    return clock.verdict == sla::Verdict::none && !rule_of(clock).due.empty();
  }

  // Whether the clock was decided, but its rate does not count the record.
  bool left_out(const View& view, const Part& part) const {
    const auto verdict = part.clock->verdict;
    if (verdict != sla::Verdict::met && verdict != sla::Verdict::breached) return false;
    const Measure* rate = rates_.at(part.clock->name);
    return rate != nullptr && std::any_of(rate->excludes.begin(), rate->excludes.end(), [&](const Reason& reason) {
             return view.holds(reason.when, part, std::nullopt);
           });
  }

  void add(const sla::Clock& clock, sla::Verdict verdict, const std::string& level, const Group& group) {
    const auto place = static_cast<std::size_t>(&rule_of(clock) - schema_->clocks.data());
    // The empty level is the clock's whole; clocks without a promise are in it alone. Groups stand in place of levels.
    add_to({place, {}, {}}, clock, verdict);
    if (!group.empty())
      add_to({place, {}, group}, clock, verdict);
    else if (!level.empty())
      add_to({place, level, {}}, clock, verdict);
  }

  void add_to(const Key& key, const sla::Clock& clock, sla::Verdict verdict) {
    ClockLine& line = lines[key];
    line.type = schema_->record;
    line.clock = clock.name;
    line.level = std::get<1>(key);
    line.group = std::get<2>(key);
    add_verdict(line, clock, verdict);
  }

  Breach breach(const View& view, const sla::Clock& clock, const std::string& level) const {
    Breach out;
    out.record = view.record().id;
    out.type = schema_->record;
    out.title = to_text(get(view.fields(), schema_->title_field));
    out.clock = clock.name;
    out.level = level;
    out.due = clock.due;
    out.breached_at = *clock.breached_at;
    out.cause = clock.cause;
    out.overrun = clock.overrun();
    out.running = !clock.stopped;
    out.cancelled = clock.cancelled;
    out.excused = clock.excused;
    return out;
  }

  const record::World* world_;
  const sla::Clockwork* clockwork_;
  const Query* query_;
  const schema::Schema* schema_;
  std::map<std::string, const Measure*> rates_;  // by clock; null: nothing is left out
};

}  // namespace

std::optional<double> ClockLine::attainment() const {
  if (counted() == 0) return std::nullopt;
  return 100.0 * static_cast<double>(met) / static_cast<double>(counted());
}

std::optional<double> ClockLine::attainment_without_excused() const {
  ClockLine others = *this;
  others.breached -= excused;
  return others.attainment();
}

Attainment attainment(const std::vector<Measure>& measures, const record::World& world, const Query& query,
                      std::vector<std::string> types) {
  if (types.empty()) types = world.schemas().types();
  const sla::Clockwork clockwork(world, query.known_at);
  Attainment out;
  for (const auto& type : types) {
    const schema::Schema* schema = world.schemas().find(type);
    if (schema == nullptr || schema->clocks.empty()) continue;
    const Sum empty(measures, world, clockwork, query, *schema);
    Sum total = empty;
    record::fold_records(world, type, {scope_of_clocks(*schema, query)}, empty, total);
    for (auto& [key, line] : total.lines) out.lines.push_back(std::move(line));
    std::move(total.breaches.begin(), total.breaches.end(), std::back_inserter(out.breaches));
  }
  std::sort(out.breaches.begin(), out.breaches.end(), [](const Breach& a, const Breach& b) {
    return std::tie(a.breached_at.utc, a.record, a.clock) < std::tie(b.breached_at.utc, b.record, b.clock);
  });
  return out;
}

}  // namespace itss::kpi
