#include "process/overlay.hpp"

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

}  // namespace itss::process
