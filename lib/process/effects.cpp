#include "process/effects.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace itss::process {

namespace {

// The table's value for the fields' values; absent if one of them is not set or the table has no such cell.
Value look_up(const schema::Schema& schema, const schema::Derive& derive, const Fields& fields) {
  std::vector<std::string> keys;
  for (const auto& name : derive.of) keys.push_back(get(fields, name).text());
  const auto table = std::find_if(schema.tables.begin(), schema.tables.end(),
                                  [&](const auto& each) { return each.name == derive.table; });
  if (table == schema.tables.end()) return {};
  const auto cell = table->cells.find(join(keys, " "));
  return cell == table->cells.end() ? Value() : Value(cell->second);
}

}  // namespace

Value evaluate(const std::string& expression, const std::string& id, const Fields& fields, const record::Event& event) {
  if (expression == "actor") return event.by;
  if (expression == "at") return to_string(event.at);
  if (expression == "id") return id;
  if (starts_with(expression, "input.")) return get(event.set, expression.substr(6));
  if (starts_with(expression, "field.")) return get(fields, expression.substr(6));
  return expression;
}

Value fitted(const Value& value, const schema::Field* field, const Zone& zone) {
  using schema::FieldType;
  if (value.empty()) return {};
  const FieldType type = field == nullptr ? FieldType::text : field->type;
  if (type == FieldType::people || type == FieldType::links || type == FieldType::list) return value.texts();
  if (type == FieldType::date)
    if (const auto instant = parse_instant(value.text())) return to_string(zone.date_at(instant->utc));
  return to_text(value);
}

void apply_effects(const schema::Rule& rule, const schema::Schema& schema, const Zone& zone, const std::string& id,
                   const Fields& fields, record::Event& event) {
  for (const auto& [name, expression] : rule.sets) {
    Value value = fitted(evaluate(expression, id, fields, event), schema.find_field(name), zone);
    if (!value.absent() && get(fields, name) != value) event.set[name] = std::move(value);
  }
  for (const auto& name : rule.unsets)
    if (!get(fields, name).absent() && event.set.count(name) == 0) event.unset.push_back(name);
  Fields after = fields;
  record::apply(after, event);
  for (const auto& derive : rule.derives) {
    Value value = look_up(schema, derive, after);
    if (value.absent() || value == get(after, derive.field)) continue;
    after[derive.field] = value;  // a later derive sees it
    event.set[derive.field] = std::move(value);
  }
  for (const auto& put : rule.puts) {
    const std::string key = to_text(evaluate(put.key, id, fields, event));
    if (key.empty()) continue;
    const schema::Field* field = schema.find_field(put.field);
    Value::Map& sub_record = event.put[put.field].map()[key].map();
    for (const auto& [name, expression] : put.set) {
      const schema::Field* part = field == nullptr ? nullptr : field->find_field(name);
      Value value = fitted(evaluate(expression, id, fields, event), part, zone);
      if (!value.absent()) sub_record[name] = std::move(value);
    }
  }
}

}  // namespace itss::process
