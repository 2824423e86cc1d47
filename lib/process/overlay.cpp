#include "process/overlay.hpp"

#include <algorithm>
#include <set>

namespace itss::process {

void Overlay::put(record::Record record) {
  auto key = std::pair(record.id, record.type);
  for (auto& [asked, naming] : naming_)
    if (asked.first == record.type) add_names(naming, asked.second, key, record);
  changed_[std::move(key)] = std::make_shared<const record::Record>(std::move(record));
}

void Overlay::add_names(Naming& naming, std::string_view field, const Key& key, const record::Record& record) {
  for (const auto& id : get(record.fields, field).texts()) naming[id].insert(key);
}

const Overlay::Naming& Overlay::naming(std::string_view type, std::string_view field) const {
  const auto [place, is_new] = naming_.try_emplace({std::string(type), std::string(field)});
  if (is_new)
    for (const auto& [key, record] : changed_)
      if (record->type == type) add_names(place->second, field, key, *record);
  return place->second;
}

const record::RecordPtr& Overlay::now(const record::RecordPtr& record) const {
  const auto found = changed_.find({record->id, record->type});
  return found == changed_.end() ? record : found->second;
}

record::RecordPtr Overlay::find(std::string_view id, std::string_view type) const {
  const auto found = changed_.lower_bound({std::string(id), std::string(type)});
  const bool is_it =
      found != changed_.end() && found->first.first == id && (type.empty() || found->first.second == type);
  if (is_it) return found->second;
  const auto below = below_.find(id, type);  // by an alias, perhaps
  return below ? now(below) : below;
}

void Overlay::each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const {
  std::set<std::string> seen;
  below_.each(type, [&](const record::RecordPtr& record) {
    seen.insert(record->id);
    visit(now(record));
  });
  for (const auto& [key, record] : changed_)
    if (record->type == type && seen.count(record->id) == 0) visit(record);
}

// What the world below finds, as it is now, and the changed records that have come to name the id.
std::vector<std::string> Overlay::each_linking(std::string_view type, std::string_view field, std::string_view id,
                                               const std::function<void(const record::RecordPtr&)>& visit) const {
  const auto names_it = [&](const record::RecordPtr& record) {
    const auto ids = get(record->fields, field).texts();
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  std::set<std::string> seen;
  auto unreadable = below_.each_linking(type, field, id, [&](const record::RecordPtr& record) {
    seen.insert(record->id);
    if (names_it(now(record))) visit(now(record));
  });
  const auto& names = naming(type, field);
  if (const auto found = names.find(id); found != names.end()) {
    const auto keys = found->second;  // the visit may change records
    for (const auto& key : keys)
      if (const auto record = changed_.at(key); seen.count(record->id) == 0 && names_it(record)) visit(record);
  }
  for (const auto& file : unreadable) unreadable_.emplace(file, id);
  return unreadable;
}

}  // namespace itss::process
