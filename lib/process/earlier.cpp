#include "process/earlier.hpp"

#include <algorithm>

namespace itss::process {

record::RecordPtr Earlier::then(const record::RecordPtr& record) const {
  const auto is_later = [&](const auto& event) { return event.at >= before_; };
  if (!record || record->id == except_ || std::none_of(record->events.begin(), record->events.end(), is_later))
    return record;
  record::Record past = *record;
  past.events.erase(std::remove_if(past.events.begin(), past.events.end(), is_later), past.events.end());
  if (past.events.empty()) return nullptr;
  past.fields = record::replay(past);
  return std::make_shared<const record::Record>(std::move(past));
}

record::RecordPtr Earlier::find(std::string_view id, std::string_view type) const {
  return then(below_.find(id, type));
}

void Earlier::each(std::string_view type, const std::function<void(const record::RecordPtr&)>& visit) const {
  below_.each(type, [&](const record::RecordPtr& record) {
    if (const auto past = then(record)) visit(past);
  });
}

}  // namespace itss::process
