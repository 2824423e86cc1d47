#include "process/gather.hpp"

#include <algorithm>

namespace itss::process {

namespace {

// By time where both are times, a date as its beginning.
std::optional<SysSeconds> moment(const Fields& fields, const std::string& field, const Zone& zone) {
  const std::string& text = get(fields, field).text();
  if (const auto instant = parse_instant(text)) return instant->utc;
  if (const auto date = parse_date(text)) return zone.start_of(*date);
  return std::nullopt;
}

bool is_alike(const schema::Gather& gather, const Fields& a, const Fields& b) {
  return std::all_of(gather.alike.begin(), gather.alike.end(),
                     [&](const auto& field) { return !get(a, field).empty() && get(a, field) == get(b, field); });
}

}  // namespace

std::vector<record::RecordPtr> earlier_of_run(const schema::Schema& type, const schema::Gather& gather,
                                              const std::string& id, const Fields& fields, const record::World& world,
                                              const Instant& at) {
  std::vector<std::pair<SysSeconds, record::RecordPtr>> found;
  const auto mine = moment(fields, gather.before, world.zone());
  const auto look_at = [&](const record::RecordPtr& other) {
    if (other->id == id) return;
    const Fields then = record::replay(*other, {at, std::nullopt});
    const auto theirs = moment(then, gather.before, world.zone());
    if (theirs && *theirs < *mine && is_alike(gather, fields, then)) found.emplace_back(*theirs, other);
  };
  if (!mine) return {};
  const auto link = std::find_if(gather.alike.begin(), gather.alike.end(), [&](const auto& name) {
    const schema::Field* field = type.find_field(name);
    return field != nullptr && field->type == schema::FieldType::link;
  });
  if (link == gather.alike.end())
    world.each(type.record, look_at);
  else
    world.each_linking(type.record, *link, get(fields, *link).text(), look_at);
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<record::RecordPtr> records;
  for (auto& each : found) records.push_back(std::move(each.second));
  return records;
}

void apply_gathers(const schema::Rule& rule, const schema::Schema& schema, const record::World& world,
                   const std::string& id, const Fields& fields, record::Event& event) {
  for (const auto& gather : rule.gathers) {
    Fields after = fields;
    record::apply(after, event);
    for (const auto& earlier : earlier_of_run(schema, gather, id, after, world, event.at)) {
      const Fields then = record::replay(*earlier, {event.at, std::nullopt});
      const auto& states = gather.states;
      if (std::find(states.begin(), states.end(), get(then, "status").text()) == states.end()) continue;
      for (const auto& [key, parts] : get(then, gather.field).map()) {
        if (get(after, gather.field).map().count(key) > 0) continue;
        if (!schema::holds(gather.where, PartFacts(parts, event.at, world.zone()))) continue;
        Value::Map taken;
        for (const auto& part : gather.keeps)
          if (!parts[part].empty()) taken[part] = parts[part];
        if (!gather.from.empty()) taken[gather.from] = earlier->id;
        event.put[gather.field].map()[key] = std::move(taken);
      }
      break;
    }
  }
}

}  // namespace itss::process
