#include "schema/renames.hpp"

#include <fmt/format.h>

namespace itss::schema {

namespace {

const std::string& newer(const std::map<std::string, std::string>& names, const std::string& name) {
  const auto found = names.find(name);
  return found == names.end() ? name : found->second;
}

Value::Map present_parts(const Schema& schema, const std::string& field, const Value::Map& parts) {
  Value::Map out;
  for (const auto& [name, value] : parts) {
    const std::string now = present_part(schema, field, name);
    out[now] = present_codes(schema, fmt::format("{}.{}", field, now), value);
  }
  return out;
}

}  // namespace

const std::string& present_name(const Schema& schema, const std::string& field) {
  return newer(schema.renamed_fields, field);
}

const std::string& present_move(const Schema& schema, const std::string& move) {
  return newer(schema.renamed_moves, move);
}

const std::string& present_state(const Schema& schema, const std::string& state) {
  return newer(schema.renamed_states, state);
}

std::string present_part(const Schema& schema, const std::string& field, const std::string& part) {
  const auto found = schema.renamed_fields.find(fmt::format("{}.{}", field, part));
  return found == schema.renamed_fields.end() ? part : found->second;
}

Value present_codes(const Schema& schema, const std::string& path, Value value) {
  const auto present = [&](const std::string& text) {
    if (path == "status") return present_state(schema, text);
    const auto found = schema.renamed_codes.find(fmt::format("{}.{}", path, text));
    return found == schema.renamed_codes.end() ? text : found->second;
  };
  if (value.is_text()) return present(value.text());
  if (!value.is_list()) return value;
  Value::List items;
  for (const auto& text : value.texts()) items.push_back(present(text));
  return items;
}

Value present_value(const Schema& schema, const std::string& field, Value value) {
  const Field* map = value.is_map() ? schema.find_field(field) : nullptr;
  if (map == nullptr) return present_codes(schema, field, std::move(value));
  if (map->key.empty()) return present_parts(schema, field, value.map());
  for (auto& [key, parts] : value.map()) parts = present_parts(schema, field, parts.map());
  return value;
}

}  // namespace itss::schema
