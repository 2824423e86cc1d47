#include "record/world.hpp"

#include <algorithm>

namespace itss::record {

void World::each_in_runs(std::string_view type, const std::vector<Scope>& /*scopes*/, const Start& start,
                         const Visit& visit) const {
  start(1);
  each(type, [&](const RecordPtr& record) { visit(0, record, Matters().set()); });
}

std::vector<std::string> World::each_linking(std::string_view type, std::string_view field, std::string_view id,
                                             const std::function<void(const RecordPtr&)>& visit) const {
  each(type, [&](const RecordPtr& record) {
    const auto ids = get(record->fields, field).texts();
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) visit(record);
  });
  return {};
}

bool holds_role(const World& world, std::string_view person, std::string_view role, const AsOf& as_of) {
  const RecordPtr found = world.find(person, schema::kPersonType);
  if (!found) return false;
  const Fields fields = replay(*found, as_of);
  const auto roles = get(fields, schema::kRolesField).texts();
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::string resolve_person(const World& world, std::string_view id_or_alias) {
  const RecordPtr found = world.find(id_or_alias, schema::kPersonType);
  return found ? found->id : std::string(id_or_alias);
}

}  // namespace itss::record
