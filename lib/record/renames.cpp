#include "record/renames.hpp"

#include <fmt/format.h>

namespace itss::record {

namespace {

const std::string& newer(const std::map<std::string, std::string>& names, const std::string& name) {
  const auto found = names.find(name);
  return found == names.end() ? name : found->second;
}

// `path`: a field, or a part of one as FIELD.PART.
Value present_codes(const schema::Schema& schema, const std::string& path, Value value) {
  const auto present = [&](const std::string& text) {
    if (path == "status") return newer(schema.renamed_states, text);
    const auto found = schema.renamed_codes.find(fmt::format("{}.{}", path, text));
    return found == schema.renamed_codes.end() ? text : found->second;
  };
  if (value.is_text()) return present(value.text());
  if (!value.is_list()) return value;
  Value::List items;
  for (const auto& text : value.texts()) items.push_back(present(text));
  return items;
}

Value::Map present_parts(const schema::Schema& schema, const std::string& field, const Value::Map& parts) {
  Value::Map out;
  for (const auto& [name, value] : parts) {
    const auto found = schema.renamed_fields.find(fmt::format("{}.{}", field, name));
    const std::string& now = found == schema.renamed_fields.end() ? name : found->second;
    out[now] = present_codes(schema, fmt::format("{}.{}", field, now), value);
  }
  return out;
}

Fields renamed(const Fields& fields, const schema::Schema& schema) {
  Fields out;
  for (const auto& [name, value] : fields) {
    const std::string& now = present_name(schema, name);
    out[now] = present_value(schema, now, value);
  }
  return out;
}

}  // namespace

const std::string& present_name(const schema::Schema& schema, const std::string& field) {
  return newer(schema.renamed_fields, field);
}

const std::string& present_move(const schema::Schema& schema, const std::string& move) {
  return newer(schema.renamed_moves, move);
}

Value present_value(const schema::Schema& schema, const std::string& field, Value value) {
  const schema::Field* map = value.is_map() ? schema.find_field(field) : nullptr;
  if (map == nullptr) return present_codes(schema, field, std::move(value));
  if (map->key.empty()) return present_parts(schema, field, value.map());
  for (auto& [key, parts] : value.map()) parts = present_parts(schema, field, parts.map());
  return value;
}

void apply_renames(Record& record, const schema::Schema& schema) {
  const bool any = !schema.renamed_states.empty() || !schema.renamed_codes.empty() || !schema.renamed_fields.empty() ||
                   !schema.renamed_moves.empty();
  if (!any) return;
  record.fields = renamed(record.fields, schema);
  for (auto& event : record.events) {
    event.written_id = event.id();
    event.verb = present_move(schema, event.verb);
    for (auto* part : {&event.set, &event.add, &event.remove, &event.put}) *part = renamed(*part, schema);
    for (auto& name : event.unset) name = present_name(schema, name);
    Fields drop;
    for (const auto& [name, keys] : event.drop) drop[present_name(schema, name)] = keys;
    event.drop = std::move(drop);
  }
}

}  // namespace itss::record
