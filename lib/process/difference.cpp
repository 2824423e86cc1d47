#include "process/difference.hpp"

#include <algorithm>

#include "record/replay.hpp"

namespace itss::process {

namespace {

Value::List without(const Value::List& items, const Value::List& others) {
  Value::List left;
  for (const auto& item : items)
    if (std::find(others.begin(), others.end(), item) == others.end()) left.push_back(item);
  return left;
}

void change_items(record::Event& event, const std::string& name, const Value& before, const Value& wanted) {
  if (auto gone = without(before.texts(), wanted.texts()); !gone.empty()) event.remove[name] = std::move(gone);
  if (auto fresh = without(wanted.texts(), before.texts()); !fresh.empty()) event.add[name] = std::move(fresh);
}

// The parts that differ.
Value::Map changed_parts(const Value& before, const Value& wanted) {
  Value::Map parts;
  for (const auto& [name, value] : wanted.map())
    if (before[name] != value) parts[name] = value;
  return parts;
}

void change_sub_records(record::Event& event, const schema::Field& field, const Value& before, const Value& wanted) {
  if (field.key.empty()) {
    event.put[field.name] = changed_parts(before, wanted);
    return;
  }
  Value::List gone;
  for (const auto& [key, parts] : before.map())
    if (wanted[key].absent()) gone.push_back(key);
  Value::Map put;
  for (const auto& [key, parts] : wanted.map())
    if (before[key] != parts) put[key] = changed_parts(before[key], parts);
  if (!gone.empty()) event.drop[field.name] = std::move(gone);
  if (!put.empty()) event.put[field.name] = std::move(put);
}

}  // namespace

void append_difference(record::Event& event, const schema::Field& field, const Value& before, const Value& wanted) {
  using schema::FieldType;
  if (wanted.absent()) return event.unset.push_back(field.name);
  record::Event change;
  const bool items = field.type == FieldType::list || field.type == FieldType::people || field.type == FieldType::links;
  if (items && !before.empty() && !wanted.empty()) change_items(change, field.name, before, wanted);
  if (field.type == FieldType::map && !before.empty() && wanted.is_map() && !wanted.empty())
    change_sub_records(change, field, before, wanted);
  Fields after;
  if (!before.absent()) after[field.name] = before;
  record::apply(after, change);
  if (get(after, field.name) != wanted) {
    event.set[field.name] = wanted;
    return;
  }
  event.add.merge(change.add);
  event.remove.merge(change.remove);
  event.put.merge(change.put);
  event.drop.merge(change.drop);
}

}  // namespace itss::process
