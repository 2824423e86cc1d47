#include "record/renames.hpp"

#include <fmt/format.h>

namespace itss::record {

namespace {

const std::string& newer(const std::map<std::string, std::string>& names, const std::string& name) {
  const auto found = names.find(name);
  return found == names.end() ? name : found->second;
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

Value present_value(const schema::Schema& schema, const std::string& field, Value value) {
  const auto present = [&](const std::string& text) {
    if (field == "status") return newer(schema.renamed_states, text);
    const auto found = schema.renamed_codes.find(fmt::format("{}.{}", field, text));
    return found == schema.renamed_codes.end() ? text : found->second;
  };
  if (value.is_text()) return present(value.text());
  if (!value.is_list()) return value;
  Value::List items;
  for (const auto& text : value.texts()) items.push_back(present(text));
  return items;
}

void apply_renames(Record& record, const schema::Schema& schema) {
  const bool any = !schema.renamed_states.empty() || !schema.renamed_codes.empty() || !schema.renamed_fields.empty() ||
                   !schema.renamed_moves.empty();
  if (!any) return;
  record.fields = renamed(record.fields, schema);
  for (auto& event : record.events) {
    event.written_id = event.id();
    event.verb = newer(schema.renamed_moves, event.verb);
    for (auto* part : {&event.set, &event.add, &event.remove, &event.put}) *part = renamed(*part, schema);
    for (auto& name : event.unset) name = present_name(schema, name);
    Fields drop;
    for (const auto& [name, keys] : event.drop) drop[present_name(schema, name)] = keys;
    event.drop = std::move(drop);
  }
}

}  // namespace itss::record
