#include "store/traits.hpp"

#include <algorithm>

#include "record/replay.hpp"
#include "schema/paths.hpp"
#include "sla/agreement.hpp"

namespace itss::store {

namespace {

constexpr std::int64_t kOpenStart = std::numeric_limits<std::int64_t>::min() / 4;

std::int64_t seconds_of(SysSeconds instant) { return instant.time_since_epoch().count(); }

bool depends_on_others(const sla::Agreements& agreements, const schema::Schema& schema) {
  const auto does_leave = [&](const std::string& path) { return leaves(path, schema); };
  const auto& paths = agreements.paths_named();
  return std::any_of(paths.begin(), paths.end(), does_leave) ||
         std::any_of(schema.clocks.begin(), schema.clocks.end(),
                     [&](const auto& rule) { return does_leave(rule.due) || does_leave(rule.target_by); });
}

}  // namespace

class TraitReader::Span {
 public:
  void add(std::int64_t second) {
    first = std::min(first, second);
    last = std::max(last, second);
  }
  void add(const Instant& instant) { add(seconds_of(instant.utc)); }
  void add(const std::optional<Instant>& instant) {
    if (instant) add(*instant);
  }
  // All instants and dates in a value, whatever its form.
  void add(const Value& value) {
    for (const auto& text : value.texts()) add_text(text);
    for (const auto& [key, item] : value.map()) add(item);
  }
  std::int64_t first = kOpenEnd, last = kOpenStart;

 private:
  // A date is a day in any zone. Other texts are none.
  void add_text(const std::string& text) {
    constexpr std::size_t kDate = 10, kLongest = 25;
    constexpr std::int64_t kZones = std::int64_t{2} * 86400;
    if (text.size() < kDate || text.size() > kLongest || text[4] != '-') return;
    if (const auto date = parse_date(text)) {
      const std::int64_t midnight = seconds_of(SysSeconds(std::chrono::sys_days(*date)));
      add(midnight - kZones);
      add(midnight + kZones);
    } else if (const auto instant = parse_instant(text)) {
      add(*instant);
    }
  }
};

TraitReader::TraitReader(const record::World& world, const schema::Schema& schema) : schema_(schema) {
  if (schema.clocks.empty()) return;
  clockwork_.emplace(world);
  const sla::Agreements agreements(world, std::nullopt);
  depends_on_others_ = depends_on_others(agreements, schema);
  terms_may_come_ = std::any_of(agreements.all().begin(), agreements.all().end(),
                                [](const auto& agreement) { return agreement.reaches_open; });
}

void TraitReader::add_clocks(Span& span, const record::Record& record) const {
  Instant now = record.events.front().at;
  for (const auto& event : record.events) now = std::max({now, event.at, event.known_since()});
  // A date of another record may lie before this one was opened.
  for (const auto& rule : schema_.clocks)
    if (leaves(rule.due, schema_)) span.first = kOpenStart;
  for (const auto& clock : clockwork_->clocks_of(record, now)) {
    span.add(clock.started);
    span.add(clock.stopped);
    span.add(clock.due);
    span.add(clock.breached_at);
    for (const auto& promise : clock.promises) {
      span.add(promise.in_force_from);
      span.add(promise.until);
      span.add(promise.due);
      span.add(promise.broken_at);
    }
    // Time alone moves no due time: a clock that runs is breached when it is due.
    if (depends_on_others_ || (terms_may_come_ && !clock.stopped)) span.last = kOpenEnd;
  }
}

Traits TraitReader::read(const record::Record& record) const {
  Traits traits;
  traits.aliased = !record.aliases.empty();
  const std::string& shown = get(record.fields, "status").text();
  if (get(record::replay(record), "status").text() == shown) traits.status = shown;
  Span span;
  for (const auto& event : record.events) {
    span.add(event.at);
    span.add(event.recorded);
    // At an earlier time, or by a history that the top level is not what comes of, these are the values.
    for (const Fields* values : {&event.set, &event.add, &event.put})
      for (const auto& [name, value] : *values) span.add(value);
  }
  for (const auto& [name, value] : record.fields) span.add(value);
  if (clockwork_ && !record.events.empty()) add_clocks(span, record);
  traits.first = span.first;
  traits.last = span.last;
  for (const auto& field : schema_.fields)
    if (!field.to.empty())
      for (auto& id : get(record.fields, field.name).texts()) traits.links.push_back(std::move(id));
  return traits;
}

}  // namespace itss::store
