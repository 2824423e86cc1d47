#include "record/replay.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"

namespace itss::record {

namespace {

// Whether two events have one id. Ids are costly, so parts that differ are looked for first.
bool equal(const Event& a, const Event& b) {
  return a.verb == b.verb && a.by == b.by && a.note == b.note && a.set == b.set && a.id() == b.id();
}

// Events that stand there twice, as after a merge by hand, count once, as record/merge.hpp has it.
void drop_repeated(std::vector<const Event*>& events) {
  std::size_t kept = 0;
  for (const Event* event : events) {
    bool repeated = false;
    for (std::size_t i = kept; i > 0 && events[i - 1]->at == event->at && !repeated; --i)
      repeated = equal(*events[i - 1], *event);
    if (!repeated) events[kept++] = event;
  }
  events.resize(kept);
}

// Events known at `known_at`, ordered by (at, position).
std::vector<const Event*> known_events(const Record& record, const std::optional<Instant>& known_at) {
  std::vector<const Event*> known;
  known.reserve(record.events.size());
  for (const auto& event : record.events)
    if (!known_at || event.known_since() <= *known_at) known.push_back(&event);
  const auto earlier = [](const Event* a, const Event* b) { return a->at < b->at; };
  if (!std::is_sorted(known.begin(), known.end(), earlier)) std::stable_sort(known.begin(), known.end(), earlier);
  drop_repeated(known);
  return known;
}

// The ids that retractions name. A retraction may itself be retracted by a later one.
std::set<std::string> retracted_ids(const std::vector<const Event*>& events) {
  std::set<std::string> retracted;
  for (auto at = events.rbegin(); at != events.rend(); ++at)
    if ((*at)->verb == kRetract && retracted.count((*at)->id()) == 0) retracted.insert((*at)->retracts);
  return retracted;
}

void add_items(Value& field, const Value& items) {
  Value::List list = field.texts();
  for (const auto& item : items.texts())
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  field = std::move(list);
}

void remove_items(Value& field, const Value& items) {
  Value::List list = field.texts();
  const auto& gone = items.texts();
  list.erase(std::remove_if(list.begin(), list.end(),
                            [&](const auto& item) { return std::find(gone.begin(), gone.end(), item) != gone.end(); }),
             list.end());
  field = std::move(list);
}

void put_items(Value& field, const Value& sub_records) {
  for (const auto& [key, sub] : sub_records.map()) {
    Value& present = field.map()[key];
    if (!sub.is_map()) {
      present = sub;
      continue;
    }
    for (const auto& [name, value] : sub.map()) present.map()[name] = value;
  }
}

bool changes_fields(const Event& event) {
  const auto parts = {&event.set, &event.add, &event.remove, &event.put, &event.drop};
  return !event.unset.empty() ||
         std::any_of(parts.begin(), parts.end(), [](const auto* each) { return !each->empty(); });
}

void erase_if_empty(Fields& fields, const std::string& name) {
  if (const auto found = fields.find(name); found != fields.end() && found->second.empty()) fields.erase(found);
}

}  // namespace

std::vector<const Event*> effective_events(const Record& record, const AsOf& as_of) {
  std::vector<const Event*> events = known_events(record, as_of.known_at);
  const bool any_retraction =
      std::any_of(events.begin(), events.end(), [](const Event* event) { return event->verb == kRetract; });
  const std::set<std::string> retracted = any_retraction ? retracted_ids(events) : std::set<std::string>();
  const auto gone = [&](const Event* event) {
    if (as_of.at && event->at > *as_of.at) return true;
    return any_retraction && (event->verb == kRetract || retracted.count(event->id()) > 0);
  };
  events.erase(std::remove_if(events.begin(), events.end(), gone), events.end());
  return events;
}

std::vector<const Event*> effective_retractions(const Record& record, const AsOf& as_of) {
  std::vector<const Event*> events = known_events(record, as_of.known_at);
  const std::set<std::string> retracted = retracted_ids(events);
  const auto gone = [&](const Event* event) {
    return event->verb != kRetract || (as_of.at && event->at > *as_of.at) || retracted.count(event->id()) > 0;
  };
  events.erase(std::remove_if(events.begin(), events.end(), gone), events.end());
  return events;
}

void apply(Fields& fields, const Event& event) {
  for (const auto& [name, value] : event.set) {
    fields[name] = value;
    if (value.absent()) fields.erase(name);
  }
  for (const auto& name : event.unset) fields.erase(name);
  for (const auto& [name, items] : event.add) add_items(fields[name], items);
  for (const auto& [name, items] : event.remove) {
    remove_items(fields[name], items);
    erase_if_empty(fields, name);
  }
  for (const auto& [name, sub_records] : event.put) put_items(fields[name], sub_records);
  for (const auto& [name, keys] : event.drop) {
    for (const auto& key : keys.texts()) fields[name].map().erase(key);
    erase_if_empty(fields, name);
  }
}

Fields replay(const Record& record, const AsOf& as_of) {
  Fields fields;
  for (const Event* event : effective_events(record, as_of)) apply(fields, *event);
  return fields;
}

std::vector<Step> steps(const Record& record, const AsOf& as_of) {
  std::vector<Step> out;
  auto before = std::make_shared<const Fields>();
  for (const Event* event : effective_events(record, as_of)) {
    auto after = before;
    if (changes_fields(*event)) {
      auto changed = std::make_shared<Fields>(*before);
      apply(*changed, *event);
      after = std::move(changed);
    }
    out.push_back({event, std::move(before), after});
    before = std::move(after);
  }
  return out;
}

std::vector<StateSpan> state_spans(const Record& record, const AsOf& as_of) {
  std::vector<StateSpan> spans;
  for (const Event* event : effective_events(record, as_of)) {
    const std::string& state = get(event->set, "status").text();
    if (state.empty() || (!spans.empty() && spans.back().state == state)) continue;
    if (!spans.empty()) spans.back().to = event->at;
    spans.push_back({state, event->at, std::nullopt});
  }
  return spans;
}

Diagnostics drift(const Record& record, const schema::Schema& schema, const yaml::Document& document) {
  Diagnostics findings;
  const Fields replayed = replay(record);
  std::vector<std::string> names = {"status"};
  for (const auto& field : schema.fields) names.push_back(field.name);
  for (const auto& name : names) {
    const Value& written = get(record.fields, name);
    const Value& expected = get(replayed, name);
    if (written == expected) continue;
    const yaml::Node* node = document.root().find(name);
    const std::size_t at = node == nullptr ? document.root().begin : node->begin;
    const schema::Field* field = schema.find_field(name);
    const bool confidential = field != nullptr && field->confidential;
    const auto shown = [&](const Value& value) {
      return value.absent() ? "-" : "'" + (confidential ? schema::kMask : to_text(value)) + "'";
    };
    Diagnostic found = diagnose(Code::DRIFT, document.place_of(at), {name, shown(written), shown(expected)},
                                "itss " + record.type + " adopt " + record.id);
    if (node != nullptr && !confidential) found.source_line = document.line_of(at);
    findings.push_back(std::move(found));
  }
  return findings;
}

}  // namespace itss::record
