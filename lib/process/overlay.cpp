#include "process/overlay.hpp"

#include <algorithm>
#include <set>

namespace itss::process {

void Overlay::put(record::Record record) {
  const std::string id = record.id;
  changed_[id] = std::make_shared<const record::Record>(std::move(record));
}

record::RecordPtr Overlay::find(std::string_view id, std::string_view type) const {
  const auto found = changed_.find(id);
  if (found != changed_.end() && (type.empty() || found->second->type == type)) return found->second;
  return below_.find(id, type);
}

void Overlay::each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const {
  std::set<std::string> seen;
  below_.each(type, [&](const record::RecordPtr& record) {
    const auto found = changed_.find(record->id);
    seen.insert(record->id);
    visit(found == changed_.end() ? record : found->second);
  });
  for (const auto& [id, record] : changed_)
    if (record->type == type && seen.count(id) == 0) visit(record);
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
    const auto found = changed_.find(record->id);
    seen.insert(record->id);
    const auto& now = found == changed_.end() ? record : found->second;
    if (names_it(now)) visit(now);
  });
  for (const auto& [key, record] : changed_)
    if (record->type == type && seen.count(key) == 0 && names_it(record)) visit(record);
  for (const auto& file : unreadable) unreadable_.emplace(file, id);
  return unreadable;
}

}  // namespace itss::process
